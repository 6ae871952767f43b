"""What the kind of a change demands, and whether the differences bear it out."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from flask_babel import LazyString, lazy_gettext
from flask_babel import gettext as _

from curriculum.catalogue import queries
from curriculum.catalogue.content import ChangeClass
from curriculum.catalogue.difference_words import lines
from curriculum.domain.departure import asked_anew, beyond_words
from curriculum.domain.sheets import Difference, Plain, compare

MOST = 5
"""So many places are named; the page of changes has them all."""

_DEMANDS: Mapping[str | None, LazyString] = {
    ChangeClass.EDITORIAL: lazy_gettext(
        "Editorial change, words only: everything carries over, and the version before needs no last day."
    ),
    ChangeClass.MINOR: lazy_gettext(
        "Minor change: publishing asks for the last day of the version before."
        " Whoever follows that version hardly notices."
    ),
    ChangeClass.MAJOR: lazy_gettext(
        "Major change: publishing asks for the last day of the version before."
        " Decide first what carries over, and whom to move."
    ),
    None: lazy_gettext(
        "The kind of change is not said: publishing asks for the last day of the version before."
    ),
}


class Departure(NamedTuple):
    """What the kind of change means for a version under way, in words."""

    demands: str
    doubt: str
    """What speaks against it; empty where nothing does. It is told and stops nobody."""


def departure(version: Any, previous: Any, sheet: Callable[[Any], Plain]) -> Departure | None:
    """How a version under way departs from the one before it; None where there is none, or it is done."""
    if previous is None or version.state not in queries.OPEN:
        return None
    return Departure(str(_DEMANDS[version.change_class]), _doubt(version, sheet(previous), sheet(version)))


def _doubt(version: Any, before: Plain, after: Plain) -> str:
    found = compare(before, after)
    if version.change_class == ChangeClass.EDITORIAL and (more := beyond_words(found)):
        where = _named(more, before, after)
        return str(_("It is called editorial, but more than words changed: %(where)s.", where=where))
    if version.change_class == ChangeClass.MINOR and (anew := asked_anew(found)):
        where = _named(anew, before, after)
        return str(
            _("It is called minor, but something is asked anew, or no longer: %(where)s.", where=where)
        )
    return ""


def _named(found: Iterable[Difference], before: Plain, after: Plain) -> str:
    places = list(dict.fromkeys(line.where for line in lines(found, before, after)))
    return ", ".join(places[:MOST]) + (", …" if len(places) > MOST else "")
