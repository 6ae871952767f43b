"""What rooms above tell the accounts room: how to find and name their scopes and persons.

Accounts stand below persons, donors and paths and may not look up to them; `app.py` hands over the
functions once (as it does with listeners), and forms offer only what was handed over.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from curriculum.db import Bilingual
from curriculum.domain.actors import Key, Scope, ScopeKind
from curriculum.domain.refusals import found
from curriculum.institutions import queries as institutions

Names = Callable[[Iterable[int]], Mapping[int, Bilingual | str]]


@dataclass(frozen=True)
class Directory:
    """How one kind of thing is found by its human code, and named by its keys."""

    find: Callable[[str], int | None]
    names: Names


def _institution(code: str) -> int | None:
    found = institutions.find(code)
    return found.id if found else None


def _unit(code: str) -> int | None:
    return institutions.get_unit(code).id


SCOPES: dict[ScopeKind, Directory] = {
    ScopeKind.INSTITUTION: Directory(_institution, institutions.names_of),
    ScopeKind.UNIT: Directory(_unit, institutions.unit_names_of),
}
EMPLOYERS: list[Callable[[int], frozenset[Key]]] = []
"""Empty until `app.py` hands over how a person's employer is found, with its ancestors."""
SIGNATORIES: list[Callable[[int], bool]] = []
"""Empty until `app.py` hands over how it is known that a person holds a signing mandate."""
PERSONS: list[Directory] = []
"""Empty until `app.py` hands over the register of persons: found by personnel number."""


def know_scopes(kind: ScopeKind, find: Callable[[str], int | None], names: Names) -> None:
    """Hand over how a room above finds and names the scopes it owns."""
    SCOPES[kind] = Directory(find, names)


def know_persons(find: Callable[[str], int | None], names: Names) -> None:
    """Hand over how persons are found by personnel number and named."""
    PERSONS[:] = [Directory(find, names)]


def know_employers(find: Callable[[int], frozenset[Key]]) -> None:
    """Hand over where a person is employed today, with the ancestors of the place."""
    EMPLOYERS[:] = [find]


def know_signatories(holds: Callable[[int], bool]) -> None:
    """Hand over whether a person holds a signing mandate, or is proposed for one."""
    SIGNATORIES[:] = [holds]


def is_signatory(person_id: int) -> bool:
    """Whether the person holds a signing mandate, or is proposed for one."""
    return any(holds(person_id) for holds in SIGNATORIES)


def employers_of(person_id: int) -> frozenset[Key]:
    """Where a person is employed today; nowhere as long as nobody told us how to find it."""
    return EMPLOYERS[0](person_id) if EMPLOYERS else frozenset()


def scope(kind: ScopeKind, code: str) -> Scope:
    """The scope that a form names by kind and code, or NOT_FOUND."""
    if kind is ScopeKind.GLOBAL:
        return Scope(kind)
    return Scope(kind, found(SCOPES[kind].find(code) if kind in SCOPES else None, kind.value, code))


def person(number: str) -> int | None:
    """The person with this personnel number, None when no number was given, or NOT_FOUND."""
    if not number.strip():
        return None
    return found(PERSONS[0].find(number.strip()) if PERSONS else None, "person", number)


def names_of_scopes(scopes: Iterable[Scope]) -> dict[Scope, Bilingual | str]:
    """What each scope is called; one statement per kind. Global scopes and unknown kinds are left out."""
    wanted: dict[ScopeKind, set[int]] = {}
    for one in scopes:
        if one.kind in SCOPES and isinstance(one.id, int):
            wanted.setdefault(one.kind, set()).add(one.id)
    return {
        Scope(kind, key): name
        for kind, keys in wanted.items()
        for key, name in SCOPES[kind].names(keys).items()
    }


def name_of_person(person_id: int) -> str:
    """What the person is called; empty when nobody handed over the register."""
    return str(PERSONS[0].names([person_id]).get(person_id, "")) if PERSONS else ""
