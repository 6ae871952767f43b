"""Forms that begin a draft: a new path, the next version, the next component; and its buttons."""

from flask_babel import gettext as _now
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from curriculum import i18n
from curriculum.catalogue.content import NOTHING, ChangeClass
from curriculum.catalogue.forms import pairs, spoken
from curriculum.catalogue.keyed import new_key
from curriculum.db import Bilingual
from curriculum.domain.path import ComponentType
from curriculum.paths.composing import pickers
from curriculum.paths.content import PathContent, Titled
from curriculum.paths.models import PathKind

CODE = r"^[A-Z]{2,5}(-[A-Z0-9]{2,8}){1,3}$"


class NewPathForm(FlaskForm):  # type: ignore[misc]
    code = StringField(
        _("Code"),
        [
            InputRequired(_("Enter a code.")),
            Regexp(CODE, message=_("A code such as LP-TRN-BOR is expected.")),
        ],
    )
    owner = SelectField(_("Owner"))
    kind = SelectField(_("Leads to"))
    title_fr = StringField(_("Title in French"), [InputRequired(_("Enter a title.")), Length(max=200)])
    title_en = StringField(_("Title in English"), [Length(max=200)])

    def speak(self, owners: list[tuple[str, str]]) -> None:
        """Fill the choices in the language of the request."""
        self.owner.choices = pairs(owners)
        self.kind.choices = pairs(spoken(PathKind))

    def content(self) -> PathContent:
        """The first draft: what it leads to and its title; all else follows in the composer."""
        title = Bilingual((self.title_fr.data or "").strip(), (self.title_en.data or "").strip())
        return PathContent(kind=PathKind(self.kind.data), title=title, purpose=NOTHING, components=())


class NextForm(FlaskForm):  # type: ignore[misc]
    change_class = SelectField(_("Kind of change"), [InputRequired(_("Choose the kind of change."))])
    note_fr = TextAreaField(
        _("Why it changes, in French"), [InputRequired(_("Say why it changes.")), Length(max=1000)]
    )
    note_en = TextAreaField(
        _("Why it changes, in English"), [InputRequired(_("Say why it changes.")), Length(max=1000)]
    )

    def speak(self) -> None:
        """Fill the choices in the language of the request."""
        self.change_class.choices = pairs(pickers.with_none(spoken(ChangeClass)))

    @property
    def change(self) -> ChangeClass:
        """The kind of change chosen."""
        return ChangeClass(self.change_class.data)

    @property
    def note(self) -> Bilingual:
        """Why it changes."""
        return Bilingual((self.note_fr.data or "").strip(), (self.note_en.data or "").strip())


class AddForm(FlaskForm):  # type: ignore[misc]
    """Which component comes next, and where; it stands in the address."""

    class Meta:
        csrf = False

    type = SelectField(_("What it asks for"), default=ComponentType.MODULE.value)
    stage = SelectField(_("Stage"))

    def speak(self, content: PathContent) -> None:
        """Fill the choices in the language of the request."""
        self.type.choices = pairs(spoken(ComponentType))
        self.stage.choices = pairs(pickers.stages(content))


class MoveForm(FlaskForm):  # type: ignore[misc]
    """Where a button or a drop puts a component."""

    seen = IntegerField(validators=[Optional()])
    to = StringField(validators=[InputRequired(), Regexp(r"^[\w-]{1,40} [\w-]{0,40} \d{1,4}$")])

    @property
    def target(self) -> tuple[str, str, int]:
        """The component, its stage, and its place there."""
        key, stage, place = (self.to.data or "").split(" ")
        return key, stage, int(place)


class StageMoveForm(FlaskForm):  # type: ignore[misc]
    """Where a button puts a stage."""

    seen = IntegerField(validators=[Optional()])
    to = StringField(validators=[InputRequired(), Regexp(r"^[\w-]{1,40} \d{1,3}$")])

    @property
    def target(self) -> tuple[str, int]:
        """The stage, and its place among the stages."""
        key, place = (self.to.data or "").split(" ")
        return key, int(place)


class NewStageForm(FlaskForm):  # type: ignore[misc]
    """A stage to be added, and before which other it stands."""

    seen = IntegerField(validators=[Optional()])
    key = HiddenField(validators=[InputRequired(), Regexp(r"^[\w-]{1,40}$")])
    stage_fr = StringField(_("Title in French"), [InputRequired(_("Enter a title.")), Length(max=120)])
    stage_en = StringField(_("Title in English"), [InputRequired(_("Enter a title.")), Length(max=120)])
    place = SelectField(_("Where"), coerce=int)

    def speak(self, content: PathContent) -> None:
        """Fill the places in the language of the request; the last one is taken unless another is chosen."""
        titles = [i18n.text(one.title) for one in content.stages]
        before = [(number, _now("Before “%(stage)s”", stage=title)) for number, title in enumerate(titles)]
        self.place.choices = [*before, (len(titles), _now("At the end"))]
        if not self.is_submitted():
            self.place.data = len(titles)

    @property
    def stage(self) -> Titled:
        """The stage as it was named."""
        title = Bilingual((self.stage_fr.data or "").strip(), (self.stage_en.data or "").strip())
        return Titled(self.key.data or new_key(), title)


class RemoveForm(FlaskForm):  # type: ignore[misc]
    seen = IntegerField(validators=[Optional()])
