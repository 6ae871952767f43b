"""Links to accounts with weight: asked for by one, approved by another, opened by the holder."""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from curriculum import clock
from curriculum.accounts import links, queries, service
from curriculum.accounts.models import FirstSignInLink
from curriculum.audit import queries as trail
from curriculum.awards.models import Function
from curriculum.db import db, new_id, transaction
from curriculum.domain.actors import OPERATOR, Role, Scope, ScopeKind
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.domain.weight import CERTIFYING_CHAIN, GUARDED, PRIVILEGED
from tests.conftest import NOW
from tests.factories.accounts import make_account, make_role
from tests.factories.awards import make_mandate
from tests.refusing import refused

pytestmark = pytest.mark.database
TODAY = NOW.date()
PASSWORD = "seven green horses cross"


def asked(cast, login: str, by: str = "omar") -> str:
    with transaction():
        return service.renew_link(getattr(cast, by), cast.account(login), reason="forgot it")


def approved(cast, login: str, by: str = "viktor") -> str:
    with transaction():
        return service.approve_link(getattr(cast, by), cast.account(login))


def with_password(cast, login: str) -> int:
    with transaction():
        account = queries.get(cast.account(login))
        account.password_hash = "a hash"
    return account.id


def test_guarded_are_all_who_can_move_a_certificate_or_an_administrator():
    assert GUARDED == PRIVILEGED | CERTIFYING_CHAIN
    assert set(Role) - GUARDED == {
        Role.EXTERNAL_REVIEWER,
        Role.OFFICIAL,
        Role.DONOR_REPRESENTATIVE,
        Role.COORDINATION_MEMBER,
        Role.LINE_MANAGER,
    }


@pytest.mark.parametrize("role", sorted(Role))
def test_each_role_is_renewed_by_one_or_by_two(role, app, cast):
    cast.enter()
    with transaction():
        account = make_account("somebody", password_hash="a hash")
        make_role(account, role)

    asked(cast, "somebody")

    assert links.waits(account.id) == (role in GUARDED)
    assert (queries.get(account.id).password_hash is None) == (role not in GUARDED)


DAY = timedelta(days=1)
STANDINGS = [
    ({}, True, "in force"),
    ({"settled_at": None}, True, "waits for its second approver"),
    ({"settled_at": None, "from_": TODAY, "to": TODAY - DAY}, False, "refused: never in force"),
    ({"from_": TODAY + DAY}, True, "begins tomorrow"),
    ({"to": TODAY - DAY}, True, "ended yesterday: else one could end it, renew alone, and propose it again"),
    ({"to": date(2020, 1, 1)}, True, "ended long ago"),
]


@pytest.mark.parametrize(("values", "guarded", "reason"), STANDINGS, ids=[row[2] for row in STANDINGS])
def test_role_guards_whatever_its_dates(values, guarded, reason, app):
    with transaction():
        account = make_account("somebody")
        make_role(account, Role.HR_SIGNATORY, **values)

    assert links.is_guarded(account) == guarded, reason


def test_mandate_guards_without_any_role(cast):
    with transaction():
        account = make_account("somebody", person_id=cast.person("amina"))
        assert not links.is_guarded(account)
        make_mandate(cast, "M-MINT", "amina", "MINT", Function.HR)

    assert links.is_guarded(account)


def test_second_account_of_a_signatory_is_guarded_too(cast):
    elif_ = cast.person("elif")
    with transaction():
        service.disable(cast.omar, cast.account("elif"), reason="lost")

    with transaction():
        account, _token = service.create(cast.omar, login="elif.2", display_name="Elif", person_id=elif_)

    assert links.waits(account.id)


@pytest.mark.parametrize(
    ("by", "role", "guarded"),
    [
        pytest.param("omar", Role.HR_SIGNATORY, True, id="who opened the account could become the signatory"),
        pytest.param("omar", Role.COORDINATION_MEMBER, False, id="a role without weight"),
        pytest.param(None, Role.HR_SIGNATORY, False, id="the operator at the machine"),
    ],
)
def test_role_proposed_guards_the_link_given_before(by, role, guarded, cast):
    actor = OPERATOR if by is None else getattr(cast, by)
    with transaction():
        account, token = service.create(actor, login="new.one", display_name="New One")
        assert links.open_link(token).guarded is False

    with transaction():
        service.grant(actor, account.id, role, Scope(ScopeKind.GLOBAL), TODAY, reason="appointed")

    db.session.expire_all()
    assert links.open_link(token).guarded is guarded
    assert links.waits(account.id) is guarded


