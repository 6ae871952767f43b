"""The facts a page prints: for each its label and value in every face language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from certificates import wording
from certificates.parties import ModuleRef
from certificates.statement import Statement


@dataclass(frozen=True)
class Fact:
    """One fact; `labels` and `values` hold the authoritative language first."""

    name: str
    labels: tuple[str, ...]
    values: tuple[str, ...]


Value = Callable[[Statement, str], str]


def _themes(statement: Statement, language: str) -> str:
    return " · ".join(theme.title.to(language) for theme in statement.scope.themes)


def _modules(statement: Statement, language: str) -> str:
    """List the modules, unless the modules to be taught say the same."""
    if {m.code for m in statement.scope.modules} <= set(statement.scope.may_teach):
        return ""
    return " · ".join(wording.kept(language, f"{m.code} v{m.version}") for m in statement.scope.modules)


def _may_teach(statement: Statement, language: str) -> str:
    """Name the modules with version, and with title while that stays readable."""
    modules = {m.code: m for m in statement.scope.modules}
    many = len(statement.scope.may_teach) > 4
    return " · ".join(
        _taught(code, modules.get(code), language, many=many) for code in statement.scope.may_teach
    )


def _taught(code: str, module: ModuleRef | None, language: str, *, many: bool) -> str:
    if module is None:
        return wording.kept(language, code)
    named = wording.kept(language, f"{code} v{module.version}")
    return named if many else f"{named} {module.title.to(language)}"


def _languages(statement: Statement, language: str) -> str:
    return wording.words(language, "script")["comma"].join(
        wording.language_name(language, code) for code in statement.scope.languages
    )


def _hours(statement: Statement, language: str) -> str:
    return wording.words(language, "facts")["hours_value"].format(hours=statement.hours)


def _level(statement: Statement, language: str) -> str:
    if statement.eqf_indicative is None:
        return ""
    return wording.words(language, "facts")["level_value"].format(level=statement.eqf_indicative)


def _replaces(statement: Statement, language: str) -> str:
    return "" if statement.replaces is None else wording.kept(language, statement.replaces)


def _decision(statement: Statement, language: str) -> str:
    written = wording.written_date(language, statement.decision_date)
    ref = wording.kept(language, statement.decision_ref)
    return wording.words(language, "facts")["decision_value"].format(ref=ref, date=written)


def _effective(statement: Statement, language: str) -> str:
    return wording.written_date(language, statement.effective_from)


def _until(statement: Statement, language: str) -> str:
    if statement.valid_until is None:
        return wording.words(language, "facts")["no_end"]
    return wording.written_date(language, statement.valid_until)


VALUES: dict[str, Value] = {
    "themes": _themes,
    "modules": _modules,
    "may_teach": _may_teach,
    "languages": _languages,
    "hours": _hours,
    "level": _level,
    "replaces": _replaces,
    "decision": _decision,
    "effective": _effective,
    "until": _until,
}


def face_languages(statement: Statement) -> tuple[str, ...]:
    """Return the languages of the face, the authoritative one first; twice the same where there is one."""
    first = statement.authoritative_language
    return first, statement.paper.other_language or first


def facts(statement: Statement, names: tuple[str, ...]) -> list[Fact]:
    """Collect the named facts that have something to say."""
    languages = face_languages(statement)
    labels = [wording.words(language, "facts") for language in languages]
    found = []
    for name in names:
        values = tuple(VALUES[name](statement, language) for language in languages)
        if values[0]:
            found.append(Fact(name, tuple(words[name] for words in labels), values))
    return found
