"""What pages say of a move: outcomes and components by their titles, what is to make up in words."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from curriculum import i18n
from curriculum.catalogue import queries as catalogue
from curriculum.catalogue import top_ups
from curriculum.db import Bilingual
from curriculum.domain.migration import Bridge, Move, MoveKind, Share, share_of
from curriculum.domain.missing import Missing, MissingCode
from curriculum.domain.path import ComponentType
from curriculum.labels import label
from curriculum.paths.models import PathVersion
from curriculum.progress import shown as progress
from curriculum.transitions.models import MigrationLine

_OF_ONE_VERSION = frozenset({ComponentType.PORTFOLIO, ComponentType.PANEL})


class Named(NamedTuple):
    """An outcome or a component: its code and what it says."""

    code: str
    title: str


class Due(NamedTuple):
    """One thing to make up: what, in which way, how much of it."""

    what: Named
    why: str
    detail: str
    """A top-up in words, or the code of what is meant."""
    amount: str


class Kept(NamedTuple):
    """What of a module goes on counting as it is: its share of the module's weight in percent, and which."""

    module: str
    percent: int
    outcomes: tuple[Named, ...]


@dataclass(frozen=True)
class Told:
    """A move as a page tells it."""

    kind: MoveKind
    before: int
    after: int
    gains: tuple[Named, ...]
    losses: tuple[Named, ...]
    due: tuple[Due, ...]
    share: Share | None = None
    """Why the figure goes another way than one would think; None where it does not."""


def told(moves: Iterable[Move], old: PathVersion, new: PathVersion) -> list[Told]:
    """Several moves between two versions, their words read at once."""
    these = list(moves)
    names = _names(these, old, new)
    return [
        Told(
            one.kind,
            one.before,
            one.after,
            tuple(names.of(code, names.new) for code in one.gains),
            tuple(names.of(code, names.old) for code in one.losses),
            tuple(_due(gap, names) for gap in one.bridging),
            share_of(one),
        )
        for one in these
    ]


def kept(codes: Collection[str], one: Move) -> list[Kept]:
    """What somebody keeps of each module in which something is to make up (J5)."""
    due = {gap.subject for gap in one.bridging}
    rows = catalogue.outcomes_by_code({*codes, *due})
    modules = {_module_of(rows[code]) for code in due if code in rows}
    return [_kept(module, [rows[code] for code in codes]) for module in sorted(modules)]


def _kept(module: tuple[str, int], held: list[catalogue.OutcomeRow]) -> Kept:
    code, version = module
    these = [row for row in held if _module_of(row) == module]
    outcomes = tuple(Named(row.code, i18n.text(row.text)) for row in these)
    return Kept(f"{code} v{version}", sum(row.weight for row in these), outcomes)


def _module_of(row: catalogue.OutcomeRow) -> tuple[str, int]:
    return row.module_code, row.version


def is_made_for_one(version: PathVersion) -> bool:
    """Whether a version asks for what is recorded for one version only: work of a portfolio, a panel."""
    return any(one.type in _OF_ONE_VERSION for one in version.components)


def move_of(line: MigrationLine) -> Move | None:
    """The move a line keeps; None while it is not judged."""
    if line.kind is None:
        return None
    due = tuple(
        Bridge(MissingCode(code), subject, detail, have, need)
        for code, subject, detail, have, need in line.bridging
    )
    return Move(line.kind, tuple(line.gains), tuple(line.losses), due, line.before or 0, line.after or 0)


@dataclass(frozen=True)
class _Names:
    outcomes: dict[str, Bilingual]
    asked: Callable[[Bridge], str]
    old: dict[str, str]
    new: dict[str, str]

    def of(self, code: str, components: dict[str, str]) -> Named:
        if code in self.outcomes:
            return Named(code, i18n.text(self.outcomes[code]))
        return Named(code, components.get(code, ""))


def _names(moves: list[Move], old: PathVersion, new: PathVersion) -> _Names:
    codes = {code for one in moves for code in (*one.gains, *one.losses)}
    due = [gap for one in moves for gap in one.bridging]
    codes |= {gap.subject for gap in due}
    rows = catalogue.outcomes_by_code(codes) if codes else {}
    texts = {code: row.text for code, row in rows.items()}
    return _Names(texts, top_ups.said_of(due), _titles(old), _titles(new))


def _titles(version: PathVersion) -> dict[str, str]:
    return {one.code: i18n.text(one.title) if one.title else "" for one in version.components}


def _missing(gap: Bridge) -> Missing:
    return Missing(gap.code, gap.subject, gap.subject, gap.have, gap.need, (), gap.detail)


def _due(gap: Bridge, names: _Names) -> Due:
    what, detail = names.of(gap.subject, names.new), names.asked(gap) or gap.detail
    return Due(what, label(gap.code), detail, progress.amounts(_missing(gap)))
