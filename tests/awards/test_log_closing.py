"""After an older backup: no place that a lost certificate may have is given again, what was set stays set."""

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from certificates.status.lists import make_list, read_list
from curriculum.awards.graduation import running
from curriculum.awards.issuing import closing, commands, lists, log, opened, slots
from curriculum.awards.issuing.closing import PER_LIST
from curriculum.awards.models import Certificate, IssueRequest
from curriculum.awards.signing import addresses
from curriculum.db import db, transaction
from curriculum.domain.lifecycles.certificate import CertificateState
from tests.awards import signed_off
from tests.awards.log_entries import cut_leaves, enter
from tests.conftest import NOW

pytestmark = pytest.mark.database
LOST = 77


@pytest.fixture
def known(kept, keys_open):
    """One certificate that the database still has, and two leaves that it lost since."""
    signed_off.make_batch(1)
    assert running.issue_due() == 1
    enter(keys_open.log_key(), 2)
    return db.session.scalars(select(Certificate)).one()


@pytest.fixture
def leaves(known, tmp_path) -> Path:
    (tmp_path / "leaves").write_bytes(b"".join(log.TableStore().leaves(0, 3)))
    cut_leaves(1)
    return tmp_path / "leaves"


def place() -> int:
    return db.session.scalars(select(IssueRequest.status_index)).one()


def published(folder: Path, purpose: str, *indexes: int, days: int = 0) -> Path:
    """A list of ours as somebody kept it."""
    key, at = opened.seals().credential_key(), NOW + timedelta(days=days)
    path = folder / f"{purpose}-{days}.json"
    path.write_bytes(make_list(addresses.base(), key, purpose, 1, indexes, at))
    return path


def recover(leaves: Path, *copies: Path) -> list[str]:
    named = [word for copy in copies for word in ("--list", str(copy))]
    result = CliRunner().invoke(commands.group, ["recover", "--leaves", str(leaves), *named])
    if result.exception is not None:
        raise result.exception
    return result.output.splitlines()[2:]


def names(purpose: str, *indexes: int) -> list[bool]:
    """Whether the list as signed now names these places."""
    lists.publish_due(NOW)
    found = read_list(lists.find(purpose, 1))
    return [found.has(index) for index in indexes]


def test_no_new_certificate_gets_a_place_in_a_list_that_was_in_use(leaves):
    """What is lost stands in the first list, or in the second if the first was full: the third is new."""
    assert slots.draw().list == 1
    recover(leaves)

    assert {slots.draw().list for _ in range(9)} == {3}
    assert lists.publish_due(NOW) == 4
    assert [(one.purpose, one.number) for one in lists.every()] == [
        *(("revocation", number) for number in (1, 2)),
        *(("suspension", number) for number in (1, 2)),
    ]


def test_recovered_once_more_closes_nothing_more(leaves):
    recover(leaves)
    recover(leaves)
    assert slots.draw().list == 3


@pytest.mark.parametrize(("lost", "last"), [(1, 2), (PER_LIST - 1, 2), (PER_LIST, 3), (5 * PER_LIST, 7)])
def test_the_more_was_lost_the_more_lists_may_have_been_begun(known, lost, last):
    with transaction():
        assert closing.close(lost) == last


def test_the_lists_are_signed_anew_at_once(leaves):
    lists.publish_due(NOW)
    recover(leaves, published(leaves.parent, "revocation", LOST))
    assert names("revocation", LOST) == [True]


@pytest.mark.parametrize("purpose", ["revocation", "suspension"])
def test_what_a_copy_names_and_nobody_here_answers_for_stays_set(leaves, purpose):
    assert recover(leaves, published(leaves.parent, purpose, LOST)) == []

    assert names(purpose, LOST, LOST + 1, place()) == [True, False, False]


AGAINST = [
    pytest.param("revocation", CertificateState.ISSUED, True, True, id="revoked since the backup"),
    pytest.param("suspension", CertificateState.ISSUED, True, False, id="suspended since: may have ended"),
    pytest.param("revocation", CertificateState.REVOKED, False, True, id="revoked here as well"),
    pytest.param("suspension", CertificateState.SUSPENDED, False, True, id="suspended here as well"),
]


@pytest.mark.parametrize(("purpose", "state", "told", "is_set"), AGAINST)
def test_what_a_copy_says_of_a_known_certificate_is_told(known, leaves, purpose, state, told, is_set):
    with transaction() as session:
        session.execute(update(Certificate).values(state=state))
    said = f"{known.number} stands in the published list of {purpose} and not here: decide again"

    assert recover(leaves, published(leaves.parent, purpose, place())) == ([said] if told else [])
    assert names(purpose, place()) == [is_set]


def test_of_two_copies_the_newer_one_speaks(leaves):
    older, newer = (published(leaves.parent, "suspension", *at, days=d) for d, at in ((0, [LOST]), (2, [9])))
    recover(leaves, newer, older)
    assert names("suspension", LOST, 9) == [False, True]


def test_a_copy_found_later_is_added(leaves):
    recover(leaves, published(leaves.parent, "revocation", LOST))
    recover(leaves, published(leaves.parent, "revocation", 9, days=1))
    assert names("revocation", LOST, 9) == [True, True]


UNFIT = [
    pytest.param(lambda text: "no list", "list_unreadable", id="no list"),
    pytest.param(lambda text: text.replace("validUntil", "validFor"), "list_unreadable", id="another shape"),
    pytest.param(lambda text: text.replace("2026-11-28", "2036-11-28"), "list_unsigned", id="changed"),
]


@pytest.mark.parametrize(("spoil", "problem"), UNFIT)
def test_only_lists_that_we_signed_count(leaves, spoil, problem):
    path = published(leaves.parent, "revocation", LOST)
    path.write_text(spoil(path.read_text()))
    with pytest.raises(Exception, match=problem):
        recover(leaves, path)
    assert (log.TableStore().size(), slots.draw().list) == (1, 1)
