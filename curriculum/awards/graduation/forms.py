"""Forms of graduations: what it takes, and the signatures of many statements."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]  # the stubs are older
    BooleanField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from curriculum.awards.forms import NEEDED
from curriculum.awards.graduation.gathering import LONGEST_NAME


class StartForm(FlaskForm):  # type: ignore[misc]
    name = StringField(_("Name of the graduation"), [NEEDED, Length(max=LONGEST_NAME)])
    institution = SelectField(_("Held by"), [NEEDED], choices=[])
    paths = SelectMultipleField(
        _("Only these paths"),
        [Optional()],
        choices=[],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class SignManyForm(FlaskForm):  # type: ignore[misc]
    agree = BooleanField(
        _("I have read these statements and sign exactly these texts."),
        [InputRequired(_("Confirm that you sign exactly these texts."))],
    )
