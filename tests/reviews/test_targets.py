"""Target days: by default, as the deployment sets them, and what is no setting."""

from datetime import date

import pytest

from curriculum.config import REVIEW_DAYS, BadSettings, settings
from curriculum.domain.lifecycles.version import VersionState
from curriculum.reviews import targets


@pytest.fixture
def environ(tmp_path):
    """What a deployment says at least."""
    return {"CURSUS_INSTANCE": str(tmp_path), "CURSUS_SECRET_KEY": "x" * 40}


@pytest.fixture
def as_before():
    """The target days of the tests, put back afterwards."""
    yield
    targets.configure(REVIEW_DAYS, "http://127.0.0.1:8000")


def test_what_is_not_named_keeps_its_default(environ, as_before):
    found = settings(environ | {"CURSUS_REVIEW_DAYS": "in_review=21 opinion=5"})

    targets.configure(found.review_days, found.public_url)

    assert targets.due(VersionState.IN_REVIEW, date(2026, 11, 2)) == date(2026, 11, 23)
    assert targets.due(VersionState.APPROVED, date(2026, 11, 2)) == date(2026, 11, 9)
    assert targets.days(targets.OPINION) == 5


@pytest.mark.parametrize(
    "text", ["in_review", "in_review=0", "in_review=soon", "published=3", "opinion=1000"]
)
def test_what_is_no_target_is_refused_with_what_is_expected(environ, text):
    with pytest.raises(BadSettings) as caught:
        settings(environ | {"CURSUS_REVIEW_DAYS": text})

    (problem,) = caught.value.problems
    assert (problem.name, problem.found) == ("CURSUS_REVIEW_DAYS", text)
    assert "in_review=14" in problem.expected
