"""The forms of components by their type."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, SelectField
from wtforms.validators import InputRequired, ValidationError

from curriculum.catalogue.forms import pairs, spoken
from curriculum.domain.path import ComponentType, PracticeUnit
from curriculum.paths.composing import pickers
from curriculum.paths.composing.base_form import ComponentForm, whole
from curriculum.paths.composing.module_forms import ElectiveForm, ModuleForm
from curriculum.paths.content import ComponentContent, PathContent


class UpdateForm(ComponentForm):
    """The newest version of what the renewed path taught."""

    PROVEN = True


class PracticeForm(ComponentForm):
    """Hours taught."""

    ASKED = ("unit", "minimum", "distinct_sessions")
    RULE = (*ASKED, "within_months")
    unit = SelectField(_("Which hours count"))
    minimum = whole(_("Hours at least"))
    distinct_sessions = whole(_("Over so many sessions at least"), most=100)

    def speak(self, content: PathContent, one: ComponentContent, code: str) -> None:
        """The kinds of hours, besides."""
        super().speak(content, one, code)
        self.unit.choices = pairs(spoken(PracticeUnit))


class ObservationForm(ComponentForm):
    """Sessions that somebody observed."""

    ASKED = ("count", "distinct_observers", "min_score", "scale_max")
    RULE = (*ASKED, "within_months")
    count = whole(_("Observed sessions at least"), most=50)
    distinct_observers = whole(_("By so many observers at least"), most=50)
    min_score = whole(_("Score at least"), least=0, most=100)
    scale_max = whole(_("Highest score of the scale"), most=100)

    def validate_min_score(self, field: IntegerField) -> None:
        """Refuse a score that the scale does not reach."""
        if (field.data or 0) > (self.scale_max.data or 0):
            raise ValidationError(_("The scale does not go that high."))


class PortfolioForm(ComponentForm):
    """Pieces of work."""

    ASKED = ("min_items",)
    RULE = (*ASKED, "within_months")
    min_items = whole(_("Pieces of work at least"), most=100)


class PanelForm(ComponentForm):
    """An interview before a panel."""

    ASKED = ("panel_size_min",)
    RULE = (*ASKED, "within_months")
    panel_size_min = whole(_("Members of the panel at least"), most=15)


class ExperienceForm(ComponentForm):
    """Attested work."""

    ASKED = RULE = ("minimum_months", "domain")
    minimum_months = whole(_("Months at least"), most=600)
    domain = SelectField(_("In the field of"), description=_("None: in any field."))

    def speak(self, content: PathContent, one: ComponentContent, code: str) -> None:
        """The themes, besides."""
        super().speak(content, one, code)
        self.domain.choices = pairs(pickers.with_none(pickers.themes()))


class CpdForm(ComponentForm):
    """Points of continuing professional development."""

    ASKED = ("minimum_points",)
    RULE = (*ASKED, "within_months")
    minimum_points = whole(_("Points at least"))


class PathForm(ComponentForm):
    """Another path, completed."""

    ASKED = RULE = ("path",)
    path = SelectField(_("Path"), validators=[InputRequired(_("Choose a path."))])

    def speak(self, content: PathContent, one: ComponentContent, code: str) -> None:
        """The published paths, besides."""
        super().speak(content, one, code)
        self.path.choices = pairs(pickers.with_none(pickers.paths(code)))


FORMS: Mapping[ComponentType, type[ComponentForm]] = {
    ComponentType.MODULE: ModuleForm,
    ComponentType.ELECTIVE_GROUP: ElectiveForm,
    ComponentType.MODULE_UPDATE: UpdateForm,
    ComponentType.PRACTICE: PracticeForm,
    ComponentType.OBSERVATION: ObservationForm,
    ComponentType.PORTFOLIO: PortfolioForm,
    ComponentType.PANEL: PanelForm,
    ComponentType.EXPERIENCE: ExperienceForm,
    ComponentType.CPD: CpdForm,
    ComponentType.PATH: PathForm,
}