def test_nothing_ends_and_nothing_opens_before_the_second_approver(cast):
    account_id = with_password(cast, "elif")

    token = asked(cast, "elif")

    assert queries.get(account_id).password_hash == "a hash"
    refused(RefusalCode.LINK_EXPIRED, service.set_password, token, "mine now")
    refused(RefusalCode.LINK_EXPIRED, service.set_password, token, "mine now", "00000000")


def test_link_and_code_together_open_the_account_once(cast):
    account_id = with_password(cast, "elif")
    token = asked(cast, "elif")
    code = approved(cast, "elif")
    assert queries.get(account_id).password_hash is None

    with transaction():
        service.set_password(token, "hers", f" {code[:4].lower()}-{code[4:]} ")

    assert queries.get(account_id).password_hash == "hers"
    refused(RefusalCode.LINK_EXPIRED, service.set_password, token, "again", code)
    wrong = "".join("0" if sign != "0" else "1" for sign in code)
    refused(RefusalCode.LINK_EXPIRED, service.set_password, asked(cast, "elif"), "x", wrong)


APPROVERS = [
    ("viktor", "done", "the second approver"),
    ("omar", "not_permitted", "asked for it, and approves nothing"),
    ("sana", "not_permitted", "another administrator is no second approver"),
    ("elif", "not_permitted", "the holder"),
    ("grace", "not_permitted", "no role"),
    ("omar as approver", "second_approver_is_proposer", "asked for it, whatever hat is worn now"),
    ("omar.2", "second_approver_is_proposer", "another account of the same natural person"),
    ("elif as approver", "grant_to_self", "the holder, as second approver"),
]


@pytest.mark.parametrize(("who", "says", "reason"), APPROVERS, ids=[row[0] for row in APPROVERS])
def test_only_a_second_person_approves(who, says, reason, cast):
    asked(cast, "elif")
    with transaction():
        make_account("omar.2", person_id=cast.person("omar"))
        if hat := {"omar as approver": "omar", "omar.2": "omar.2", "elif as approver": "elif"}.get(who):
            make_role(queries.by_login(hat), Role.SECOND_APPROVER)
    actor = queries.actor_of(cast.account(who.split()[0]), TODAY)

    try:
        with transaction():
            service.approve_link(actor, cast.account("elif"))
        found = "done"
    except Refusal as no:
        found = no.code.value

    assert found == says, reason


def test_approver_of_another_institution_has_no_say(cast):
    with transaction():
        elif_ = queries.get(cast.account("elif"))
        elif_.institution_id = cast.institution("MINT")
        maec = Scope(ScopeKind.INSTITUTION, cast.institution("MAEC"))
        make_role(queries.by_login("grace"), Role.SECOND_APPROVER, maec)
    asked(cast, "elif")

    assert [one.login for _link, one in links.awaiting_approval(cast.viktor, TODAY)] == ["elif"]
    assert links.awaiting_approval(cast.grace, TODAY) == []
    refused(RefusalCode.NOT_PERMITTED, service.approve_link, cast.grace, elif_.id)


def test_link_is_approved_once_and_not_after_its_time(cast):
    asked(cast, "elif")
    approved(cast, "elif")
    refused(RefusalCode.WRONG_STATE, service.approve_link, cast.viktor, cast.account("elif"))

    asked(cast, "farid")
    with clock.moved_to(NOW + timedelta(hours=service.LINK_HOURS)):
        refused(RefusalCode.WRONG_STATE, service.approve_link, cast.viktor, cast.account("farid"))


