"""The table of equivalences as one form: for each outcome its forerunner, how much is carried, the top-up."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _lazy
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length

from curriculum.catalogue.carrying import Proposal
from curriculum.catalogue.forms import pairs, spoken
from curriculum.catalogue.models import EquivalenceDegree, Outcome


class Row(NamedTuple):
    """One outcome with its three fields."""

    proposal: Proposal
    source: Any
    degree: Any
    top_up: Any


class Line(NamedTuple):
    """What the form asks for one outcome; no degree: leave it open."""

    proposal: Proposal
    source_id: int | None
    degree: EquivalenceDegree | None
    top_up: str | None


class TableForm(FlaskForm):  # type: ignore[misc]
    """The reason, and what `table_form` adds for each outcome."""

    reason = TextAreaField(_lazy("Reason"), [Length(max=2000)])
    proposals: Sequence[Proposal] = ()

    @property
    def rows(self) -> list[Row]:
        """The outcomes in their order."""
        return [Row(one, *(self[f"{name}_{one.target.id}"] for name in _NAMES)) for one in self.proposals]

    def lines(self) -> list[Line]:
        """What was asked, outcome by outcome."""
        return [
            Line(
                row.proposal,
                int(row.source.data) if row.source.data else None,
                EquivalenceDegree(row.degree.data) if row.degree.data else None,
                (row.top_up.data or "").strip() or None,
            )
            for row in self.rows
        ]


_NAMES = ("source", "degree", "top_up")


def table_form(proposals: Sequence[Proposal], sources: Sequence[Outcome]) -> TableForm:
    """The form of these outcomes, filled with what is decided or proposed."""
    fields: dict[str, Any] = {"proposals": proposals}
    for one in proposals:
        fields |= _fields(one, sources)
    form: TableForm = type("EquivalencesForm", (TableForm,), fields)()
    return form


def _fields(one: Proposal, sources: Sequence[Outcome]) -> dict[str, Any]:
    code, key = _short(one.target.code), one.target.id
    forerunners = [("", _("new in this version")), *((str(each.id), _short(each.code)) for each in sources)]
    degrees = [("", _("to decide")), *spoken(EquivalenceDegree)]
    return {
        f"source_{key}": SelectField(
            _("Forerunner of %(code)s", code=code),
            choices=pairs(forerunners),
            default=str(one.source.id) if one.source is not None else "",
        ),
        f"degree_{key}": SelectField(
            _("Carried over to %(code)s", code=code),
            choices=pairs(degrees),
            default=one.degree.value if one.degree is not None else "",
        ),
        f"top_up_{key}": StringField(
            _("Top-up for %(code)s", code=code),
            [Length(max=80)],
            default=one.line.top_up if one.line is not None else None,
        ),
    }


def _short(code: str) -> str:
    return code.rpartition(".")[2]
