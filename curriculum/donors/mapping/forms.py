"""What is asked of the coverage map: the filters of its address, and one cell written in."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField

from curriculum.catalogue.forms import pairs, spoken
from curriculum.domain.mapping import Filters, Show
from curriculum.domain.proof import Depth


def filters_of(asked: Mapping[str, str]) -> Filters:
    """The filters an address names; what it names wrongly filters nothing."""
    show = asked.get("show", "")
    return Filters(
        Show(show) if show in set(Show) else Show.ALL,
        asked.get("language", ""),
        bool(asked.get("critical")),
        asked.get("module", ""),
    )


class CellForm(FlaskForm):  # type: ignore[misc]
    depth = SelectField(_("How deep it goes"))

    def speak(self) -> None:
        """Fill the choices with words in the language of the request."""
        self.depth.choices = pairs(spoken(Depth))