def test_refused_link_leaves_the_password(cast):
    account_id = with_password(cast, "elif")
    token = asked(cast, "elif")
    refused(RefusalCode.REASON_MISSING, service.refuse_link, cast.viktor, account_id, reason=" ")

    with transaction():
        service.refuse_link(cast.viktor, account_id, reason="She asked for nothing")

    assert queries.get(account_id).password_hash == "a hash"
    refused(RefusalCode.LINK_EXPIRED, links.open_link, token)


def test_operator_at_the_machine_renews_alone(cast):
    account_id = with_password(cast, "omar")

    with transaction():
        token = service.renew_link(OPERATOR, account_id, reason="nobody else is there")

    assert links.open_link(token).guarded is False
    assert queries.get(account_id).password_hash is None


def test_trail_names_both_and_the_reasons(cast):
    asked(cast, "elif")
    approved(cast, "elif")
    asked(cast, "elif")
    with transaction():
        service.refuse_link(cast.viktor, cast.account("elif"), reason="again?")

    rows = trail.of_object("account", cast.account("elif"))

    found = [(one.event, one.account_id, one.reason) for one in reversed(rows)]
    omar, viktor = cast.account("omar"), cast.account("viktor")
    assert found == [
        ("account:link_asked", omar, "forgot it"),
        ("account:link_approved", viktor, None),
        ("account:link_asked", omar, "forgot it"),
        ("account:link_refused", viktor, "again?"),
    ]


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"used_at": NOW}, id="opened without a code"),
        pytest.param({"asked_by": "omar", "approved_by": "omar"}, id="approved by whoever asked"),
    ],
)
def test_database_refuses_a_guarded_link_of_one_person(values, cast):
    keys = {name: cast.account(value) if value == "omar" else value for name, value in values.items()}
    link = FirstSignInLink(
        token_hash=str(new_id()),
        account_id=cast.account("elif"),
        created_at=NOW,
        expires_at=NOW,
        guarded=True,
        **keys,
    )

    db.session.add(link)
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_pages_from_asking_to_the_new_password(cast, visit):
    cast.enter()
    asking = visit("/admin/accounts/elif/link", as_="omar")
    assert "two people are needed" in asking.text
    given = visit("/admin/accounts/elif/link", as_="omar", method="POST", data={"reason": "forgot"})
    path = "/first-sign-in/" + given.first("bdi", class_="code").text.rsplit("/", 1)[1]
    assert "opens nothing yet" in visit(path).text

    waiting = visit("/admin", as_="viktor").rows()
    shown = visit("/admin/accounts/elif/link/approve", as_="viktor", method="POST")

    assert waiting[0][:2] == ["Elif Karadaylan", "Omar Jebrane: forgot"]
    code = shown.first("bdi", class_="code").text
    new = {"password": PASSWORD, "again": PASSWORD}
    wrong = visit(path, method="POST", data=new | {"code": "0000-0000"}, status=422)
    assert wrong.problems() == [
        "This code does not belong to this link. Ask the second approver, who was shown it, to read it again."
    ]
    visit(path, method="POST", data=new | {"code": code}, status=302)
    signed_in = {"login": "elif", "password": PASSWORD}
    assert visit("/login", method="POST", data=signed_in, status=302).location == "/hr"


def test_code_is_not_guessed_at_more_often_than_a_password(cast, visit):
    token = asked(cast, "elif")
    approved(cast, "elif")
    tried = {"password": PASSWORD, "again": PASSWORD, "code": "00000000"}

    found = [visit_status(visit, token, tried, status) for status in (422, 422, 422, 422, 422, 429)]

    assert found[-1] == ["There were too many tries. Wait 15 minutes, then try again."]


def visit_status(visit, token: str, data: dict[str, str], status: int) -> list[str]:
    return visit(f"/first-sign-in/{token}", method="POST", data=data, status=status).problems()


def test_refusing_on_its_page_keeps_what_was_typed(cast, visit):
    asked(cast, "elif")

    visit("/admin/accounts/elif/link/refuse", as_="viktor", method="POST", data={"reason": ""}, status=422)
    visit("/admin/accounts/elif/link/refuse", as_="viktor", method="POST", data={"reason": "no"}, status=303)

    assert links.awaiting_approval(cast.viktor, TODAY) == []
