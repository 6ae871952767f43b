"""What holders are told of their certificates: one mail for each thing, neutral, where they asked for it."""

import pytest
from sqlalchemy import select

from curriculum.accounts import mailing
from curriculum.accounts.models import Account, AccountStatus
from curriculum.awards import service
from curriculum.awards.graduation import running
from curriculum.awards.models import Certificate, StatusAction
from curriculum.db import db, transaction
from curriculum.tasks.models import Mail
from tests.awards import signed_off
from tests.factories.accounts import make_account
from tests.factories.awards import issued, make_candidacy

pytestmark = pytest.mark.database
WHY = {"reason_code": "under_review", "note": "The list of the session is examined"}


@pytest.fixture
def certificate(cast):
    """Amina holds one, and gave an address; she reads French."""
    found = issued(make_candidacy(cast))
    with transaction():
        mailing.change_email(cast.amina, " amina@mint.example ")
        db.session.get(Account, cast.account("amina")).locale = "fr"
    return found


def mails() -> list[Mail]:
    return list(db.session.scalars(select(Mail).order_by(Mail.id)))


def test_a_suspension_is_told_in_her_language_and_says_nothing_of_it(cast, certificate):
    """S18: neither the change nor its reason stands in a mail."""
    with transaction():
        service.suspend(cast.jonas, certificate.number, **WHY)

    (mail,) = mails()
    assert (mail.to, mail.template, mail.language) == ("amina@mint.example", "certificate_changed", "fr")
    assert mail.facts == {
        "number": certificate.number,
        "link": f"http://127.0.0.1:8000/v/{certificate.token}",
    }


def test_each_thing_that_happens_is_told_once(cast, certificate):
    with transaction():
        service.suspend(cast.jonas, certificate.number, **WHY)
    with transaction():
        service.decide_status(cast.jonas, certificate.number, action=StatusAction.REINSTATE, **WHY)
    assert len(mails()) == 1
    with transaction():
        service.approve_status(cast.viktor, certificate.number)
    with transaction():
        service.withdraw_certificate(cast.amina, certificate.number, reason="I leave the service")

    assert [mail.template for mail in mails()] == ["certificate_changed"] * 2


@pytest.mark.parametrize("case", ["no address", "a closed account"])
def test_nobody_is_written_to_who_did_not_ask_for_it(cast, certificate, case):
    with transaction():
        account = db.session.get(Account, cast.account("amina"))
        if case == "no address":
            mailing.change_email(cast.amina, "")
        else:
            account.status = AccountStatus.DISABLED
    with transaction():
        service.suspend(cast.jonas, certificate.number, **WHY)

    assert mails() == []


def test_an_issue_is_told_in_its_own_transaction(app):
    """J7: one mail each, with the link of the code; the same holder, issued again, gets another."""
    signed_off.open_keys()
    with transaction():
        signed_off.make_holders()
        version = signed_off.make_path()
        for number in range(2):
            person = signed_off.make_signed_off(version).person_id
            make_account(f"h-{number}", person_id=person, email=f"h-{number}@mint.example", locale="en")

    assert running.issue_due() == 2
    links = {f"http://127.0.0.1:8000/v/{one.token}" for one in db.session.scalars(select(Certificate))}
    assert {mail.facts["link"] for mail in mails()} == links
    assert [mail.to for mail in mails()] == ["h-0@mint.example", "h-1@mint.example"]
    assert running.issue_due() == 0
    assert len(mails()) == 2
