"""The outbox: in the transaction of its cause, one mail each, at least once, forgotten in time."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from curriculum import clock
from curriculum.db import db, transaction
from curriculum.db.waiting import LONGEST_PAUSE
from curriculum.tasks import queries, service
from curriculum.tasks.carriers import FolderCarrier, MailDelayedError, MailRefusedError, NoCarrierError
from curriculum.tasks.letters import Sender
from curriculum.tasks.models import Mail
from tests.conftest import NOW

pytestmark = pytest.mark.database
SENDER = Sender("noreply@certificates.velmaria.example", "Velmaria")
FACTS = {"number": "VLM-1", "link": "https://x.example/v/1"}


def post(key: str = "k", **changes) -> bool:
    said = {"to": "amina@mint.example", "template": "certificate_issued", "language": "en", "facts": FACTS}
    return service.post(key=key, **(said | changes))


def posted(*keys: str) -> None:
    with transaction():
        assert [post(key) for key in keys] == [True] * len(keys)


def mails() -> list[Mail]:
    return list(db.session.scalars(select(Mail).order_by(Mail.id).execution_options(populate_existing=True)))


class Hand:
    """A carrier that keeps what it is given, or fails as told."""

    def __init__(self, *errors: Exception | None) -> None:
        self.errors, self.got = list(errors), []

    def carry(self, message) -> None:
        self.got.append(str(message["Message-ID"]))
        error = self.errors.pop(0) if self.errors else None
        if error is not None:
            raise error


def test_a_mail_is_posted_with_its_cause_or_not_at_all(app):
    with pytest.raises(RuntimeError, match="the cause failed"):
        _post_and_fail()

    assert mails() == []


def _post_and_fail() -> None:
    with transaction():
        assert post() is True
        raise RuntimeError("the cause failed")


def test_a_cause_that_is_repeated_posts_one_mail(app):
    with transaction():
        assert [post("a"), post("a"), post("b")] == [True, False, True]
    with transaction():
        assert post("a") is False

    assert len(mails()) == 2


@pytest.mark.parametrize("change", [{"to": "a@b\nBcc: c@d"}, {"facts": {}}, {"language": "xx"}])
def test_what_cannot_be_sent_is_not_posted(app, change):
    with pytest.raises(ValueError, match=r"address|expects|written"), transaction():
        post(**change)

    assert mails() == []


def test_what_is_due_is_sent_once_and_in_order(app, tmp_path):
    posted("a", "b", "later")
    with transaction():
        mails()[2].due_at = NOW + timedelta(hours=1)

    sent = [service.send_due(FolderCarrier(tmp_path), SENDER) for _ in range(2)]

    assert sent == [2, 0]
    assert [one.sent_at for one in mails()] == [NOW, NOW, None]
    assert {path.name for path in tmp_path.iterdir()} == {f"{one.message_id}.eml" for one in mails()[:2]}


def test_one_that_is_refused_is_given_up_and_keeps_no_other_waiting(app):
    posted("a", "b")

    assert service.send_due(Hand(MailRefusedError("550 nobody")), SENDER) == 1
    one, other = mails()
    assert (one.given_up_at, one.last_error) == (NOW, "MailRefusedError: 550 nobody")
    assert (other.sent_at, queries.outbox()) == (NOW, (0, 1, "MailRefusedError: 550 nobody"))


def test_one_that_is_put_off_waits_longer_each_time(app):
    posted("a")
    waits = []
    at = NOW
    for _ in range(7):
        with clock.moved_to(at):
            assert service.send_due(Hand(MailDelayedError("450 later")), SENDER) == 0
        waits.append((mails()[0].due_at - at).total_seconds() / 60)
        at = mails()[0].due_at

    assert waits == [2, 4, 8, 16, 32, 60, 60]


@pytest.mark.parametrize("column", ["due_at", "claimed_until"])
def test_r11_what_was_put_off_under_a_clock_set_back_since_is_sent(app, column):
    """A pause or a claim written while the clock ran days ahead blocks nothing; one of now does."""
    longest = {"due_at": LONGEST_PAUSE, "claimed_until": service.CLAIM}[column]
    posted("a", "b")
    with transaction():
        for mail, until in zip(mails(), (longest, timedelta(days=9)), strict=True):
            setattr(mail, column, NOW + until)

    assert service.send_due(Hand(), SENDER) == 1
    assert [one.sent_at for one in mails()] == [None, NOW]


def test_after_five_days_a_mail_is_given_up(app):
    """RFC 5321 §4.5.4.1."""
    posted("a")
    with clock.moved_to(NOW + timedelta(days=5)):
        service.send_due(Hand(MailDelayedError("450 later")), SENDER)

    assert mails()[0].given_up_at == NOW + timedelta(days=5)


def test_where_nothing_is_carried_the_round_ends(app):
    """The relay is away: ten thousand mails are not tried one after the other."""
    posted("a", "b", "c")
    hand = Hand(NoCarrierError("ConnectionRefusedError"))

    assert service.send_due(hand, SENDER) == 0
    assert len(hand.got) == 1
    assert [one.attempts for one in mails()] == [1, 0, 0]


def test_one_that_cannot_be_written_down_keeps_no_other_waiting(app):
    posted("a", "b")
    with transaction():
        db.session.scalars(select(Mail).order_by(Mail.id)).first().facts = {"number": "1"}

    assert service.send_due(Hand(), SENDER) == 1
    assert mails()[0].last_error.startswith("UndefinedError")


def test_what_another_worker_has_in_hand_is_left_to_it(app):
    posted("a")
    service._claim()

    assert service.send_due(Hand(), SENDER) == 0


def test_what_a_killed_worker_had_in_hand_is_sent_again_with_the_same_name(app):
    posted("a", "b")
    first = service._claim()
    hand = Hand()

    with clock.moved_to(NOW + service.CLAIM):
        assert service.send_due(hand, SENDER) == 2
    assert hand.got[0] == f"<{first.message_id}@certificates.velmaria.example>"
    assert len(set(hand.got)) == 2


def test_a_round_can_be_bounded(app):
    posted("a", "b", "c")

    assert [service.send_due(Hand(), SENDER, at_most=2) for _ in range(2)] == [2, 1]


def test_after_ninety_days_only_that_it_was_sent_is_kept(app, tmp_path):
    posted("old")
    service.send_due(FolderCarrier(tmp_path), SENDER)
    with clock.moved_to(NOW + timedelta(days=89)), transaction():
        post("new")
        assert service.forget_due(tmp_path) == 0
    assert len(list(tmp_path.iterdir())) == 1
    with clock.moved_to(NOW + service.KEPT), transaction():
        assert service.forget_due(tmp_path) == 1

    old, new = mails()
    assert (old.to, old.facts, old.sent_at, list(tmp_path.iterdir())) == ("", {}, NOW, [])
    assert (new.to, new.purged_at) == ("amina@mint.example", None)
    assert db.session.scalar(select(func.count()).select_from(Mail)) == 2
