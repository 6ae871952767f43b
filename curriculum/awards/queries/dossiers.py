"""The dossier as awards judge it: with the certificates and the modules a person holds."""

from dataclasses import replace
from datetime import date

from curriculum.awards.queries.certificates import held_by
from curriculum.domain.dossier import Dossier
from curriculum.domain.path import Path
from curriculum.domain.progress import assess
from curriculum.paths import queries as paths
from curriculum.paths.models import PathEnrolment
from curriculum.progress import queries as progress


def full_dossier(enrolment: PathEnrolment, on: date) -> Dossier:
    """Everything needed to judge an enrolment, what was earned on other paths included."""
    dossier = progress.dossier(enrolment.person_id, enrolment, on)
    return replace(
        dossier,
        certificates=held_by(enrolment.person_id, on),
        modules_held=_held(enrolment.person_id, on) if _asks_for_modules(dossier.path) else (),
    )


def _asks_for_modules(path: Path) -> bool:
    return any(one.prerequisites.all or one.prerequisites.any for one in path.modules)


def _held(person_id: int, on: date) -> tuple[str, ...]:
    """Codes of the modules that are met on any path the person is or was on (S20)."""
    reader, found = progress.reader_of(person_id), set()
    for enrolment in paths.enrolments_of(person_id):
        dossier = progress.on_path(reader, enrolment, progress.entry_of(enrolment))
        met = {one.ref for part in assess(dossier, on).components for one in part.modules if one.met}
        found |= {module.code for module in dossier.path.modules if module.ref in met}
    return tuple(sorted(found))
