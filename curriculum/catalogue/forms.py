"""Forms of the training unit: a new module, a step, an opinion, an equivalence; drafts: `writing/`."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]
    DateField,
    HiddenField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, Regexp
from wtforms.widgets import CheckboxInput

from curriculum.catalogue.content import GivenAs, Opinion
from curriculum.labels import label


def pairs(choices: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Choices of a select from values and words."""
    return [SelectChoice(value, words) for value, words in choices]


def spoken(members: Iterable[StrEnum]) -> list[tuple[str, str]]:
    """Members of a closed list with their words in the language of the request."""
    return [(one.value, label(one)) for one in members]


class Boxes(SelectMultipleField):
    """Several of some choices, each a box to tick."""

    option_widget = CheckboxInput()


class ModuleForm(FlaskForm):  # type: ignore[misc]
    code = StringField(
        _("Code"),
        [InputRequired(), Regexp(r"^[A-Z]{2,5}-[0-9]{3}$", message=_("A code such as BOR-102 is expected."))],
    )
    theme = SelectField(_("Theme"))
    owner = SelectField(_("Owner"))


class StepForm(FlaskForm):  # type: ignore[misc]
    LONGEST = 2000

    seen = HiddenField()
    action = StringField(validators=[InputRequired()])
    reason = TextAreaField(_("Reason"), [Length(max=LONGEST)])
    teach_out_until = DateField(_("Last day on which the version before can be finished"), [Optional()])


class ClashForm(FlaskForm):  # type: ignore[misc]
    """Two texts of one draft, sealed, and what they were filled from; choices stand beside them."""

    began = HiddenField(validators=[InputRequired()])
    mine = HiddenField(validators=[InputRequired()])
    shown = HiddenField(validators=[InputRequired()])


class OpinionForm(FlaskForm):  # type: ignore[misc]
    seen = HiddenField()
    given_as = SelectField(_("In the name of"))
    opinion = SelectField(_("Opinion"))
    note = TextAreaField(_("What the opinion rests on"), [Length(max=2000)])

    def speak(self, parties: Sequence[GivenAs]) -> None:
        """Fill the choices with the parties the reader may speak for."""
        self.given_as.choices = pairs(spoken(parties))
        self.opinion.choices = pairs(spoken(Opinion))
