"""Roles: dated, never to oneself, weighty ones by two persons, some never together (domain.md §3)."""

from datetime import date, timedelta

import pytest

from curriculum import clock
from curriculum.accounts import links, queries, service
from curriculum.audit import queries as trail
from curriculum.db import db, transaction
from curriculum.domain.actors import EVERYWHERE, OPERATOR, Role, Scope, ScopeKind
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.domain.weight import PRIVILEGED
from tests.conftest import NOW
from tests.factories.accounts import make_account, make_role

pytestmark = pytest.mark.database
TODAY = NOW.date()


def _grant(
    actor, account_id, role=Role.ASSESSOR, scope=EVERYWHERE, from_=TODAY, to=None, reason="Decision 12"
):
    with transaction():
        return service.grant(actor, account_id, role, scope, from_, to, reason)


def _refusal(call, *arguments, **values) -> RefusalCode:
    with pytest.raises(Refusal) as refused, transaction():
        call(*arguments, **values)
    return refused.value.code


def _roles(account_id, on=TODAY):
    db.session.rollback()
    return queries.actor_of(account_id, on).roles(on)


def _at(cast, code) -> Scope:
    return Scope(ScopeKind.INSTITUTION, cast.institution(code))


def test_role_holds_from_its_first_to_its_last_day(cast):
    grace = cast.account("grace")
    _grant(cast.omar, grace, from_=date(2026, 12, 1), to=date(2026, 12, 31))

    held = {day: _roles(grace, day) for day in (date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 31))}

    assert held == {
        date(2026, 11, 30): frozenset(),
        date(2026, 12, 1): {Role.ASSESSOR},
        date(2026, 12, 31): {Role.ASSESSOR},
    }
    assert _roles(grace, date(2027, 1, 1)) == frozenset()


@pytest.mark.parametrize("role", sorted(PRIVILEGED))
def test_weighty_role_is_not_in_force_before_its_second_approver(cast, role):
    grace = cast.account("grace")
    scope = EVERYWHERE if role is Role.SYSTEM_ADMIN else _at(cast, "MINT")
    assignment = _grant(cast.omar, grace, role, scope)
    assert _roles(grace) == frozenset()

    with transaction():
        service.approve_role(cast.viktor, assignment.id)

    assert _roles(grace) == {role}
    events = [event.event for event in trail.of_object("account", grace)]
    assert events == ["role:approved", "role:granted"]


@pytest.mark.parametrize(
    ("approver", "code"),
    [
        pytest.param("omar", RefusalCode.NOT_PERMITTED, id="no second approver"),
        pytest.param("sana", RefusalCode.NOT_PERMITTED, id="an administrator does not approve"),
        pytest.param("grace", RefusalCode.NOT_PERMITTED, id="the one who gets it has no role yet"),
    ],
)
def test_weighty_role_is_approved_by_second_approvers_only(cast, approver, code):
    assignment = _grant(cast.omar, cast.account("grace"), Role.HR_SIGNATORY, _at(cast, "MINT"))

    assert _refusal(service.approve_role, getattr(cast, approver), assignment.id) is code


def test_proposer_never_approves_even_from_another_account(cast):
    """I-01: persons are compared, not accounts."""
    cast.enter()
    with transaction():
        second = make_account("omar.second", person_id=cast.person("omar"))
        make_role(second, Role.SECOND_APPROVER)
    assignment = _grant(cast.omar, cast.account("grace"), Role.HR_SIGNATORY, _at(cast, "MINT"))

    code = _refusal(service.approve_role, queries.actor_of(second.id, TODAY), assignment.id)

    assert code is RefusalCode.SECOND_APPROVER_IS_PROPOSER


def test_receiver_never_approves(cast):
    assignment = _grant(cast.omar, cast.account("viktor"), Role.INSTITUTION_ADMIN, _at(cast, "MINT"))

    assert _refusal(service.approve_role, cast.viktor, assignment.id) is RefusalCode.GRANT_TO_SELF


def test_nobody_gives_a_role_to_oneself_not_even_by_another_account(cast):
    cast.enter()
    with transaction():
        second = make_account("omar.second", person_id=cast.person("omar"))

    assert _refusal(
        service.grant, cast.omar, cast.account("omar"), Role.OFFICIAL, EVERYWHERE, TODAY, None, "x"
    ) is (RefusalCode.GRANT_TO_SELF)
    assert _refusal(service.grant, cast.omar, second.id, Role.OFFICIAL, EVERYWHERE, TODAY, None, "x") is (
        RefusalCode.GRANT_TO_SELF
    )


@pytest.mark.parametrize(
    ("login", "role", "code"),
    [
        pytest.param("dalia", Role.ASSESSOR, RefusalCode.INCOMPATIBLE_ROLES, id="I-09 donor and chain"),
        pytest.param("dalia", Role.HR_OFFICER, RefusalCode.INCOMPATIBLE_ROLES, id="I-09 donor and HR"),
        pytest.param("elif", Role.SYSTEM_ADMIN, RefusalCode.INCOMPATIBLE_ROLES, id="system and signature"),
        pytest.param("jonas", Role.CERTIFICATION_DECIDER, RefusalCode.ALREADY_EXISTS, id="the same twice"),
        pytest.param(
            "grace", Role.DONOR_REPRESENTATIVE, RefusalCode.VALUE_INVALID, id="a donor is of a donor"
        ),
    ],
)
def test_role_is_refused_beside_what_is_held(cast, login, role, code):
    account_id = cast.account(login)

    assert _refusal(service.grant, cast.omar, account_id, role, EVERYWHERE, TODAY, None, "x") is code


