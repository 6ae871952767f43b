"""What counts for what on one enrolment, for its person and for who may decide otherwise (domain.md 2.3)."""

from collections.abc import Sequence
from typing import NamedTuple

from curriculum.db import Bilingual
from curriculum.domain.missing import MissingCode
from curriculum.domain.standing import ComponentStanding, Progress
from curriculum.i18n import text
from curriculum.paths import assigning
from curriculum.paths.models import ComponentAssignment, PathEnrolment
from curriculum.progress import queries
from curriculum.progress.texts import PathTexts, texts_of


class Counted(NamedTuple):
    """A module that several components ask for: which one has it, by the rule or by a decision."""

    module: str
    title: Bilingual | None
    askers: tuple[str, ...]
    component: str
    """The one it counts for; empty while it is not finished, or when nobody needs it."""
    is_finished: bool
    decision: ComponentAssignment | None


def counted(enrolment: PathEnrolment) -> list[Counted]:
    """The modules of a path that could count for more than one component; none is told at once."""
    path = assigning.path_of(enrolment)
    contested = [one for one in path.components if one.code in path.contested]
    refs = dict.fromkeys(ref for one in contested for ref in one.options)
    shared = {ref: asking for ref in refs if (asking := assigning.askers(path, ref))}
    if not shared:
        return []
    decided = {one.module: one for one in assigning.in_force(enrolment)}
    progress, texts = queries.progress_on(enrolment), texts_of(enrolment.path_version_id, shared)
    return [
        Counted(ref, texts.modules.get(ref), asking, *_where(progress, ref), decided.get(ref))
        for ref, asking in shared.items()
    ]


def _where(progress: Progress, ref: str) -> tuple[str, bool]:
    """The component that has a module, and whether the module is finished at all."""
    finished = False
    for component in progress.components:
        for module in component.modules:
            if module.ref == ref:
                elsewhere = [gap.detail for gap in module.missing if gap.code is MissingCode.COUNTS_ELSEWHERE]
                if elsewhere:
                    return elsewhere[0], True
                finished = finished or module.met
                if module.met and module in _taken(component):
                    return component.code, True
    return "", finished


def _taken(component: ComponentStanding) -> Sequence[object]:
    return component.modules[: component.needed]


def component_title(code: str, texts: PathTexts) -> str:
    """A component as its path names it: code and title."""
    title = next((row.title for row in texts.rows if row.code == code), None)
    return f"{code} · {text(title)}" if title is not None else code
