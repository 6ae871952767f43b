"""Forms of certificates: a change of status, a replacement."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]  # the stubs are older
    SelectChoice,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from curriculum.awards.forms import NEEDED, WORDS


class StatusForm(FlaskForm):  # type: ignore[misc]
    action = SelectField(_("What should happen"), [Optional()], choices=[])
    reason_code = SelectField(_("Reason"), [NEEDED], choices=[])
    note = TextAreaField(_("In words"), [InputRequired(_("Say in words what happened.")), WORDS])


class ReissueForm(FlaskForm):  # type: ignore[misc]
    """What changes on the new document; the spellings on record are added by `name_form`."""

    reason = TextAreaField(_("Reason"), [InputRequired(_("Say why the document is made anew.")), WORDS])
    may_teach = SelectMultipleField(
        _("Modules the holder may teach"),
        choices=[],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, modules: dict[str, str]) -> None:
        """Only what the certificate says now: a reissue adds nothing."""
        self.may_teach.choices = [SelectChoice(code, f"{code} · {title}") for code, title in modules.items()]
        if not self.is_submitted():
            self.may_teach.data = list(modules)
