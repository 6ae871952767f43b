"""The form by which the owner of a path admits or declines."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]  # the stubs are older
    RadioField,
    SelectChoice,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional

from curriculum.awards.forms import WORDS


class AdmissionForm(FlaskForm):  # type: ignore[misc]
    decision = RadioField(_("Decision"), [InputRequired(_("Choose a decision."))])
    experience = TextAreaField(_("Experience accepted in place of the path not held"), [Optional(), WORDS])
    reason = TextAreaField(_("Reason"), [Optional(), WORDS])

    def offer(self, *, experience: bool) -> None:
        """Both ways; experience only where the path takes it."""
        self.decision.choices = [
            SelectChoice("admit", _("Admit to the path")),
            SelectChoice("decline", _("Decline the nomination")),
        ]
        if not experience:
            del self.experience
