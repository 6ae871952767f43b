"""J5, bad case: after a withdrawal an update is asked of the holders; no certificate ends by it."""

from datetime import date

import pytest
from sqlalchemy import select

from curriculum.catalogue import queries as catalogue
from curriculum.catalogue import service as modules
from curriculum.catalogue.models import Module
from curriculum.db import db, transaction
from curriculum.domain.dossier import CertificateStanding
from curriculum.domain.path import ComponentType
from curriculum.domain.refusals import RefusalCode
from curriculum.institutions.models import Institution
from curriculum.paths import queries as paths
from curriculum.paths import service as path_service
from curriculum.paths.checks import rests_on_withdrawn
from curriculum.paths.content import ComponentContent
from curriculum.progress import service as progress
from curriculum.progress.models import HeldCertificate
from curriculum.tasks.models import Mail
from curriculum.transitions import service, updates
from curriculum.transitions.models import PauseDue
from tests.factories.catalogue import make_module
from tests.factories.catalogue import published as publish_module
from tests.factories.paths import published as publish_path
from tests.refusing import refused
from tests.transitions.setting import give_address

pytestmark = pytest.mark.database
R = RefusalCode
PAGE = "/training/paths/LP/1/update"
ASKS = "Ask holders of its certificates for an update"
SENT = {"what": "Read the new law and pass its test", "until": "2027-03-31"}


@pytest.fixture
def holder(setting):
    """Amina is certified on version 1, which was withdrawn since."""
    person_id = setting.cast.amina.person_id
    with transaction():
        give_address(person_id)
        hold(setting, person_id, "VM-2026-000001")
        path_service.withdraw(setting.cast.farid, setting.old, reason="The law changed")
    return person_id


def hold(setting, person_id, number, **values):
    given = {"effective_from": date(2026, 1, 1), "valid_until": date(2028, 12, 31)} | values
    given |= {"path_version_id": setting.old, "standing": CertificateStanding.ISSUED}
    progress.note_certificate(person_id, number, **given)


def told() -> list[tuple[str, str]]:
    wanted = select(Mail).where(Mail.template == "certificate_update_asked")
    return [(one.facts["number"], one.facts["until"]) for one in db.session.scalars(wanted)]


def test_holders_are_asked_and_told_and_keep_what_they_hold(visit, setting, holder):
    visit(PAGE, as_="farid", method="POST", data=SENT, status=303)

    asked = updates.find_update(setting.old)
    assert (asked.what, asked.until) == (SENT["what"], date(2027, 3, 31))
    assert told() == [("VM-2026-000001", "2027-03-31")]
    standing = select(HeldCertificate.standing).where(HeldCertificate.person_id == holder)
    assert db.session.scalars(standing).all() == [CertificateStanding.ISSUED]
    page = visit(PAGE, as_="farid").text
    assert "1 certificate in force rests on this version." in page
    assert "Asked until 31 March 2027: Read the new law and pass its test" in page


@pytest.mark.parametrize(
    ("withdrawn", "offered"),
    [
        pytest.param(False, False, id="nothing-was-withdrawn"),
        pytest.param(True, True, id="J5-module-it-asks-for"),
    ],
)
def test_holders_on_a_module_the_law_made_wrong_are_asked_too(visit, setting, withdrawn, offered):
    with transaction():
        hold(setting, setting.cast.amina.person_id, "VM-2026-000001")
        give_address(setting.cast.amina.person_id)
        if withdrawn:
            modules.withdraw(setting.cast.farid, setting.module, reason="Wrong in law")

    links = visit("/training/paths/LP/1", as_="farid").links()
    visit(PAGE, as_="farid", method="POST", data=SENT, status=303 if offered else 409)

    assert (ASKS in links) is offered
    assert told() == ([("VM-2026-000001", "2027-03-31")] if offered else [])


def test_module_withdrawn_in_every_version_touches_who_may_take_any(setting):
    with transaction():
        module = db.session.scalars(select(Module)).one()
        component = ComponentContent("C1", ComponentType.MODULE, module=(module.code, None))
        cast = setting.cast
        version = publish_path("LP-ANY", cast.chidi, cast.elif_, cast.farid, component).id
    before = rests_on_withdrawn(paths.version(version))
    with transaction():
        latest = catalogue.latest_published(db.session.scalars(select(Module)).one().id)
        modules.withdraw(setting.cast.farid, latest.id, reason="Wrong in law")

    assert (before, rests_on_withdrawn(paths.version(version))) == (False, True)


