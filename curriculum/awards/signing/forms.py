"""The form by which a statement is signed."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]  # the stubs are older
    BooleanField,
    HiddenField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional

from curriculum.awards.forms import WORDS


class SignForm(FlaskForm):  # type: ignore[misc]
    digest = HiddenField(validators=[InputRequired()])
    agree = BooleanField(
        _("I sign exactly this text."), [InputRequired(_("Confirm that you sign exactly this text."))]
    )
    declaration = TextAreaField(_("Declaration"), [Optional(), WORDS])
