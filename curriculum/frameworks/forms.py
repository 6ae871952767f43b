"""Forms of competence frameworks: a file to read, a reason."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError


class ImportForm(FlaskForm):  # type: ignore[misc]
    owner = SelectField(_("Institution that owns it here"), [InputRequired()])
    file = FileField(_("File"))
    rows = TextAreaField(_("Rows pasted from a sheet"))
    title = StringField(_("Title of the framework"), [Optional(), Length(max=200)])
    code = StringField(
        _("Code"),
        [
            Optional(),
            Regexp(
                r"^[A-Z0-9][A-Z0-9-]{0,19}$", message=_("Capital letters, figures and hyphens, at most 20.")
            ),
        ],
    )

    def content(self) -> tuple[str, bytes]:
        """What was handed in: the file where there is one, else the pasted rows."""
        if self.file.data:
            return self.file.data.filename or "", self.file.data.read()
        return str(self.rows.label.text), (self.rows.data or "").encode("utf-8", "replace")

    def validate_rows(self, field: TextAreaField) -> None:
        """Something has to be handed in, and not two things."""
        if bool(self.file.data) is bool((field.data or "").strip()):
            raise ValidationError(_("Choose the file with the framework, or paste its rows; one of the two."))


class CrosswalkForm(FlaskForm):  # type: ignore[misc]
    item = StringField(_("Code of the item here"), [InputRequired(), Length(max=200)])
    type = SelectField(_("How it stands to the other"), [InputRequired()])
    framework = SelectField(_("Other framework"), [InputRequired()])
    other = StringField(_("Code of the item there"), [InputRequired(), Length(max=200)])
    note = TextAreaField(_("On what grounds"), [InputRequired(), Length(max=2000)])


class PostForm(FlaskForm):  # type: ignore[misc]
    framework = SelectField(_("Framework"), [InputRequired()])
    item = StringField(_("Code of the competence"), [InputRequired(), Length(max=200)])
    level = StringField(_("Level"), [Length(max=200)])
    is_desirable = BooleanField(_("Wished for, not required"))
    from_ = DateField(_("From"), [InputRequired()], name="from")


class ScaleForm(FlaskForm):  # type: ignore[misc]
    name = StringField(_("Name of the scale"), [InputRequired(), Length(max=200)])
    steps = TextAreaField(_("Its steps, from the lowest up"), [InputRequired(), Length(max=4000)])


class DeprecateForm(FlaskForm):  # type: ignore[misc]
    reason = TextAreaField(_("Reason"), [InputRequired(), Length(max=2000)])
