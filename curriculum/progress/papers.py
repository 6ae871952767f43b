"""Papers that people take away of a file: transcript, attestation of attendance; no certificates (J3).

Others read them too, so every word stands in both languages, the reader's first.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from babel import numbers
from sqlalchemy import or_, select

from curriculum import clock, i18n, paper
from curriculum.config import LANGUAGES
from curriculum.db import Bilingual, db
from curriculum.delivery.models import AttendanceFigure, FigureState, Run
from curriculum.domain.dossier import Via
from curriculum.domain.path import Component
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.domain.standing import ComponentStanding, ModuleStanding
from curriculum.institutions import queries as institutions
from curriculum.institutions.models import Institution
from curriculum.paths import queries as paths
from curriculum.people import queries as people
from curriculum.progress import queries
from curriculum.progress.codec import decode
from curriculum.progress.pages import OnPath
from curriculum.progress.texts import PathTexts


def _(message: str) -> str:
    """Mark a word; it is said later, in each language."""
    return message


BASIS = {
    Via.TAUGHT: _("training"),
    Via.ASSESSMENT: _("assessment"),
    Via.CHALLENGE: _("challenge test"),
    Via.RPL: _("recognition of prior learning"),
    Via.EQUIVALENCE: _("equivalence"),
    Via.TOP_UP: _("top-up"),
}
"""How what counts was obtained, strongest claim of a course first."""
RECOGNISED = frozenset({Via.RPL, Via.EQUIVALENCE})
ATTENDANCE = "attendance:"
HOUR, POINT = 60, 100


@dataclass(frozen=True)
class Speech:
    """One of the languages of a paper."""

    language: str

    def gettext(self, message: str, **facts: str) -> str:
        """A message in this language, its gaps filled."""
        said: str = i18n.words(self.language).gettext(message)
        return said % facts if facts else said

    def percent(self, value: int) -> str:
        """Hundredths as a percentage."""
        return numbers.format_percent(value / POINT, locale=self.language)


def in_both(say: Callable[[Speech], str]) -> Bilingual:
    """The same thing said in each language."""
    return Bilingual(**{language: say(Speech(language)) for language in LANGUAGES})


def transcript(person_id: int, on_path: OnPath, language: str) -> bytes:
    """The modules of a path on which something counts: hours, result and basis, day; or Unprintable."""
    texts = on_path.texts
    owner = paths.get_path(on_path.code).owner_institution_id
    of = _attested(person_id, institutions.by_id(owner), language, f"{on_path.code}/")
    path = paper.PathRef(texts.code, texts.version, paper.text(texts.title))
    return paper.transcript(of, path, _results(on_path))


def attendance(person_id: int, language: str) -> bytes:
    """Every run a person attended, established by the last employer; or Unprintable."""
    of = _attested(person_id, _last_employer(person_id), language)
    return paper.attendance(of, [_attended(row) for row in _runs(person_id)])


def _attested(person_id: int, issuer: Institution, language: str, prefix: str = "") -> paper.Attested:
    number = people.numbers_of([person_id]).get(person_id) or people.person_ref(person_id)
    return paper.attested(
        people.names_by_script(person_id),
        paper.Institution(issuer.code, paper.text(issuer.name)),
        f"{prefix}{number}/{clock.today():%Y%m%d}",
        language,
    )


def _last_employer(person_id: int) -> Institution:
    """Who keeps the file: also of those who have left."""
    services = people.services_of(person_id)
    if not services:
        raise Refusal(RefusalCode.CONDITION_NOT_MET, missing=("employer",))
    return institutions.by_id(people.employer_id(services[-1]))


def _results(on_path: OnPath) -> list[paper.Result]:
    components = decode(on_path.stored).components
    asked = {one.code: one for one in queries.path_of(on_path.enrolment).components}
    spared = [line for one in components if one.waived and (line := _spared(asked[one.code], on_path.texts))]
    begun = _begun(components)
    ends = _ends_of(begun)
    return [*(_result(one, on_path.texts, ends) for one in begun), *spared]


def _begun(components: Iterable[ComponentStanding]) -> list[ModuleStanding]:
    """Modules on which something counts, once each, in the order of the path."""
    found: dict[str, ModuleStanding] = {}
    for one in (module for component in components for module in component.modules):
        if one.met or one.percent or one.hours.credited:
            found[one.ref] = max(
                found.get(one.ref, one), one, key=lambda module: (module.met, module.percent)
            )
    return list(found.values())


def _result(module: ModuleStanding, texts: PathTexts, ends: dict[str, date]) -> paper.Result:
    day = _met_on(module, ends) if module.met else None
    said = in_both(lambda speech: result_in(speech, module))
    return paper.Result(_module(module.ref, texts), module.hours.credited / HOUR, paper.text(said), day)


def result_in(speech: Speech, module: ModuleStanding) -> str:
    """The result of a module in words, what it rests on in brackets."""
    ways = {one.via for one in module.outcomes if one.satisfied and one.via}
    if not module.met:
        said = speech.gettext("In progress, %(percent)s", percent=speech.percent(module.percent))
    elif ways and ways <= RECOGNISED:
        said = speech.gettext("Recognised")
    else:
        said = speech.gettext("Completed")
    notes = [speech.gettext(word) for via, word in BASIS.items() if via in ways]
    if module.hours.waived:
        notes.append(speech.gettext("no hours required"))
    return _with(said, notes)


def _spared(component: Component, texts: PathTexts) -> paper.Result | None:
    """The module of a component somebody was exempted from; of a choice the component itself."""
    if not component.options:
        return None
    title = next((one.title for one in texts.rows if one.code == component.code and one.title), texts.title)
    alone = len(component.options) == 1
    module = (
        _module(component.options[0], texts)
        if alone
        else paper.ModuleRef(component.code, texts.version, paper.text(title))
    )
    return paper.Result(module, Fraction(), paper.text(in_both(lambda speech: speech.gettext("Waived"))))


def _module(ref: str, texts: PathTexts) -> paper.ModuleRef:
    code, _dot, version = ref.rpartition(".v")
    return paper.ModuleRef(code, int(version), paper.text(texts.modules[ref]))


def _met_on(module: ModuleStanding, ends: dict[str, date]) -> date | None:
    """The day on which the last thing that counts was there: an outcome proven or a run over."""
    proven = [one.achieved_on for one in module.outcomes if one.satisfied and one.achieved_on]
    sat = [] if module.hours.waived else [ends[ref] for ref in module.hours.by if ref in ends]
    return max([*proven, *sat], default=None)


def _ends_of(modules: Iterable[ModuleStanding]) -> dict[str, date]:
    """Last days of the runs whose hours count, by trace id."""
    refs = {ref for module in modules for ref in module.hours.by if ref.startswith(ATTENDANCE)}
    keys = [int(ref.removeprefix(ATTENDANCE)) for ref in refs]
    rows = db.session.execute(select(Run.id, Run.end).where(Run.id.in_(keys))) if keys else ()
    return {f"{ATTENDANCE}{row.id}": row.end for row in rows}


def _runs(person_id: int) -> Iterable[Any]:
    figure = AttendanceFigure
    return db.session.execute(
        select(
            Run.code, Run.title, Run.start, Run.end, Run.hours, figure.hours.label("attended"), figure.state
        )
        .join(Run, Run.id == figure.run_id)
        .where(figure.person_id == person_id, or_(figure.hours.is_(None), figure.hours > 0))
        .order_by(Run.start, Run.code)
    ).all()


def _attended(row: Any) -> paper.Attendance:
    title = in_both(lambda speech: _with(row.title.in_(speech.language), _remarks(speech, row)))
    attended, planned = Fraction(row.attended or 0, POINT), Fraction(row.hours, POINT)
    return paper.Attendance(row.code, paper.text(title), row.start, row.end, attended, planned)


def _remarks(speech: Speech, row: Any) -> list[str]:
    """What the figures alone would not tell: hours in dispute count nothing (I-10)."""
    disputed = row.state is FigureState.DISPUTED
    return [speech.gettext("hours disputed, not counted")] if disputed else []


def _with(said: str, notes: list[str]) -> str:
    return f"{said} ({', '.join(notes)})" if notes else said
