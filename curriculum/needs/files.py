"""The board of needs as a file: one line an outcome of a post, in the order of the page."""

from collections.abc import Iterator

from flask_babel import gettext as _

from curriculum.domain.needs import Need
from curriculum.i18n import colon, text
from curriculum.labels import label
from curriculum.needs.queries import Board

Value = str | int


def table(shown: Board) -> Iterator[list[Value]]:
    """The headings, then every need."""
    post = (_("Post"), _("Title"), _("Module"), _("Outcome"), _("What it says"), _("Critical"))
    figures = (_("People"), _("Level asked for"), _("Have it"), _("Share (%)"), _("Donors"))
    yield [*post, *figures, _("Asked for by"), _("Only wished for"), _("Priority")]
    for one in shown.needs:
        yield _line(shown, one)


def _line(shown: Board, one: Need) -> list[Value]:
    outcome = shown.outcomes[one.row.key]
    return [
        one.post,
        text(shown.titles[one.post]),
        f"{outcome.module} v{outcome.version}",
        outcome.short,
        text(outcome.text),
        _("critical") if one.row.critical else "",
        one.holders,
        int(one.level),
        "" if one.reached is None else one.reached,
        "" if one.percent is None else one.percent,
        one.donors,
        " · ".join(f"{label(source)}{colon()}{named}" for source, named in one.sources),
        _("yes") if one.is_wished else "",
        int(one.priority),
    ]
