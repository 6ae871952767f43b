"""What the page "apply for the certificate" shows: every requirement, and the spellings on record (J7.1)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice  # type: ignore[attr-defined]  # the stubs are older
from wtforms.validators import InputRequired, Optional

from curriculum.awards import queries, snapshots
from curriculum.awards.models import Application
from curriculum.db import Bilingual
from curriculum.domain.actors import Actor
from curriculum.domain.eligibility import Reason, Verdict
from curriculum.domain.lifecycles.application import ApplicationState
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.paths import queries as paths
from curriculum.paths.models import PathEnrolment, PathVersion
from curriculum.people import queries as people


@dataclass(frozen=True)
class ApplyPage:
    """An official's own path with what speaks for and against an application today."""

    person_id: int
    enrolment: PathEnrolment
    version: PathVersion
    eligible: bool
    reasons: tuple[Reason, ...]
    titles: dict[str, Bilingual | None]
    spellings: dict[str, tuple[str, ...]]
    begun: Application | None
    """An application already under way on this path; a returned one may be handed in again."""

    @property
    def against(self) -> tuple[Reason, ...]:
        """What is missing."""
        return tuple(one for one in self.reasons if one.verdict is Verdict.AGAINST)

    @property
    def may_submit(self) -> bool:
        """Whether the form is offered."""
        again = self.begun is None or self.begun.state is ApplicationState.RETURNED
        return self.eligible and again


def page(actor: Actor, path_code: str, on: date) -> ApplyPage:
    """The page for the actor's own enrolment on a path; refuses NOT_FOUND where there is none."""
    person_id = actor.person_id
    if not isinstance(person_id, int):
        raise Refusal(RefusalCode.NOT_FOUND, object="enrolment", code=path_code)
    enrolment, version = _enrolment(person_id, path_code)
    _, _, decision = snapshots.judged(enrolment, on)
    begun = queries.find_open(person_id, enrolment.id) or queries.find_issued(person_id, enrolment.id)
    return ApplyPage(
        person_id,
        enrolment,
        version,
        decision.eligible,
        decision.reasons,
        {one.code: one.title for one in version.components},
        spellings(person_id),
        begun,
    )


def _enrolment(person_id: int, path_code: str) -> tuple[PathEnrolment, PathVersion]:
    enrolment = queries.find_enrolment(person_id, path_code)
    if enrolment is None:
        raise Refusal(RefusalCode.NOT_FOUND, object="enrolment", code=path_code)
    return enrolment, paths.version(enrolment.path_version_id)


def spellings(person_id: int) -> dict[str, tuple[str, ...]]:
    """By script, the spellings on record that may be printed; Latin first, primary ones first."""
    found: dict[str, list[str]] = {}
    for one in people.names_of(person_id):
        if one.valid_to is None:
            found.setdefault(one.script, []).append(f"{one.given} {one.family}".strip())
    ordered = sorted(found, key=lambda script: (script != "Latn", script))
    return {script: tuple(dict.fromkeys(found[script])) for script in ordered}


def form_for(shown: ApplyPage) -> Any:
    """A form with one choice of spelling for each script on record; Latin is always printed."""
    return name_form(FlaskForm, shown.spellings)


def name_form(kind: type[FlaskForm], known: dict[str, tuple[str, ...]]) -> Any:
    """A form of this kind that also asks, script by script, which spelling is printed."""
    fields: dict[str, RadioField] = {}
    for script, names in known.items():
        choices = [SelectChoice(name, name) for name in names]
        if script != "Latn":
            choices.append(SelectChoice("", _("Do not print the name in this script")))
        needed = InputRequired(_("Choose how the name is printed.")) if script == "Latn" else Optional()
        fields[f"name_{script}"] = RadioField(
            _SCRIPTS.get(script, script), [needed], choices=choices, default=names[0]
        )
    return type("NameForm", (kind,), fields)()


def names_in(form: Any) -> dict[str, str]:
    """The spellings chosen, by script."""
    chosen = {one.name.removeprefix("name_"): one.data for one in form if one.name.startswith("name_")}
    return {script: name for script, name in chosen.items() if name}


_SCRIPTS = {
    "Latn": _("Name in Latin letters"),
    "Arab": _("Name in Arabic letters"),
    "Cyrl": _("Name in Cyrillic letters"),
}
