"""`cursus selfcheck`: recompute what can be recomputed and say where it differs."""

from collections.abc import Callable, Iterator
from datetime import date

from sqlalchemy import func, select

from curriculum import clock
from curriculum.audit import queries as audit
from curriculum.awards.issuing import log, seals
from curriculum.db import db
from curriculum.domain.progress import assess
from curriculum.paths.models import PathEnrolment
from curriculum.progress import queries as progress
from curriculum.progress.codec import encode, says_the_same
from curriculum.progress.models import Standing
from curriculum.verify import queries as register
from curriculum.verify import service as verification

Echo = Callable[[str], object]
SEALS_CHECKED, STANDINGS_CHECKED = 20, 50


def selfcheck(echo: Echo) -> int:
    """Recompute audit chain, public log, certificates and standings; 1 where anything differs."""
    problems = 0
    for name, check in (
        ("audit trail", _audit),
        ("public log", _log),
        ("certificates", _certificates),
        ("standings", _standings),
    ):
        found = list(check())
        problems += len(found)
        echo(f"{name}: {'in order' if not found else ', '.join(found)}")
    return int(problems > 0)


def _audit() -> Iterator[str]:
    return (f"event {seq} does not follow from the one before" for seq in audit.broken_links())


def _log() -> Iterator[str]:
    authority = seals.authority()
    return iter(log.health(authority.log if authority else None).problems)


def _certificates() -> Iterator[str]:
    """Every one by its bytes and its log entry; the newest also by both seals, as an outsider does."""
    numbers = register.numbers()
    for place, number in enumerate(reversed(numbers)):
        report = verification.recheck(number, clock.now(), whole=place < SEALS_CHECKED)
        if not verification.is_sound(report):
            wrong = [f"{one.check} {one.detail}" for one in report.findings if one.outcome != "passed"]
            yield f"{number} ({'; '.join(wrong)})"
    entries, lost = log.TableStore().size(), log.lost_entries()
    if entries - lost != len(numbers):
        yield f"{entries} entries in the log, {lost} of them recovered, for {len(numbers)} certificates"


def _standings() -> Iterator[str]:
    """Some standings, chosen at random, computed anew from the facts of the day they were written."""
    chosen = select(Standing).order_by(func.random()).limit(STANDINGS_CHECKED)
    for standing in db.session.scalars(chosen):
        if not progress.is_fresh(standing, clock.today()):
            continue  # due for the nightly round; nobody is shown it meanwhile
        enrolment = db.session.get_one(PathEnrolment, (standing.person_id, standing.enrolment_id))
        if not says_the_same(standing.breakdown, _anew(enrolment, clock.today())):
            yield f"standing of enrolment {standing.enrolment_id} differs"


def _anew(enrolment: PathEnrolment, on: date) -> str:
    reader = progress.reader_of(enrolment.person_id)
    return encode(assess(progress.on_path(reader, enrolment, progress.entry_of(enrolment)), on))
