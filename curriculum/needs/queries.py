"""The board of needs and the gap board: the same asks, counts and order, in a fixed number of statements."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from curriculum import clock
from curriculum.catalogue import queries as catalogue
from curriculum.catalogue.models import Theme
from curriculum.db import Bilingual
from curriculum.domain import mapping, needs
from curriculum.domain.actors import Actor, ScopeKind
from curriculum.domain.mapping import Show
from curriculum.domain.needs import Gap, Need, Priority
from curriculum.domain.permissions import Permission
from curriculum.domain.policy import is_unbounded, reaches
from curriculum.domain.powers import Reach
from curriculum.donors.mapping.queries import CoverageMap, OutcomeRow, coverage_map
from curriculum.institutions import queries as institutions
from curriculum.institutions.models import Institution, PostProfile
from curriculum.needs.asking import asks_on
from curriculum.needs.serving import employers_on, held_on, holders_on, speakers_on


@dataclass(frozen=True)
class Filters:
    """What the reader asked to see; empty means everything."""

    institution: str = ""
    theme: str = ""
    post: str = ""
    module: str = ""
    uncovered: bool = False


@dataclass(frozen=True)
class Board:
    """Needs as the filters leave them, with what stands behind them and what else there is to choose."""

    needs: tuple[Need, ...]
    outcomes: Mapping[int, OutcomeRow]
    titles: Mapping[str, Bilingual]
    """Of each post that asks for something, by its code."""
    themes: Sequence[Theme]
    institutions: Sequence[Institution]

    @property
    def modules(self) -> tuple[str, ...]:
        """Every module there is to choose from."""
        return tuple(dict.fromkeys(one.module for one in self.outcomes.values()))

    @property
    def people(self) -> int:
        """How many people hold a post of these needs, each counted once."""
        return needs.people_concerned(self.needs)

    @property
    def pressing(self) -> tuple[Need, ...]:
        """The needs of first priority."""
        return tuple(one for one in self.needs if one.priority is Priority.FIRST)

    @property
    def without_donor(self) -> int:
        """How many outcomes that a post asks for no donor teaches."""
        return len({one.row.key for one in self.needs if not one.donors})


def board(actor: Actor, asked: Filters, on: date) -> Board:
    """What posts ask for, who has it, and what comes first."""
    drawn, profiles = coverage_map(), institutions.all_posts()
    themes = {one.code: one.theme_code for one in catalogue.published()}
    employers, seen = _employers(actor, on), drawn.grid.lines
    places = _places(asked.institution, employers, bounded(actor))
    lines = [line for line in seen if _is_asked(line, asked, themes)]
    asks = asks_on(on, profiles, drawn.outcomes.values())
    found = needs.needs(lines, asks, holders_on(on, places), held_on(on, places))
    return Board(
        tuple(one for one in found if asked.post in ("", one.post)),
        drawn.outcomes,
        _titles(profiles, {one.post for one in asks}),
        [one for one in catalogue.themes() if one.code in themes.values()],
        employers,
    )


def _titles(profiles: Sequence[PostProfile], codes: Collection[str]) -> dict[str, Bilingual]:
    return {one.code: one.title for one in profiles if one.code in codes}


def _is_asked(line: mapping.Line, asked: Filters, themes: Mapping[str, str]) -> bool:
    return (
        asked.module in ("", line.row.module)
        and asked.theme in ("", themes[line.row.module])
        and (line.is_gap or not asked.uncovered)
    )


def bounded(actor: Actor) -> frozenset[int] | None:
    """The institutions whose people the actor may count; None: the whole country.

    HR and administrators count their own; whoever builds, funds or coordinates training counts everybody."""
    found: set[int] = set()
    for reach, scope in reaches(actor, Permission.PROGRESS_AGGREGATE, clock.today()):
        if reach is not Reach.INSTITUTION or is_unbounded(reach, scope):
            return None
        if scope.kind is ScopeKind.INSTITUTION and isinstance(scope.id, int):
            found |= institutions.descendants(scope.id)
    return frozenset(found)


def _employers(actor: Actor, on: date) -> list[Institution]:
    """The institutions to choose from, by code."""
    serving, own = employers_on(on), bounded(actor)
    return [one for one in institutions.all_() if one.id in serving and (own is None or one.id in own)]


def _places(code: str, employers: Sequence[Institution], own: frozenset[int] | None) -> frozenset[int] | None:
    """Whom to count: the institution chosen with all below it, never more than the actor may."""
    chosen = next((one for one in employers if one.code == code), None)
    if chosen is None:
        return own
    below = institutions.descendants(chosen.id)
    return below if own is None else below & own


@dataclass(frozen=True)
class GapBoard:
    """Critical outcomes nobody teaches with who needs them, and the languages nobody teaches in."""

    map: CoverageMap
    gaps: tuple[Gap, ...]
    titles: Mapping[str, Bilingual]
    languages: tuple[mapping.LanguageGap, ...]

    @property
    def people(self) -> int:
        """How many people miss at least one of them."""
        return needs.people_concerned(self.gaps)


def gap_board(language: str, on: date) -> GapBoard:
    """What is missing of donors' courses held in a language, or in any."""
    drawn, profiles = coverage_map(mapping.Filters(Show.ALL, language)), institutions.all_posts()
    posts = needs.posts(asks_on(on, profiles, drawn.outcomes.values()), holders_on(on))
    spoken = () if language else mapping.language_gaps(drawn.grid, _speakers(drawn, posts, on))
    titles = _titles(profiles, {one.code for one in posts})
    return GapBoard(drawn, needs.gaps(drawn.grid.lines, posts), titles, spoken)


def _speakers(drawn: CoverageMap, posts: Sequence[needs.Post], on: date) -> dict[str, dict[str, int]]:
    """How many people need some of each module, by their language."""
    found: dict[str, dict[str, int]] = {}
    spoken = speakers_on(on)
    for post in posts:
        for module in {drawn.outcomes[key].module for key in post.outcomes}:
            people = found.setdefault(module, {})
            for language, count in spoken.get(post.code, {}).items():
                people[language] = people.get(language, 0) + count
    return found
