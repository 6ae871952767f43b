"""What of the whole curriculum goes out to an account: what it may read by hand, and no names besides."""

from collections.abc import Iterable, Mapping
from typing import Any

from curriculum import clock
from curriculum.access import is_permitted
from curriculum.catalogue import queries as catalogue
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.permissions import Permission
from curriculum.domain.policy import reaches
from curriculum.domain.powers import Reach
from curriculum.institutions import queries as institutions

Plain = dict[str, Any]
_OUTCOMES: Mapping[str, tuple[str, ...]] = {
    "equivalences": ("source", "target"),
    "claims": ("outcome",),
    "overlaps": ("outcome",),
}
"""Where the lists of a document name outcomes."""


def limited(actor: Actor, document: Plain) -> Plain:
    """The document without drafts that the actor may not open; the operator and an administrator get it all.

    Of other houses reviewers are not named and it is not said why a claim was declined.
    """
    return document if _is_whole(actor) else _Seen(actor).document(document)


def _is_whole(actor: Actor) -> bool:
    carries = (reach for reach, _scope in reaches(actor, Permission.CURRICULUM_EXPORT, clock.today()))
    return is_permitted(actor, Permission.CURRICULUM_RESTORE) or Reach.GLOBAL in carries


class _Seen:
    """What one account sees, house by house."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        lineages = catalogue.all_lineages()
        self.lineages = {one.code: lineages[one.id] for one in institutions.all_()}

    def document(self, whole: Plain) -> Plain:
        modules, paths = self.kept(whole["modules"]), self.kept(whole["paths"])
        outcomes = {name: one["owner"] for one in modules for name in _outcomes(one)}
        codes = {one["code"] for one in modules}
        seen = {part: _naming(whole[part], fields, outcomes) for part, fields in _OUTCOMES.items()}
        seen["claims"] = [self.claim(one, outcomes[one["outcome"]]) for one in seen["claims"]]
        competences = [one for one in whole["competences"] if one["module"] in codes]
        return {**whole, **seen, "modules": modules, "paths": paths, "competences": competences}

    def kept(self, rows: Iterable[Plain]) -> list[Plain]:
        """Modules or paths with the versions that are seen; one without any is nobody else's business."""
        found = [{**one, "versions": [*self.versions(one)]} for one in rows]
        return [one for one in found if one["versions"] or self.owns(one["owner"])]

    def versions(self, row: Plain) -> Iterable[Plain]:
        for one in row["versions"]:
            if self.sees(row["owner"], VersionState(one["stood"]["state"])):
                yield one if self.owns(row["owner"]) else _unnamed(one)

    def claim(self, one: Plain, owner: str) -> Plain:
        return one if self.owns(owner) else {**one, "reason": None}

    def owns(self, owner: str) -> bool:
        return self.sees(owner, VersionState.DRAFT)

    def sees(self, owner: str, state: VersionState) -> bool:
        return catalogue.may_see(self.actor, self.lineages[owner], state)


def _unnamed(version: Plain) -> Plain:
    content = version["content"]
    return {**version, "content": {**content, "reviewers": []}} if "reviewers" in content else version


def _outcomes(module: Plain) -> Iterable[str]:
    for one in module["versions"]:
        yield from (f"{module['code']}.v{one['version']}.{row['code']}" for row in one["content"]["outcomes"])


def _naming(rows: Iterable[Plain], fields: Iterable[str], outcomes: Mapping[str, str]) -> list[Plain]:
    """Lines that name outcomes of versions that are seen, and no others."""
    return [one for one in rows if all(one[field] is None or one[field] in outcomes for field in fields)]
