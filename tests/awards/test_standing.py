"""After issue: suspension by one, revocation by two, the register (I-08, S18, J8, J13)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from certificates.status import Status
from curriculum import clock
from curriculum.accounts.models import Account
from curriculum.awards import queries, service
from curriculum.awards.models import Function
from curriculum.awards.register import listing
from curriculum.awards.register.status import StatusAction
from curriculum.db import db, transaction
from curriculum.domain.actors import Role, Scope, ScopeKind
from curriculum.domain.dossier import CertificateStanding
from curriculum.domain.lifecycles.application import ApplicationState
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.paths import queries as paths
from curriculum.people import service as people
from curriculum.progress import queries as progress
from tests.factories.accounts import make_role
from tests.factories.awards import issued, make_candidacy

pytestmark = pytest.mark.database
DAY = timedelta(days=1)
WHY = {"reason_code": "issued_in_error", "note": "Another person's test"}


def refused(act) -> RefusalCode:
    with pytest.raises(Refusal) as no, transaction():
        act()
    return no.value.code


def propose(cast, number, action=StatusAction.REVOKE):
    with transaction():
        service.propose_status(cast.farid, number, action=action, **WHY)


def status(certificate, on=date(2026, 11, 21)):
    return queries.status_of(certificate, on)


def test_revocation_takes_a_hearing_and_two_people(cast):
    certificate = issued(make_candidacy(cast))
    number = certificate.number
    propose(cast, number)
    with transaction():
        service.decide_status(cast.jonas, number, action=StatusAction.REVOKE)

    unheard = refused(lambda: service.approve_status(cast.viktor, number))
    with transaction():
        service.hear_holder(cast.farid, number, note="Does not contest")
    before = status(certificate)
    with transaction():
        service.approve_status(cast.viktor, number)

    assert (unheard, before) == (RefusalCode.CONDITION_NOT_MET, Status.VALID)
    assert status(certificate) is Status.REVOKED


def test_decider_is_not_the_second_person(cast):
    certificate = issued(make_candidacy(cast))
    propose(cast, certificate.number)
    with transaction():
        proposal = service.decide_status(cast.jonas, certificate.number, action=StatusAction.REVOKE)
        proposal.decided_by = cast.account("viktor")

    answer = refused(lambda: service.approve_status(cast.viktor, certificate.number))

    assert answer is RefusalCode.SECOND_APPROVER_IS_PROPOSER


def test_one_person_suspends_and_two_reinstate(cast):
    certificate = issued(make_candidacy(cast))
    number = certificate.number
    with transaction():
        service.suspend(cast.jonas, number, **WHY)
    suspended = status(certificate)

    with transaction():
        service.decide_status(cast.jonas, number, action=StatusAction.REINSTATE, **WHY)
        service.approve_status(cast.viktor, number)

    assert (suspended, status(certificate)) == (Status.SUSPENDED, Status.VALID)


@pytest.mark.parametrize("who", ["amina", "ines", "farid", "elif_", "viktor", "omar", "sana", "grace"])
def test_only_the_decider_suspends(who, cast):
    certificate = issued(make_candidacy(cast))

    answer = refused(lambda: service.suspend(getattr(cast, who), certificate.number, **WHY))

    assert answer is RefusalCode.NOT_PERMITTED


def test_reason_stays_inside_S18(cast):
    certificate = issued(make_candidacy(cast))
    with transaction():
        service.suspend(cast.jonas, certificate.number, **WHY)

    event = queries.events_of([certificate.id])[certificate.id][-1]

    assert (event.note, event.public_reason) == (WHY["note"], None)


def test_holder_gives_the_certificate_back(cast):
    certificate = issued(make_candidacy(cast))

    with transaction():
        service.withdraw_certificate(cast.amina, certificate.number, reason="Leaving the service")

    assert status(certificate) is Status.WITHDRAWN


def test_expired_is_derived_and_never_stored_I08(cast):
    certificate = issued(make_candidacy(cast))

    after = status(certificate, date(2029, 11, 21))

    assert (status(certificate, date(2029, 11, 20)), after) == (Status.VALID, Status.EXPIRED)
    assert certificate.state.value == "issued"


def test_held_certificates_are_what_the_engine_reads(cast):
    case = make_candidacy(cast)
    certificate = issued(case)

    [held] = queries.held_by(case.person_id, date(2026, 11, 21))

    assert (held.ref, held.path, held.version) == (certificate.number, "LP-TRN-BOR", 1)
    assert held.status is CertificateStanding.ISSUED


def test_reissue_carries_the_decision_on_with_a_new_number(cast):
    case = make_candidacy(cast)
    old = issued(case)
    decided = queries.find_decision(case.application).code
    with transaction():
        people.correct_name(
            cast.ines, case.person_id, script="Latn", given="Amina", family="Mezghouri", reason="Register"
        )

    with clock.moved_to(datetime(2026, 12, 1, 9, tzinfo=UTC)), transaction():
        service.reissue(cast.jonas, old.number, reason="Name", printed_names={"Latn": "Amina Mezghouri"})
        statement = queries.read_statement(queries.find_statement(case.application))

    assert case.application.state is ApplicationState.AWAITING_SIGNOFFS
    assert (statement.decision_ref, statement.replaces) == (decided, old.number)
    assert (statement.effective_from, statement.valid_until) == (old.effective_from, old.valid_until)
    assert statement.number != old.number


def test_decider_signs_no_reissue_either_I02(cast):
    case = make_candidacy(cast)
    old = issued(case)
    with transaction():
        application = service.reissue(
            cast.jonas, old.number, reason="Name", printed_names={"Latn": "Amina Mezgouri"}
        )

    answer = refused(lambda: service.sign(cast.jonas, application.code, Function.HR, case.digest))

    assert answer is RefusalCode.DECIDER_SIGNS


@pytest.mark.parametrize(
    ("who", "text", "count"),
    [
        ("ines", "", 1),
        ("ines", "Dupont", 0),
        ("ines", "Mezguri", 1),
        ("ines", "المزكوري", 1),
        ("ines", "mezgouri", 1),
        ("farid", "", 1),
        ("elif_", "", 1),
    ],
)
def test_register_shows_own_people_by_any_spelling(who, text, count, cast):
    certificate = issued(make_candidacy(cast))

    page = listing.register_visible_to(getattr(cast, who), text)

    assert [one.number for one in page.rows] == [certificate.number] * count


@pytest.mark.parametrize("who", ["amina", "bruno", "dalia", "grace", "omar"])
def test_register_is_closed_to_others(who, cast):
    issued(make_candidacy(cast))

    assert refused(lambda: listing.register_visible_to(getattr(cast, who))) is RefusalCode.NOT_PERMITTED


def test_hr_of_another_ministry_sees_nobody(cast):
    issued(make_candidacy(cast))
    with transaction():
        account = db.session.get(Account, cast.account("grace"))
        make_role(account, Role.HR_OFFICER, Scope(ScopeKind.INSTITUTION, cast.institution("MAEC")))

    assert listing.register_visible_to(cast.grace).rows == []


def test_certificate_page_opens_for_holder_and_hr(cast, visit):
    certificate = issued(make_candidacy(cast))
    with transaction():
        service.suspend(cast.jonas, certificate.number, **WHY)

    holder = visit(f"/certificates/{certificate.number}", as_="amina")
    inside = visit(f"/certificates/{certificate.number}", as_="jonas")

    assert WHY["note"] in inside.text
    assert "Suspended" in holder.text
    assert WHY["note"] not in holder.text


@pytest.mark.parametrize(
    ("step", "who"), [("propose", "farid"), ("suspend", "jonas"), ("decide", "jonas"), ("give-back", "amina")]
)
def test_status_forms_open(step, who, cast, visit):
    certificate = issued(make_candidacy(cast))

    page = visit(f"/certificates/{certificate.number}/{step}", as_=who)

    assert page.text


def test_progress_says_certified_while_the_certificate_is_in_force(cast):
    """Taught is not certified: both are said of a path (domain.md 2.6 rule 4)."""
    certificate = issued(make_candidacy(cast))
    holder, until = certificate.person_id, certificate.valid_until
    code = paths.version(certificate.path_version_id).path.code
    days = (certificate.effective_from - DAY, certificate.effective_from, until, until + DAY)

    held = [progress.certified_on(holder, day) for day in days]
    with transaction():
        service.suspend(cast.jonas, certificate.number, **WHY)

    assert held == [set(), {code}, {code}, set()]
    assert progress.certified_on(holder, certificate.effective_from) == set()
