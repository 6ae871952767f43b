from datetime import date

import pytest

from curriculum.announcements import PersonTouched
from curriculum.db import db
from curriculum.domain.actors import Actor, Role
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.refusals import RefusalCode
from curriculum.paths import queries, service
from curriculum.paths.content import EntryGrounds
from tests.factories.catalogue import make_actor, make_institution, make_module, within
from tests.factories.catalogue import published as published_module
from tests.factories.paths import make_official, module_component, published
from tests.refusing import refused

pytestmark = pytest.mark.database

TODAY = date(2026, 11, 21)
S = EnrolmentState


@pytest.fixture
def cast(app):
    """Amina serves at MINT, where Ines is HR officer; Farid admits to CNFGF's path; Noor is HR of MAEC."""
    cnfgf, mint, maec = (make_institution(code) for code in ("CNFGF", "MINT", "MAEC"))
    chidi = make_actor("chidi", Role.CURRICULUM_DESIGNER)
    farid = make_actor("farid", Role.TRAINING_SIGNATORY, scope=within(cnfgf))
    hr = make_actor("wassila", Role.HR_OFFICER, scope=within(cnfgf))
    module = make_module(owner=cnfgf)
    published_module(module, chidi, farid)
    amina = make_official(mint)
    return {
        "amina": amina,
        "herself": Actor(farid.account_id, amina.id, grants=make_actor("am", Role.OFFICIAL).grants),
        "ines": make_actor("ines", Role.HR_OFFICER, scope=within(mint)),
        "noor": make_actor("noor", Role.HR_OFFICER, scope=within(maec)),
        "hr": hr,
        "chidi": chidi,
        "farid": farid,
        "mint": mint,
        "module": module,
        "version": published("LP", chidi, hr, farid, module_component(module)),
    }


def nominate(cast, who="ines", on=TODAY, **values):
    return service.nominate(
        cast[who], person_id=cast["amina"].id, path_version_id=cast["version"].id, on=on, **values
    )


def active(cast):
    enrolment = nominate(cast)
    service.admit(cast["farid"], enrolment, EntryGrounds(TODAY, 142, "B"), TODAY)
    db.session.flush()
    return service.start(enrolment.person_id, enrolment.id)


def test_nomination_pins_the_version_and_announces_the_person(cast):
    db.session.info.pop("announced", None)

    enrolment = nominate(cast, release_terms="20 %")

    assert (enrolment.state, enrolment.path_version_id) == (S.NOMINATED, cast["version"].id)
    assert enrolment.designated_by == cast["ines"].account_id
    assert list(db.session.info["announced"]) == [PersonTouched(cast["amina"].id)]


REFUSED = [
    pytest.param({"who": "noor"}, RefusalCode.NOT_PERMITTED, id="HR-of-another-ministry"),
    pytest.param({"who": "chidi"}, RefusalCode.NOT_PERMITTED, id="designers-do-not-designate"),
    pytest.param({"on": date(2026, 11, 22)}, RefusalCode.DATE_IN_FUTURE, id="tomorrow"),
    pytest.param({"target_date": TODAY}, RefusalCode.DATES_CONTRADICT, id="ready-before-beginning"),
]


@pytest.mark.parametrize(("how", "code"), REFUSED)
def test_nomination_is_refused(cast, how, code):
    refused(code, nominate, cast, **how)


def test_agreed_day_stands_with_the_nomination(cast):
    assert nominate(cast, target_date=date(2028, 6, 30)).target_date == date(2028, 6, 30)


def test_nobody_is_twice_on_a_path(cast):
    nominate(cast)
    db.session.flush()

    refused(RefusalCode.ALREADY_ENROLLED, nominate, cast)


def test_nobody_mentors_oneself(cast):
    refused(RefusalCode.OWN_RECORD, nominate, cast, mentor_id=cast["amina"].id)


def test_nobody_is_designated_for_a_replaced_version(cast):
    component = module_component(cast["module"])
    published("LP", cast["chidi"], cast["hr"], cast["farid"], component, teach_out_until=date(2027, 1, 31))

    refused(RefusalCode.VERSION_NOT_PUBLISHED, nominate, cast)


def test_admission_freezes_its_grounds(cast):
    """I-18: what was accepted at admission is not judged again."""
    grounds = EntryGrounds(TODAY, 142, "B", ("TRN-1",), "attested", ("service_enough",))
    enrolment = nominate(cast)

    service.admit(cast["farid"], enrolment, grounds, TODAY)
    db.session.flush()
    db.session.expire(enrolment)

    assert (enrolment.state, enrolment.admitted_on) == (S.ADMITTED, TODAY)
    assert enrolment.entry_grounds == grounds.as_data()


def test_unmet_entry_requirements_are_named(cast):
    enrolment = nominate(cast)

    refusal = refused(
        RefusalCode.ENTRY_REQUIREMENTS_UNMET,
        service.admit,
        cast["farid"],
        enrolment,
        EntryGrounds(unmet=("service_short",)),
        TODAY,
    )

    assert refusal.facts["missing"] == ("service_short",)
    assert enrolment.state is S.NOMINATED


def test_employer_does_not_admit(cast):
    enrolment = nominate(cast)

    refused(RefusalCode.NOT_PERMITTED, service.admit, cast["ines"], enrolment, EntryGrounds(TODAY), TODAY)


def test_enrolment_lives_to_its_application(cast):
    enrolment = active(cast)
    service.hold(cast["ines"], enrolment, reason="Deployment until March")
    service.resume(cast["ines"], enrolment)
    service.complete(enrolment.person_id, enrolment.id)

    assert service.mark_applied(enrolment.person_id, enrolment.id).state is S.APPLIED


def test_a_pause_says_why(cast):
    refused(RefusalCode.REASON_MISSING, service.hold, cast["ines"], active(cast), reason="")


def test_official_moves_to_the_next_version_and_keeps_the_grounds(cast):
    old = active(cast)
    component = module_component(cast["module"])
    target = published(
        "LP", cast["chidi"], cast["hr"], cast["farid"], component, teach_out_until=date(2027, 12, 31)
    )

    moved = service.move_to_version(cast["herself"], old, target.id)

    assert (old.state, moved.state, moved.path_version_id) == (S.TRANSITIONED, S.ACTIVE, target.id)
    assert moved.entry_grounds == old.entry_grounds
    refused(RefusalCode.VALUE_INVALID, service.move_to_version, cast["herself"], moved, cast["version"].id)


def test_only_the_official_chooses(cast):
    old = active(cast)
    component = module_component(cast["module"])
    target = published(
        "LP", cast["chidi"], cast["hr"], cast["farid"], component, teach_out_until=date(2027, 12, 31)
    )

    refused(RefusalCode.NOT_PERMITTED, service.move_to_version, cast["farid"], old, target.id)


def test_an_employer_sees_only_own_people_on_a_path(cast):
    nominate(cast)
    db.session.flush()
    version = cast["version"].id

    seen = {name: len(queries.enrolled_on(cast[name], version)) for name in ("farid", "ines", "noor", "hr")}

    assert seen == {"farid": 1, "ines": 1, "noor": 0, "hr": 0}
