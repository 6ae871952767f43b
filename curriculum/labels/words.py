"""Refusals as sentences: which wording fits the facts, and how each fact is said."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum

from flask import has_app_context

from curriculum import i18n
from curriculum.domain.policy import Ground
from curriculum.domain.refusals import Refusal
from curriculum.domain.separation import Conflict
from curriculum.labels.nouns import NOUNS
from curriculum.labels.registry import LABELS
from curriculum.labels.sentences import SENTENCES

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


def sentences_of(refusal: Refusal) -> list[str]:
    """A refusal that has others beside it (`more`) as all their sentences, each once."""
    more = refusal.facts.get("more", ())
    others = [one for one in more if isinstance(one, Refusal)] if isinstance(more, tuple) else []
    return list(dict.fromkeys(sentence(one) for one in (refusal, *others)))


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
    if name in NOUNS:
        return str(NOUNS[name].get(value, value))
    if name == "ground" and value in GROUNDS:
        return str(LABELS[Ground][GROUNDS[value]])
    return value
