"""What a credential says, value by value, and how it compares with a statement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time

from certificates import wording
from certificates.credential.moments import whole
from certificates.credential.proof import BACKDATED
from certificates.numbers import kind_of
from certificates.statement import Statement
from certificates.status.entry import StatusEntry
from certificates.text import Text

BETWEEN = " / "
"""Stands between the spellings of a name and between languages: the profile has one text for each."""
_LAST_SECOND = time(23, 59, 59)


@dataclass(frozen=True)
class Fact:
    """One more thing that was found: a key that programs read, a name in words, a value."""

    key: str
    name: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Claims:
    """The claims of one credential; `valid_until` None means without end, `digest` is the statement's."""

    did: str
    base: str
    token: str
    number: str
    holder: str
    title: str
    description: str
    path_code: str
    path_version: int
    themes: tuple[tuple[str, str], ...]
    modules: tuple[tuple[str, int], ...]
    facts: tuple[Fact, ...]
    issuer_code: str
    issuer_name: str
    digest: str
    valid_from: datetime
    valid_until: datetime | None
    status: StatusEntry

    @property
    def kind(self) -> str:
        """The kind of certificate, which the number says."""
        return kind_of(self.number)

    def fact(self, key: str) -> str | None:
        """Return the value of a fact, None when the credential says nothing about it."""
        return next((fact.value for fact in self.facts if fact.key == key), None)


def claims_of(statement: Statement, did: str, status: StatusEntry, at: datetime) -> Claims:
    """Say what the credential of a statement says when it is recorded at this moment."""
    said = _Said(statement)
    return Claims(
        did=did,
        base=statement.base,
        token=statement.token,
        number=statement.number,
        holder=BETWEEN.join(name.text for name in statement.holder),
        title=said.text(statement.path.title),
        description=said.words(statement.kind, "title"),
        path_code=statement.path.code,
        path_version=statement.path.version,
        themes=tuple((theme.code, said.text(theme.title)) for theme in statement.scope.themes),
        modules=tuple((module.code, module.version) for module in statement.scope.modules),
        facts=tuple(_facts(statement, said)),
        issuer_code=statement.issuer.code,
        issuer_name=said.text(statement.issuer.name),
        digest=statement.digest(),
        valid_from=_valid_from(statement.effective_from, at),
        valid_until=None if statement.valid_until is None else _moment(statement.valid_until, _LAST_SECOND),
        status=status,
    )


def differences(claims: Claims, statement: Statement, at: datetime | None = None) -> tuple[str, ...]:
    """Name every claim that differs from the statement's; the moment counts only if it is given.

    Words are compared only under the wording that was signed; the rest means the same under any.
    """
    expected = claims_of(statement, claims.did, claims.status, at or claims.valid_from)
    skipped = set() if at is not None else {"valid_from"}
    found = [one.name for one in fields(Claims) if getattr(claims, one.name) != getattr(expected, one.name)]
    if "facts" in found and _values(claims) == _values(expected):
        found.remove("facts")
    if not _words_in_force(statement):
        skipped.add("description")
    return tuple(name for name in found if name not in skipped)


def _values(claims: Claims) -> list[tuple[str, str]]:
    return [(fact.key, fact.value) for fact in claims.facts]


def _words_in_force(statement: Statement) -> bool:
    return set(wording.reference(statement.languages).split("+")) <= set(statement.wording.split("+"))


class _Said:
    """Texts in the languages of the statement's face, side by side."""

    def __init__(self, statement: Statement) -> None:
        self.languages = statement.languages

    def text(self, text: Text) -> str:
        """Say a text of the statement, once where two languages agree."""
        return BETWEEN.join(dict.fromkeys(text.to(language) for language in self.languages))

    def words(self, section: str, key: str) -> str:
        """Say words of the package."""
        return BETWEEN.join(wording.words(language, section)[key] for language in self.languages)


def _facts(statement: Statement, said: _Said) -> Iterator[Fact]:
    """Give what the page prints as facts and no other member of the profile holds."""
    scope, level = statement.scope, statement.eqf_indicative
    values = {
        "may_teach": ", ".join(scope.may_teach),
        "languages": ", ".join(scope.languages),
        "hours": str(statement.hours),
        "level": "" if level is None else str(level),
        "replaces": statement.replaces or "",
    }
    for key, value in values.items():
        if value:
            yield Fact(key, said.words("facts", key), value)


def _valid_from(effective_from: date, at: datetime) -> datetime:
    """Begin a little before the record, for slow clocks, and never before the decision takes effect."""
    return max(whole(at - BACKDATED), _moment(effective_from, time.min))


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, UTC)
