"""Forms for evidence, its review, experience and points."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    DateField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from curriculum import i18n
from curriculum.catalogue import queries as catalogue
from curriculum.catalogue.models import Outcome
from curriculum.delivery.forms import HoursField
from curriculum.evidence import queries, words
from curriculum.evidence.content import CEILING
from curriculum.evidence.models import CpdType, Evidence, EvidenceKind, EvidenceType
from curriculum.evidence.reviewing import REASONS, Verdict
from curriculum.institutions import queries as institutions
from curriculum.labels import label

NEEDED = InputRequired(_("Fill this in."))
OFFERED = [one for one in EvidenceType if one is not EvidenceType.ATTENDANCE]


class EvidenceForm(FlaskForm):
    type = SelectField(_("What it is"), [NEEDED], choices=[])
    kind = SelectField(_("How you learned"), [NEEDED], choices=[])
    title = StringField(_("Title"), [NEEDED, Length(max=200)])
    issuer = StringField(_("Issued by"), [NEEDED, Length(max=200)])
    issued_on = DateField(_("Issued on"), [NEEDED])
    outcomes = SelectMultipleField(
        _("Learning outcomes it shows"),
        choices=[],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    path = SelectField(_("For the portfolio of"), choices=[])
    document = FileField(_("Document"))

    def offer(self, person_id: int) -> None:
        self.type.choices = [SelectChoice(one.value, label(one)) for one in OFFERED]
        self.kind.choices = [SelectChoice(one.value, label(one)) for one in EvidenceKind]
        found = queries.paths_of(person_id)
        self.path.choices = [
            ("", "–"),
            *((code, f"{code} · {i18n.text(title)}") for _id, code, title in found),
        ]
        self.outcomes.choices = [
            SelectChoice(one.code, f"{one.code} · {i18n.text(one.text)}")
            for one in queries.outcomes_wanted(person_id)
        ]


class ReviewForm(FlaskForm):
    verdict = RadioField(_("Decision"), [NEEDED], choices=[])
    reason_code = SelectField(_("Reason"), choices=[])
    comment = TextAreaField(_("What the person should know"), [Optional(), Length(max=2000)])

    def offer(self) -> None:
        self.verdict.choices = [SelectChoice(one.value, label(one)) for one in Verdict]
        reasons = institutions.code_list(REASONS)
        self.reason_code.choices = [
            SelectChoice("", "–"),
            *(SelectChoice(code, i18n.text(name)) for code, name in reasons.items()),
        ]


class InvalidateForm(FlaskForm):
    reason = TextAreaField(
        _("Reason"), [InputRequired(_("Give a reason the person can read.")), Length(max=2000)]
    )


def level_choices(piece: Evidence) -> list[tuple[str, str]]:
    """The levels a review may give this piece, the strongest last."""
    most = int(CEILING[piece.type])
    levels = [(str(level), gettext("level %(level)s", level=level)) for level in range(1, most + 1)]
    return [("0", gettext("not accepted")), *levels]


def level_field(outcome: Outcome) -> str:
    """The name of the field that holds the level of an outcome."""
    return f"level-{outcome.code}"


class ExperienceForm(FlaskForm):
    number = StringField(_("Personnel number"), [NEEDED, Length(max=40)])
    theme = SelectField(_("Field"), [NEEDED], choices=[])
    from_ = DateField(_("From"), [NEEDED])
    to = DateField(_("To"), [NEEDED])
    note = TextAreaField(_("Posts and tasks"), [Optional(), Length(max=1000)])

    def offer(self) -> None:
        self.theme.choices = [SelectChoice(one.code, i18n.text(one.title)) for one in catalogue.themes()]


class CpdForm(FlaskForm):
    type = SelectField(_("What you did"), [NEEDED], choices=[])
    points = HoursField(_("Points"), [NEEDED])
    done_on = DateField(_("Day"), [NEEDED])
    note = StringField(_("Title or reference"), [Optional(), Length(max=200)])

    def offer(self) -> None:
        self.type.choices = [SelectChoice(one.value, label(one)) for one in CpdType]


__all__ = ["CpdForm", "EvidenceForm", "ExperienceForm", "ReviewForm", "level_choices", "level_field", "words"]
