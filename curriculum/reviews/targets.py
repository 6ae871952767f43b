"""How many days a step of review should take, as the deployment sets it; and its public address for mails."""

from collections.abc import Mapping
from datetime import date, timedelta

from curriculum.config import REVIEW_DAYS
from curriculum.domain.lifecycles.version import VersionState

_days: Mapping[str, int] = REVIEW_DAYS
_public_url = "http://127.0.0.1:8000"

OPINION = "opinion"


def configure(days: Mapping[str, int], public_url: str) -> None:
    """Take what the deployment sets; `create_app` calls it once."""
    global _days, _public_url
    _days, _public_url = {**REVIEW_DAYS, **days}, public_url.rstrip("/")


def days(step: str) -> int:
    """The days a step should take: the state it waits in, or an opinion."""
    return _days[step]


def due(state: VersionState, since: date) -> date:
    """The target day of a version that stands where it stands since a day."""
    return since + timedelta(days=_days[state.value])


def address(path: str) -> str:
    """The public address of a page."""
    return f"{_public_url}{path}"
