"""Routes, modules in any version and other paths, judged from rows; nobody falls back (I-18)."""

from datetime import date

import pytest

from curriculum.announcements import PersonTouched
from curriculum.catalogue import service as catalogue
from curriculum.catalogue.content import CompletionContent
from curriculum.db import Bilingual, announce, db, new_id, transaction
from curriculum.domain.dossier import CertificateStanding
from curriculum.domain.eligibility import ReasonCode, entry
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.path import ComponentType
from curriculum.domain.problems import ProblemCode
from curriculum.domain.refusals import RefusalCode
from curriculum.paths import checks, engine, service
from curriculum.paths import queries as paths
from curriculum.paths.content import ComponentContent, Titled
from curriculum.paths.models import PathEnrolment
from curriculum.progress import queries
from curriculum.progress import service as progress
from tests.factories.awards import make_verified_result
from tests.factories.catalogue import both, make_module, make_theme
from tests.factories.catalogue import published as published_module
from tests.factories.paths import content, module_component, published
from tests.refusing import refused

pytestmark = pytest.mark.database

ANY = ComponentContent("C1", ComponentType.MODULE, module=("BOR-102", None), min_proof_level=3)
ROUTES = tuple(Titled(key, Bilingual(key, key)) for key in ("standard", "rpl"))
NO_HOURS = CompletionContent(min_contact_attendance_pct=0)


class Owner:
    def __init__(self, key: int) -> None:
        self.id = key


@pytest.fixture
def module(cast):
    cast.enter()
    with transaction():
        return make_module(owner=Owner(cast.institution("CNFGF")), theme=make_theme("T5"))


def next_version(cast, module, until=date(2027, 12, 31)):
    return published_module(module, cast.chidi, cast.farid, teach_out_until=until, completion=NO_HOURS)


def publish(cast, code, *components, **values):
    return published(code, cast.chidi, cast.elif_, cast.farid, *components, **values)


def follow(cast, version, **values):
    enrolment = PathEnrolment(
        person_id=cast.person("amina"),
        id=new_id(),
        path_version_id=version.id,
        state=EnrolmentState.ACTIVE,
        designated_on=date(2025, 1, 6),
        **values,
    )
    db.session.add(enrolment)
    announce(PersonTouched(cast.person("amina")))
    db.session.flush()
    return enrolment


def codes(version):
    return [(one.code, one.subject, one.detail) for one in checks.found(version) if one.blocking]


def test_any_version_begins_with_the_one_in_force(cast, module):
    with transaction():
        next_version(cast, module, until=None)
        version = publish(cast, "LP", ANY)
        next_version(cast, module)

    [component] = engine.plan(version.id).components

    assert (component.options, component.offered) == (("BOR-102.v2", "BOR-102.v1"), ("BOR-102.v2",))


def test_I18_who_finished_an_earlier_version_stays_finished(cast, module):
    with transaction():
        first = next_version(cast, module, until=None)
        enrolment = follow(cast, publish(cast, "LP", ANY))
        make_verified_result(cast, cast.person("amina"), first)
        announce(PersonTouched(cast.person("amina")))
    with transaction():
        next_version(cast, module)

    standing = queries.progress_on(enrolment).component("C1")

    assert [(one.ref, one.met) for one in standing.modules] == [("BOR-102.v1", True), ("BOR-102.v2", False)]


def test_path_that_takes_any_version_waits_for_the_first(cast, module):
    with transaction():
        path = service.create_path(cast.chidi, code="LP", owner="CNFGF")
        draft = service.draft_version(cast.chidi, path_id=path.id, content=content(ANY))

    assert codes(draft) == [(ProblemCode.IMPOSSIBLE_CHOICE, "C1", ("1", "0"))]
    refused(RefusalCode.VERSION_NOT_PUBLISHED, checks.require_published_modules, draft)


def test_module_withdrawn_is_told_of_a_path_and_nobody_can_begin_any_version(cast, module):
    with transaction():
        first = next_version(cast, module, until=None)
        fixed = publish(cast, "LP", module_component(module))
        loose = publish(cast, "LP-ANY", ANY)
    with transaction():
        catalogue.withdraw(cast.farid, first.id, reason="The law changed")
    db.session.expire_all()

    assert codes(paths.version(fixed.id)) == [
        (ProblemCode.MODULE_WITHDRAWN, "BOR-102.v1", ()),
        (ProblemCode.UNSATISFIABLE, "C1", ("BOR-102.v1",)),
    ]
    assert codes(paths.version(loose.id)) == [(ProblemCode.UNSATISFIABLE, "C1", ("BOR-102.v1",))]


def test_route_of_an_enrolment_says_what_is_asked(cast, module):
    with transaction():
        next_version(cast, module, until=None)
        lead = ComponentContent("C2", ComponentType.PANEL, rule={"panel_size_min": 2}, routes=("rpl",))
        course = module_component(module, routes=("standard",))
        version = publish(cast, "LP", course, lead, routes=ROUTES)
        asked = {
            route: [one.code for one in queries.path_of(follow(cast, version, route=route)).components]
            for route in ("", "standard", "rpl", "gone")
        }

    assert asked == {"": ["C1"], "standard": ["C1"], "rpl": ["C2"], "gone": ["C1"]}


OTHER = ComponentContent("C1", ComponentType.PATH, Bilingual("Socle", "Base"), rule={"path": "LP-BASE"})


