"""Refusals as sentences: which wording fits the facts, and how each fact is said."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum

from flask import has_app_context
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from curriculum import i18n
from curriculum.domain.policy import Ground
from curriculum.domain.refusals import Refusal
from curriculum.domain.separation import Conflict
from curriculum.labels.registry import LABELS
from curriculum.labels.sentences import SENTENCES

OBJECTS: dict[str, LazyString] = {
    "institution": _("institution"),
    "unit": _("unit"),
    "org_unit": _("unit"),
    "grade": _("grade"),
    "post": _("post profile"),
    "post_profile": _("post profile"),
    "account": _("account"),
    "role": _("role"),
    "person": _("person"),
    "relation": _("declared relation"),
    "theme": _("theme"),
    "module": _("module"),
    "module_version": _("module version"),
    "outcome": _("learning outcome"),
    "equivalence": _("equivalence"),
    "draft": _("draft"),
    "path": _("learning path"),
    "path_version": _("path version"),
    "enrolment": _("enrolment"),
    "donor": _("donor"),
    "programme": _("programme"),
    "offering": _("offering"),
    "claim": _("coverage claim"),
    "run": _("session"),
    "attendance": _("attendance record"),
    "attendance_source": _("source of attendance"),
    "teaching": _("teaching record"),
    "result": _("assessment result"),
    "observation": _("observed session"),
    "panel": _("panel"),
    "evidence": _("evidence"),
    "batch": _("list"),
    "row": _("row"),
    "application": _("certification application"),
    "signoff": _("sign-off"),
    "mandate": _("mandate"),
    "certificate": _("certificate"),
}
"""What the objects of refusals and life cycles are called."""

OTHER_NAMES = {
    "value": ("found",),
    "date": ("value", "found"),
    "first": ("start", "from_"),
    "second": ("end", "on"),
}
"""Facts that rooms name in two ways."""
GROUNDS = {ground.value: ground for ground in Ground}


def sentence(refusal: Refusal) -> str:
    """The most telling sentence of a refusal whose facts are all known."""
    facts = {name: said for name, value in refusal.facts.items() if (said := say(name, value))}
    for name, others in OTHER_NAMES.items():
        if name not in facts and (other := next((one for one in others if one in facts), None)):
            facts[name] = facts[other]
    wordings = [str(wording) for wording in SENTENCES[refusal.code]]
    return next((one for one in wordings if _names(one) <= facts.keys()), wordings[-1]) % Facts(facts)


class Facts(dict[str, str]):
    """Facts of which one may be missing even for the plainest wording."""

    def __missing__(self, name: str) -> str:
        return "…"


def _names(wording: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", wording))


def say(name: str, value: object) -> str:
    """One fact as a reader sees it; empty where there is nothing to say."""
    if isinstance(value, StrEnum):
        return str(LABELS.get(type(value), {}).get(value, value.value))
    if isinstance(value, str):
        return _word(name, value)
    if isinstance(value, Conflict):
        return say("part", value.part) + (f" ({value.about})" if value.about else "")
    if isinstance(value, date | datetime):
        return i18n.civil_date(value) if has_app_context() else value.isoformat()
    if isinstance(value, Mapping | Iterable):
        return ", ".join(filter(None, (say(name, one) for one in value)))
    return "" if value is None else str(value)


def _word(name: str, value: str) -> str:
    if name == "object":
        return str(OBJECTS.get(value, value))
    if name == "ground" and value in GROUNDS:
        return str(LABELS[Ground][GROUNDS[value]])
    return value
