"""Forms of feedback and of the change it becomes, decided and linked; what an evaluation asks."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from curriculum.domain.evaluation import SCALE, Statement
from curriculum.domain.lifecycles.feedback import ProposalSource
from curriculum.labels import LABELS


class GiveForm(FlaskForm):  # type: ignore[misc]
    text = TextAreaField(
        _("What should be better, or should stay as it is"), [InputRequired(), Length(max=4000)]
    )


class DeclineForm(FlaskForm):  # type: ignore[misc]
    answer = TextAreaField(_("Why nothing changes"), [InputRequired(), Length(max=4000)])


class JoinForm(FlaskForm):  # type: ignore[misc]
    proposal = SelectField(_("Proposal that speaks for it"), [InputRequired()])


class TurnForm(FlaskForm):  # type: ignore[misc]
    subject = SelectField(_("What would change"), [InputRequired()])
    text = TextAreaField(_("What will be different"), [InputRequired(), Length(max=4000)])


class ProposeForm(FlaskForm):  # type: ignore[misc]
    source = RadioField(
        _("Where it comes from"),
        [InputRequired()],
        choices=[
            SelectChoice(one.value, LABELS[ProposalSource][one])
            for one in (ProposalSource.LAW, ProposalSource.DONOR)
        ],
    )
    text = TextAreaField(_("What will be different"), [InputRequired(), Length(max=4000)])


TAKE_BACK = SelectChoice("decline", _("Nothing changes"))


class DecideForm(FlaskForm):  # type: ignore[misc]
    decision = RadioField(
        _("Decision"),
        [InputRequired()],
        choices=[
            SelectChoice("accept", _("The change is being made")),
            TAKE_BACK,
        ],
    )
    reason = TextAreaField(_("Answer and reasons"), [InputRequired(), Length(max=4000)])


class LinkForm(FlaskForm):  # type: ignore[misc]
    version = SelectField(_("Version that carries the change"), [InputRequired()])


SAYS = {
    1: _("1 – not at all"),
    2: _("2"),
    3: _("3 – partly"),
    4: _("4"),
    5: _("5 – fully"),
}


def _scale(statement: Statement) -> RadioField:
    choices = [SelectChoice(str(one), SAYS[one]) for one in SCALE]
    return RadioField(LABELS[Statement][statement], [InputRequired()], choices=choices)


class EvaluationForm(FlaskForm):  # type: ignore[misc]
    useful = _scale(Statement.USEFUL)
    clear = _scale(Statement.CLEAR)
    level = _scale(Statement.LEVEL)
    use = _scale(Statement.USE)
    line = TextAreaField(_("What should be better, or should stay as it is"), [Length(max=1000)])

    @property
    def ratings(self) -> dict[Statement, int]:
        """How far each statement holds."""
        return {one: int(self[one.value].data) for one in Statement}


class ScoreForm(FlaskForm):  # type: ignore[misc]
    score = IntegerField(_("Your score, from 0 to 100"), [InputRequired(), NumberRange(0, 100)])


class ScoresForm(FlaskForm):  # type: ignore[misc]
    """Fields by person stand in the table beside it."""