@pytest.mark.parametrize(
    ("values", "rests"),
    [
        pytest.param({"module": ("BOR-100", 1)}, True, id="everybody-must-take-it"),
        pytest.param({"module": ("BOR-100", 1), "mandatory": False}, False, id="nobody-has-to-take-it"),
        pytest.param({"options": (("BOR-100", 1), ("BOR-200", 1))}, False, id="another-can-be-chosen"),
        pytest.param({"options": (("BOR-100", None), ("BOR-200", 1))}, False, id="another-than-any-version"),
    ],
)
def test_who_is_told_of_a_module_is_who_may_be_asked_for_an_update_J5(setting, values, rests):
    cast = setting.cast
    with transaction():
        place = db.session.scalars(select(Institution).where(Institution.code == "CNFGF")).one()
        wrong, _ = (publish_new(make_module(one, owner=place), cast) for one in ("BOR-100", "BOR-200"))
        kind = ComponentType.MODULE if "module" in values else ComponentType.ELECTIVE_GROUP
        rule = {} if "module" in values else {"rule": {"choose": 1}}
        component = ComponentContent("C1", kind, **values, **rule)
        kept = ComponentContent("C2", ComponentType.MODULE, module=("BOR-200", 1))
        others = () if "options" in values else (kept,)
        version = publish_path("LP-X", cast.chidi, cast.elif_, cast.farid, component, *others).id
        modules.withdraw(cast.farid, wrong, reason="Wrong in law")

    noted = version in set(db.session.scalars(select(PauseDue.path_version_id)))
    assert (noted, rests_on_withdrawn(paths.version(version))) == (rests, rests)


def publish_new(module, cast) -> int:
    return publish_module(module, cast.chidi, cast.farid).id


@pytest.mark.parametrize(("withdrawn", "count"), [(False, 1), (True, 0)])
def test_what_a_version_rests_on_is_one_statement_and_none_of_a_withdrawn_one(
    setting, counted, withdrawn, count
):
    if withdrawn:
        with transaction():
            path_service.withdraw(setting.cast.farid, setting.old, reason="The law changed")
    version = paths.version(setting.old)

    with counted() as read:
        assert rests_on_withdrawn(version) is withdrawn

    assert read.count == count, read.statements


def test_whose_certificate_has_ended_is_asked_nothing(setting, holder):
    with transaction():
        hold(setting, holder, "VM-2022-000001", valid_until=date(2024, 12, 31))
        service.ask_update(setting.cast.farid, setting.old, until=date(2027, 3, 31), what="Test")

    assert told() == [("VM-2026-000001", "2027-03-31")]


def test_asked_again_the_newer_day_counts(setting, holder):
    for until in (date(2027, 3, 31), date(2027, 6, 30)):
        with transaction():
            service.ask_update(setting.cast.farid, setting.old, until=until, what="Test")

    assert updates.find_update(setting.old).until == date(2027, 6, 30)
    assert [until for _, until in told()] == ["2027-03-31", "2027-06-30"]


@pytest.mark.parametrize(
    ("who", "version", "until", "what", "code"),
    [
        pytest.param(
            "chidi", "old", date(2027, 3, 31), "Test", R.NOT_PERMITTED, id="who-writes-does-not-ask"
        ),
        pytest.param("amina", "old", date(2027, 3, 31), "Test", R.NOT_PERMITTED, id="holders-ask-nothing"),
        pytest.param("farid", "new", date(2027, 3, 31), "Test", R.WRONG_STATE, id="nothing-is-withdrawn"),
        pytest.param("farid", "old", date(2020, 1, 1), "Test", R.DATES_CONTRADICT, id="a-day-behind-us"),
        pytest.param("farid", "old", date(2027, 3, 31), " ", R.REASON_MISSING, id="I-17-what-is-unsaid"),
    ],
)
def test_update_is_refused(setting, holder, who, version, until, what, code):
    actor = getattr(setting.cast, who)

    refused(code, service.ask_update, actor, getattr(setting, version), until=until, what=what)


def test_what_was_typed_comes_back(visit, setting, holder):
    page = visit(PAGE, as_="farid", method="POST", data=SENT | {"until": "soon"}, status=422)

    assert SENT["what"] in page.text
    visit(PAGE, as_="chidi", status=403)


def test_page_of_a_withdrawn_version_leads_to_it(visit, setting, holder):
    links = visit("/training/paths/LP/1", as_="farid").links()

    assert links[ASKS] == PAGE
    assert ASKS not in visit("/training/paths/LP/1", as_="chidi").links()
