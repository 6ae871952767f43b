"""Forms of competence frameworks: a file to read, a reason."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp


class ImportForm(FlaskForm):  # type: ignore[misc]
    owner = SelectField(_("Institution that owns it here"), [InputRequired()])
    file = FileField(_("File"), [FileRequired(_("Choose the file with the framework."))])
    code = StringField(
        _("Code"),
        [
            Optional(),
            Regexp(
                r"^[A-Z0-9][A-Z0-9-]{0,19}$", message=_("Capital letters, figures and hyphens, at most 20.")
            ),
        ],
    )


class DeprecateForm(FlaskForm):  # type: ignore[misc]
    reason = TextAreaField(_("Reason"), [InputRequired(), Length(max=2000)])
