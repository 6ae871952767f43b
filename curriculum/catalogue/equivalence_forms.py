"""The table of equivalences as one form: for each outcome its forerunner, how much is carried, the top-up."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _lazy
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length

from curriculum.catalogue.carrying import Proposal
from curriculum.catalogue.content import NOTHING
from curriculum.catalogue.forms import pairs, spoken
from curriculum.catalogue.models import EquivalenceDegree, Outcome
from curriculum.db import Bilingual


class Row(NamedTuple):
    """One outcome with its three fields."""

    proposal: Proposal
    source: Any
    degree: Any
    top_up_en: Any
    top_up_fr: Any
    top_up: Any

    @property
    def text(self) -> Bilingual | None:
        """The top-up in words; None where nobody wrote any."""
        written = Bilingual(_typed(self.top_up_fr), _typed(self.top_up_en))
        return written if written.fr or written.en else None

    def is_said(self) -> bool:
        """Whether a top-up, where there is one, stands in both languages; what is missing is told."""
        line = self.line()
        asks = line.degree is EquivalenceDegree.PARTIAL or line.top_up or line.top_up_text
        if line.degree is None or not asks or line.stands():
            return True
        empty = [one for one in (self.top_up_en, self.top_up_fr) if not _typed(one)]
        for one in empty:
            one.errors = [_("Say in this language what is needed in addition.")]
        return not empty

    def line(self) -> "Line":
        """What the form asks for this outcome; what carries in full needs nothing besides."""
        source_id = int(self.source.data) if self.source.data else None
        degree = EquivalenceDegree(self.degree.data) if self.degree.data else None
        if degree is EquivalenceDegree.FULL:
            return Line(self.proposal, source_id, degree, None, None)
        code = _typed(self.top_up) or (self._code() if self.text else None)
        return Line(self.proposal, source_id, degree, code, self.text)

    def _code(self) -> str:
        """A code of the English words; of the outcome where no letter of theirs is plain."""
        return _code_of(_typed(self.top_up_en)) or _code_of(f"top-up {_short(self.proposal.target.code)}")


class Line(NamedTuple):
    """What the form asks for one outcome; no degree: leave it open."""

    proposal: Proposal
    source_id: int | None
    degree: EquivalenceDegree | None
    top_up: str | None
    top_up_text: Bilingual | None

    def stands(self) -> bool:
        """Whether it asks for nothing else than what is decided; in full, a top-up restored is nothing."""
        present = self.proposal.line
        if present is None or (self.source_id, self.degree) != (present.from_outcome_id, present.degree):
            return False
        besides = (present.top_up, present.top_up_text)
        return self.degree is EquivalenceDegree.FULL or (self.top_up, self.top_up_text) == besides


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
        return [row.line() for row in self.rows]

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself, then every top-up in both languages."""
        if not super().validate(extra_validators):
            return False
        said = [row.is_said() for row in self.rows]
        return all(said)


_NAMES = ("source", "degree", "top_up_en", "top_up_fr", "top_up")


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
    said = (one.line.top_up_text if one.line is not None else None) or NOTHING
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
        f"top_up_en_{key}": StringField(
            _("Top-up for %(code)s, in English", code=code), [Length(max=200)], default=said.en
        ),
        f"top_up_fr_{key}": StringField(
            _("Top-up for %(code)s, in French", code=code), [Length(max=200)], default=said.fr
        ),
        f"top_up_{key}": StringField(
            _("Code of the top-up for %(code)s", code=code),
            [Length(max=80)],
            default=one.line.top_up if one.line is not None else None,
        ),
    }


def _typed(field: Any) -> str:
    return (field.data or "").strip()


def _code_of(words: str) -> str:
    """A code made of words: small letters and digits, the rest as underscores."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "_", plain)[:80].strip("_")


def _short(code: str) -> str:
    return code.rpartition(".")[2]
