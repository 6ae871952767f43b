"""Forms of the exchange: the file of a curriculum, the code of a copy."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Regexp


class ImportForm(FlaskForm):  # type: ignore[misc]
    file = FileField(_("File of the curriculum"), [FileRequired(_("Choose the file of the curriculum."))])


class CopyForm(FlaskForm):  # type: ignore[misc]
    code = StringField(
        _("Code of the copy"),
        [
            InputRequired(),
            Regexp(
                r"^[A-Z0-9][A-Z0-9-]{0,19}$", message=_("Capital letters, figures and hyphens, at most 20.")
            ),
        ],
    )
    owner = SelectField(_("Institution that owns the copy"), [InputRequired()])


class ModuleCopyForm(CopyForm):
    theme = SelectField(_("Theme"), [InputRequired()])
