"""The facts a page prints: for each its label and value in every face language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from certificates import wording
from certificates.layout.words import Said, Words, distinct
from certificates.parties import ModuleRef
from certificates.statement import Statement
from certificates.text import Text


@dataclass(frozen=True)
class Fact:
    """One fact; `labels` and `values` hold the authoritative language first."""

    name: str
    labels: tuple[Said, ...]
    values: tuple[Said, ...]


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


def facts(statement: Statement, names: tuple[str, ...], missing: frozenset[str] = frozenset()) -> list[Fact]:
    """Collect the named facts that have something to say; a missing one says that it is."""
    words = Words(statement.languages)
    found = []
    for name in names:
        labels = distinct(words.pair("facts", name))
        if name in missing:
            said = [each._replace(text=f"[{each.text}]") for each in words.pair("marks", "missing")]
            found.append(Fact(name, labels, tuple(said)))
        elif VALUES[name](statement, words.first):
            found.append(Fact(name, labels, _values(statement, name, words)))
    return found


def _values(statement: Statement, name: str, words: Words) -> tuple[Said, ...]:
    """Say a fact in each language of the face in which all its texts are known."""
    texts = _texts(statement).get(name, ())
    spoken = [
        each for each in words.languages if each == words.first or all(each in dict(text) for text in texts)
    ]
    return distinct(Said(VALUES[name](statement, each), each) for each in spoken)


def _texts(statement: Statement) -> dict[str, list[Text]]:
    taught = [module.title for module in statement.scope.modules]
    return {"themes": [theme.title for theme in statement.scope.themes], "may_teach": taught}