def test_incompatible_roles_may_follow_each_other(cast):
    dalia = cast.account("dalia")
    [held] = queries.roles_of([dalia])
    with transaction():
        service.end_role(cast.omar, held.id, reason="left the donor", last_day=TODAY)

    _grant(cast.omar, dalia, Role.HR_OFFICER, from_=TODAY + timedelta(days=1))

    assert _roles(dalia) == {Role.DONOR_REPRESENTATIVE}


@pytest.mark.parametrize(
    ("actor", "place", "permitted"),
    [
        pytest.param("omar", "MAEC", True, id="the system's administrator anywhere"),
        pytest.param("sana", "MINT", True, id="an institution's administrator at home"),
        pytest.param("sana", "MAEC", False, id="not elsewhere"),
        pytest.param("sana", "", False, id="not everywhere"),
        pytest.param("ines", "MINT", False, id="HR gives no roles"),
        pytest.param("grace", "MINT", False, id="Grace gives nothing"),
    ],
)
def test_role_is_given_where_one_administers(cast, actor, place, permitted):
    scope = _at(cast, place) if place else EVERYWHERE
    values = (cast.account("bruno"), Role.OFFICIAL, scope, TODAY, None, "x")

    if permitted:
        assert _grant(getattr(cast, actor), *values).role is Role.OFFICIAL
    else:
        assert _refusal(service.grant, getattr(cast, actor), *values) is RefusalCode.NOT_PERMITTED


def test_ended_role_is_gone_at_once(cast):
    [held] = queries.roles_of([cast.account("ines")])

    with transaction():
        service.end_role(cast.sana, held.id, reason="moved")

    assert _roles(cast.account("ines")) == frozenset()
    assert _refusal(service.end_role, cast.sana, held.id, reason="again") is RefusalCode.WRONG_STATE


def test_refused_role_never_comes_into_force(cast):
    assignment = _grant(cast.omar, cast.account("grace"), Role.HR_SIGNATORY, _at(cast, "MINT"))
    assert queries.awaiting_approval(cast.viktor, TODAY) == [assignment]

    with transaction():
        service.refuse_role(cast.viktor, assignment.id, reason="no deed")

    assert queries.awaiting_approval(cast.viktor, TODAY) == []
    assert _refusal(service.approve_role, cast.viktor, assignment.id) is RefusalCode.WRONG_STATE
    assert _roles(cast.account("grace")) == frozenset()


def test_operators_first_administrator_needs_no_second_approver(app):
    with transaction():
        account, _token = service.create(OPERATOR, login="first", display_name="First")
        service.grant(OPERATOR, account.id, Role.SYSTEM_ADMIN, EVERYWHERE, TODAY, None, "set up")

    assert _roles(account.id) == {Role.SYSTEM_ADMIN}


@pytest.mark.parametrize(
    ("values", "code"),
    [
        pytest.param(
            {"to": TODAY - timedelta(days=1)}, RefusalCode.DATES_CONTRADICT, id="ends before it begins"
        ),
        pytest.param({"reason": "  "}, RefusalCode.REASON_MISSING, id="I-26 without a reason"),
    ],
)
def test_role_needs_right_dates_and_a_reason(cast, values, code):
    given = {"from_": TODAY, "to": None, "reason": "x"} | values

    assert (
        _refusal(service.grant, cast.omar, cast.account("grace"), Role.OFFICIAL, EVERYWHERE, **given) is code
    )


def test_closed_account_acts_no_more_and_gets_no_role(cast):
    ines = cast.account("ines")
    with transaction():
        service.disable(cast.omar, ines, reason="left")

    assert _refusal(queries.actor_of, ines, clock.today()) is RefusalCode.NOT_FOUND
    assert _refusal(service.grant, cast.omar, ines, Role.OFFICIAL, EVERYWHERE, TODAY, None, "x") is (
        RefusalCode.ACCOUNT_CLOSED
    )
    with transaction():
        service.reopen(cast.omar, ines, reason="came back")
    assert _roles(ines) == {Role.HR_OFFICER}


def test_new_link_voids_password_and_former_link(cast):
    with transaction():
        account, former = service.create(cast.omar, login="lena", display_name="Lena")
        service.set_password(former, "a hash")
        token = service.renew_link(cast.omar, account.id, reason="forgot")

    assert queries.get(account.id).password_hash is None
    assert _refusal(service.set_password, former, "another") is RefusalCode.LINK_EXPIRED
    assert links.open_link(token).account_id == account.id
    assert _refusal(service.renew_link, cast.sana, account.id, reason="x") is RefusalCode.NOT_PERMITTED
