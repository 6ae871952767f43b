"""A path version seen before anybody follows it: problems, hours, donors' share, and the days that follow."""

from datetime import date
from typing import NamedTuple

from curriculum.catalogue import engine as catalogue_engine
from curriculum.catalogue import queries as catalogue
from curriculum.catalogue.models import ModuleVersion
from curriculum.domain.dates import Dates, simulate
from curriculum.domain.path import Path
from curriculum.domain.problems import Problem
from curriculum.domain.satisfying import Satisfied
from curriculum.domain.workload import HourKind, Minutes, Workload, covered, workload
from curriculum.donors import queries as donors
from curriculum.paths import checks, engine
from curriculum.paths.models import PathVersion


class Check(NamedTuple):
    """What a designer should know; `covered` is the share of the shortest way that donors' courses teach."""

    problems: tuple[Problem, ...]
    satisfied: Satisfied
    work: Workload
    covered: int

    @property
    def spent(self) -> list[HourKind]:
        """The kinds of hours that the path takes at all."""
        return [kind for kind, minutes in self.work.most.items() if minutes]


def check(version: PathVersion, path: Path) -> Check:
    """Look a version over, whatever its state; `path` is the engine's value of it."""
    ids = {one for some in engine.offered_ids(version.components) for one in some}
    rows = {_ref(row): row for row in catalogue.versions_by_id(ids).values()}
    hours = {ref: _minutes(row) for ref, row in rows.items()}
    work = workload(path, hours)
    coverage = donors.coverage_of(ids)
    weight = {ref: coverage[row.id].covered_weight for ref, row in rows.items()}
    share = covered(work.shortest, hours, weight)
    return Check(*checks.verdict(version, path), work, share)


def days(version: PathVersion, finish: date) -> Dates:
    """What follows for somebody who finishes on this day."""
    window = version.renewal
    return simulate(
        finish,
        version.certificate_validity_months,
        window.get("window_months_before"),
        window.get("grace_months_after_expiry"),
    )


def _ref(row: ModuleVersion) -> str:
    return f"{row.module.code}.v{row.version}"


def _minutes(row: ModuleVersion) -> Minutes:
    hundredths = {
        HourKind.CONTACT: row.hours_contact,
        HourKind.ONLINE: row.hours_online,
        HourKind.PRACTICE: row.hours_practice,
        HourKind.SELF_STUDY: row.hours_self_study,
        HourKind.ASSESSMENT: row.hours_assessment,
    }
    return {kind: catalogue_engine.minutes(spent) for kind, spent in hundredths.items()}