@pytest.fixture
def upper(cast, module):
    """LP-UP asks for LP-BASE; Amina follows both and passes the one module of the base."""
    with transaction():
        first = next_version(cast, module, until=None)
        base = publish(cast, "LP-BASE", module_component(module, min_proof_level=3))
        enrolments = [follow(cast, one) for one in (base, publish(cast, "LP-UP", OTHER))]
    with transaction():
        make_verified_result(cast, cast.person("amina"), first)
        announce(PersonTouched(cast.person("amina")))
    return base, enrolments[1]


def test_completed_path_meets_the_component_that_asks_for_it(cast, upper):
    progress_ = queries.progress_on(upper[1])

    assert (progress_.percent, upper[1].state) == (100, EnrolmentState.COMPLETED)


def test_certificate_of_that_path_decides_once_there_is_one(cast, upper):
    def certified(standing):
        with transaction():
            progress.note_certificate(
                cast.person("amina"),
                "BASE-1",
                path_version_id=upper[0].id,
                effective_from=date(2026, 10, 6),
                valid_until=date(2029, 10, 5),
                standing=standing,
            )
        return queries.progress_on(upper[1])

    met = [certified(one).complete for one in (CertificateStanding.ISSUED, CertificateStanding.REVOKED)]

    assert met == [True, False]


def test_paths_that_ask_for_each_other_are_not_published(cast, upper):
    back = ComponentContent("C2", ComponentType.PATH, Bilingual("Retour", "Back"), rule={"path": "LP-UP"})
    with transaction():
        path = paths.get_path("LP-BASE")
        draft = service.draft_version(cast.chidi, path_id=path.id, content=content(back))

    assert codes(draft) == [(ProblemCode.PATH_CYCLE, "LP-BASE", ("LP-BASE", "LP-UP", "LP-BASE"))]
    refused(RefusalCode.PATH_HAS_PROBLEMS, checks.require_complete, draft)


def test_grade_that_there_is_not_keeps_a_path_from_review(cast, module):
    with transaction():
        next_version(cast, module, until=None)
        path = service.create_path(cast.chidi, code="LP", owner="CNFGF")
        asked = content(module_component(module), entry_requirements={"min_grade": "Z9"})
        draft = service.draft_version(cast.chidi, path_id=path.id, content=asked)

    assert codes(draft) == [(ProblemCode.GRADE_UNKNOWN, "Z9", ("Z9",))]


@pytest.fixture
def with_routes(cast, module):
    """LP has two routes and asks for French and Arabic."""
    with transaction():
        next_version(cast, module, until=None)
        asked = {"languages": ["fr", "ar"]}
        course = module_component(module, routes=("standard",))
        lead = ComponentContent("C2", ComponentType.PANEL, both("Panel"), rule={"panel_size_min": 2})
        publish(cast, "LP", course, lead, routes=ROUTES, entry_requirements=asked)


SENT = {"number": "VM-200037-X", "path": "LP", "on": "2026-11-20"}


def test_employer_says_route_and_languages_at_the_nomination(visit, cast, with_routes):
    sent = {**SENT, "route": "LP rpl", "languages": ["ar"]}

    visit("/training/paths/nominations/new", as_="ines", method="POST", data=sent, status=302)

    [enrolment] = paths.enrolments_of(cast.person("amina"))
    asked = [one.code for one in queries.path_of(enrolment).components]
    found = entry(queries.dossier(enrolment.person_id, enrolment, date(2026, 11, 21)), date(2026, 11, 21))
    assert (enrolment.route, asked, [one.code for one in found]) == (
        "rpl",
        ["C2"],
        [ReasonCode.LANGUAGES_KNOWN],
    )


def test_language_that_nobody_vouched_for_is_missing_at_admission(visit, cast, with_routes):
    visit("/training/paths/nominations/new", as_="ines", method="POST", data=SENT, status=302)

    [enrolment] = paths.enrolments_of(cast.person("amina"))
    found = entry(queries.dossier(enrolment.person_id, enrolment, date(2026, 11, 21)), date(2026, 11, 21))
    assert [(one.code, one.facts) for one in found] == [(ReasonCode.LANGUAGE_NOT_KNOWN, ("ar",))]


def test_route_of_another_path_is_refused_and_nothing_typed_is_lost(visit, cast, with_routes, module):
    with transaction():
        publish(cast, "LP-B", module_component(module), routes=ROUTES)
    sent = {**SENT, "path": "LP-B", "route": "LP rpl"}

    page = visit("/training/paths/nominations/new", as_="ines", method="POST", data=sent, status=422)

    assert page.problems() == ["Choose a route of the path above."]
    assert page.first("input", name="number").get("value") == "VM-200037-X"


def test_official_reads_which_path_is_asked_and_from_when_something_counts(visit, cast, module):
    after = {"after": [{"component": "C1", "months": 6}]}
    panel = ComponentContent("C2", ComponentType.PANEL, both("Panel"), rule={"panel_size_min": 2, **after})
    with transaction():
        next_version(cast, module, until=None)
        publish(cast, "LP-BASE", module_component(module))
        follow(cast, publish(cast, "LP-UP", OTHER, panel))

    said = visit("/me", as_="amina").text

    assert "Another path has to be completed (LP-BASE)" in said
    assert "Counts only some time after another requirement is met (6 months after C1)" in said
