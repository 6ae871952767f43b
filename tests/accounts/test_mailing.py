"""Where notices go: each gives their own address, and takes it back."""

import pytest
from sqlalchemy import select

from curriculum.accounts import mailing
from curriculum.accounts.models import Account
from curriculum.audit.models import AuditEvent
from curriculum.db import db, transaction
from curriculum.domain.actors import NOBODY
from curriculum.domain.refusals import Refusal, RefusalCode
from tests.factories.accounts import make_account

pytestmark = pytest.mark.database


@pytest.fixture
def grace(app):
    with transaction():
        return make_account("grace")


def test_one_gives_an_address_and_takes_it_back(visit, grace):
    page = visit("/account/email", as_="grace", method="POST", data={"email": " g@x.example "}, status=303)
    assert page.location == "/account"
    assert "g@x.example" in visit("/account", as_="grace").text
    assert visit("/account/email", as_="grace").first("input", name="email").get("value") == "g@x.example"

    visit("/account/email", as_="grace", method="POST", data={"email": ""}, status=303)
    assert "none: nobody writes to you" in visit("/account", as_="grace").text


def test_what_no_mail_reaches_is_refused_with_a_sentence(visit, grace):
    page = visit("/account/email", as_="grace", method="POST", data={"email": "grace at home"}, status=422)

    assert page.problems() == [
        "“grace at home” does not fit for “e-mail address”; expected: name@example.org."
    ]


def test_the_trail_says_that_it_changed_and_not_to_what(cast):
    with transaction():
        mailing.change_email(cast.amina, "amina@mint.example")

    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc())).first()
    assert (event.event, event.facts, event.reason) == ("account:email_changed", {}, None)


def test_a_stranger_has_no_address_to_change(app):
    with pytest.raises(Refusal) as no:
        mailing.change_email(NOBODY, "a@b.example")

    assert no.value.code is RefusalCode.NOT_SIGNED_IN


def test_an_address_belongs_to_a_natural_person_whatever_the_account(cast):
    assert mailing.find_mailbox([cast.person("amina")]) is None
    with transaction():
        mailing.change_email(cast.amina, "amina@mint.example")

    assert mailing.find_mailbox([7, cast.person("amina")]) == ("amina@mint.example", "en")
    assert mailing.find_mailbox([cast.person("bruno")]) is None
    assert db.session.scalars(select(Account.email).where(Account.login == "amina")).one()
