"""The page where a module's outcomes are joined to the competences of adopted frameworks."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from curriculum import refs
from curriculum.access import current_actor, is_permitted, may, require
from curriculum.catalogue import competences, queries
from curriculum.catalogue.forms import pairs, spoken
from curriculum.catalogue.models import ModuleVersion
from curriculum.catalogue.steps import told
from curriculum.domain.case import Contribution
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import found
from curriculum.errors import submitted
from curriculum.frameworks import queries as frameworks
from curriculum.i18n import text
from curriculum.labels import label

bp = Blueprint("competences", __name__, url_prefix="/training/modules")
SAID = 60


class LinkForm(FlaskForm):  # type: ignore[misc]
    outcome = SelectField(_l("Outcome"), [InputRequired()])
    framework = SelectField(_l("Framework"), [InputRequired()])
    item = StringField(_l("Code of the competence"), [InputRequired(), Length(max=200)])
    how = SelectField(_l("What the outcome does for it"), [InputRequired()])

    def speak(self, version: ModuleVersion) -> None:
        """Fill the choices in the language of the request."""
        self.outcome.choices = pairs((one.key, _named(one.code, text(one.text))) for one in version.outcomes)
        self.framework.choices = pairs(
            (one.code, f"{one.code} · {text(one.title)}") for one in frameworks.standing()
        )
        self.how.choices = pairs(spoken(Contribution))


def _named(code: str, said: str) -> str:
    return f"{code.rpartition('.')[2]} · {said if len(said) <= SAID else said[:SAID] + '…'}"


@bp.route("/<code>/<int:number>/competences", methods=["GET", "POST"])
@may(Permission.VERSION_VIEW)
def of_version(code: str, number: int) -> ResponseReturnValue:
    one = queries.get_version(code, number)
    require(current_actor(), Permission.VERSION_VIEW, queries.subject_of(one))
    form = LinkForm()
    form.speak(one)
    status = submitted(form, lambda: _link(form, one.module_id))
    if status == 303:
        flash(_("The competence is joined to the outcome from today."), "success")
        return redirect(url_for("competences.of_version", code=code, number=number), 303)
    return _page(queries.get_version(code, number), form), status


def _link(form: LinkForm, module_id: int) -> None:
    item = frameworks.get_item(form.framework.data, (form.item.data or "").strip())
    competences.link(
        current_actor(),
        module_id=module_id,
        outcome_key=form.outcome.data,
        item_id=item.id,
        how=Contribution(form.how.data),
    )


def _page(one: ModuleVersion, form: LinkForm) -> str:
    form.speak(one)
    return render_template(
        "catalogue/competences.html",
        version=one,
        links=competences.links_of(one.module_id),
        outcomes={each.key: each for each in one.outcomes},
        form=form,
        may_link=is_permitted(current_actor(), Permission.VERSION_DRAFT, queries.subject(one.module_id)),
        seal=refs.seal,
        label=label,
    )


@bp.post("/<code>/<int:number>/competences/<ref>/end")
@may(Permission.VERSION_DRAFT)
def end(code: str, number: int, ref: str) -> ResponseReturnValue:
    with told(_("The competence is joined no more; the note stays, with its days.")):
        competences.end(current_actor(), found(refs.unseal(ref), "framework_item", ref))
    return redirect(url_for("competences.of_version", code=code, number=number), 303)
