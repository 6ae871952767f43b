"""What a report says to people: one list of sentences for the command line and for every page."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from certificates.verifying.report import Answer, Finding, Outcome, Report

LANGUAGES = ("fr", "en")


@dataclass(frozen=True)
class Said:
    """One finding in words; `help` says what to do about a failed check and is empty otherwise."""

    title: str
    outcome: Outcome
    word: str
    sentence: str
    help: str


def word_for(answer: Answer | Outcome, language: str) -> str:
    """Name an answer or an outcome."""
    if isinstance(answer, Outcome):
        return str(words(language)["outcomes"][answer])
    return str(words(language)["answers"][answer]["word"])


def meaning_of(answer: Answer, language: str) -> str:
    """Say in one sentence what an answer means for whoever asked."""
    return str(words(language)["answers"][answer]["means"])


def findings_in(report: Report, language: str) -> list[Said]:
    """Say every finding of a report, in its order."""
    return [say(found, language) for found in report.findings]


def say(found: Finding, language: str) -> Said:
    """Say one finding; a code without words is shown as it is."""
    told = words(language)
    sentence = told["details"].get(found.detail, found.detail)
    if found.about:
        sentence += f" ({told['about'].get(found.about, found.about)})"
    helped = told["help"].get(found.check.partition("_")[0], "") if found.outcome is Outcome.FAILED else ""
    return Said(
        told["checks"].get(found.check, found.check),
        found.outcome,
        word_for(found.outcome, language),
        sentence,
        helped,
    )


def warning(code: str, language: str) -> str:
    """Warn of what a finding cannot tell: where the trust came from, what leaves the house."""
    return str(words(language)["warnings"][code])


@cache
def words(language: str) -> dict[str, Any]:
    """Read everything in one language; who asks for another reads English."""
    name = language if language in LANGUAGES else "en"
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
