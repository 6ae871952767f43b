"""Forms for grading a run, annulling a result, observing somebody teach and hearing a candidate."""

from collections.abc import Iterable

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from curriculum import i18n
from curriculum.assessment import words
from curriculum.assessment.grid import ESSENTIAL, Criterion
from curriculum.catalogue.models import ModuleVersion
from curriculum.labels import label

NEEDED = InputRequired(_("Fill this in."))


class GradeForm(FlaskForm):
    part = SelectField(_("Part assessed"), [NEEDED], choices=[])
    assessed_on = DateField(_("Day of the assessment"), [NEEDED])

    def offer(self, version: ModuleVersion) -> None:
        mark = gettext("Pass mark") + i18n.colon()
        parts = [
            SelectChoice(str(at), f"{i18n.text(one.title)} ({mark}{one.pass_mark})")
            for at, one in enumerate(version.assessments, 1)
        ]
        self.part.choices = parts or [SelectChoice("0", gettext("The whole module"))]


class AnnulForm(FlaskForm):
    reason = TextAreaField(
        _("Reason"), [InputRequired(_("Give a reason the person can read.")), Length(max=2000)]
    )


class PanelForm(FlaskForm):
    path = SelectField(_("Learning path"), [NEEDED], choices=[])
    number = StringField(_("Personnel number of the candidate"), [NEEDED, Length(max=40)])
    held_on = DateField(_("Day of the panel"), [NEEDED])
    members = TextAreaField(_("Personnel numbers of the members"), [NEEDED, Length(max=400)])
    outcome = RadioField(
        _("What the panel found"), [InputRequired(_("Choose what the panel found."))], choices=[]
    )
    minutes = StringField(_("Minutes"), [InputRequired(_("Name the minutes.")), Length(max=200)])

    def offer(self, paths: Iterable[tuple[str, str]]) -> None:
        self.path.choices = [SelectChoice(code, text) for code, text in paths]
        self.outcome.choices = [
            SelectChoice("yes", gettext("Favourable")),
            SelectChoice("no", gettext("Not favourable")),
        ]


class ObserveForm(FlaskForm):
    observed_on = DateField(_("Day observed"), [NEEDED])
    strengths = TextAreaField(_("Strengths"), [Optional(), Length(max=2000)])
    actions = TextAreaField(_("What to work on"), [Optional(), Length(max=2000)])
    sign = BooleanField(_("I sign this observation now; it cannot be changed afterwards."))

    @property
    def scores(self) -> dict[str, int]:
        """What was ticked, by criterion."""
        return {one.value: int(self[one.value].data) for one in Criterion if self[one.value].data}


def _said(one: Criterion) -> str:
    word = label(one)
    return gettext("%(criterion)s (essential)", criterion=word) if one in ESSENTIAL else word


def _criterion(one: Criterion) -> RadioField:
    choices = [SelectChoice(str(level), word) for level, word in words.LEVELS.items()]
    return RadioField(LazyString(_said, one), [InputRequired(_("Choose a level."))], choices=choices)


for _one in Criterion:
    setattr(ObserveForm, _one.value, _criterion(_one))
