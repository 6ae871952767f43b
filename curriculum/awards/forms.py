"""What the forms of this room share: a field to fill in, words of some length, a reason."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]  # the stubs are older
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length

NEEDED = InputRequired(_("Fill this in."))
WORDS = Length(max=4000)


class ReasonForm(FlaskForm):  # type: ignore[misc]
    reason = TextAreaField(_("Reason"), [DataRequired(_("Give a reason the person can read.")), WORDS])
