"""A scale of our own on a draft: written into its file as CASE writes rubrics, so that exports carry it."""

from collections.abc import Sequence
from copy import deepcopy
from uuid import uuid4

from curriculum.access import require
from curriculum.audit import service as audit
from curriculum.domain.actors import Actor
from curriculum.domain.case import Plain, body_of, scales
from curriculum.domain.lifecycles.framework import FRAMEWORK
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.frameworks import queries
from curriculum.frameworks.models import Framework

FEWEST, MOST = 2, 12


def add(actor: Actor, framework_id: int, *, name: str, steps: Sequence[str]) -> Framework:
    """Give a draft a scale with its steps from the lowest up; an adopted framework is frozen."""
    framework = queries.locked(framework_id)
    require(actor, Permission.FRAMEWORK_EDIT, queries.subject(framework))
    if framework.state is not FRAMEWORK.start:
        raise Refusal(RefusalCode.FRAMEWORK_FROZEN, code=framework.code, state=framework.state)
    named = [one.strip() for one in steps if one.strip()]
    if not FEWEST <= len(named) <= MOST or len(set(named)) < len(named):
        raise Refusal(
            RefusalCode.VALUE_INVALID, field="level", value=len(named), expected=f"{FEWEST}-{MOST} ≠"
        )
    if name.strip() in {one.name for one in scales(framework.shell)}:
        raise Refusal(RefusalCode.ALREADY_EXISTS, object="framework", code=name.strip())
    shell: Plain = deepcopy(framework.shell)
    body = body_of(shell)
    body["CFRubrics"] = [*(body.get("CFRubrics") or ()), _rubric(name.strip(), named)]
    framework.shell = shell
    audit.record(actor, "framework:scaled", "framework", framework.id, code=framework.code, name=name.strip())
    return framework


def _rubric(name: str, steps: Sequence[str]) -> Plain:
    levels = [
        {"identifier": str(uuid4()), "quality": one, "position": place}
        for place, one in enumerate(steps, start=1)
    ]
    criterion = {"identifier": str(uuid4()), "position": 1, "CFRubricCriterionLevels": levels}
    return {"identifier": str(uuid4()), "title": name, "CFRubricCriteria": [criterion]}
