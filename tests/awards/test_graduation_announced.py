"""An institution is told of its archive: once, in each reader's language, when nothing more is to come."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from curriculum import clock
from curriculum.accounts import mailing
from curriculum.accounts.models import Account, AccountStatus
from curriculum.awards.graduation import announcing, archives, halting, running, writing
from curriculum.awards.graduation.gathering import start
from curriculum.awards.models import IssueRequest
from curriculum.awards.models.graduations import Graduation, GraduationArchive, GraduationMember
from curriculum.db import db, transaction
from curriculum.domain.actors import Role, Scope, ScopeKind
from curriculum.institutions import queries as institutions
from curriculum.tasks.models import Mail
from tests.awards import signed_off
from tests.conftest import NOW
from tests.factories.accounts import make_account, make_role

pytestmark = pytest.mark.database


@pytest.fixture
def graduation(cast) -> Graduation:
    """Three certificates of MINT's people, to be issued in one graduation of CNFGF."""
    cast.enter()
    signed_off.open_keys()
    signed_off.make_batch(3)
    with transaction():
        mailing.change_email(cast.ines, "ines@mint.example")
        return start(cast.farid, "November", institution="CNFGF")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "graduations"


def officer(login: str, role: Role, institution: int, locale: str = "en", **values) -> Account:
    given = {"email": f"{login}@{login}.example", "locale": locale} | values
    account = make_account(login, **given)
    make_role(account, role, Scope(ScopeKind.INSTITUTION, institution))
    return account


def told() -> list[tuple[str, str]]:
    """Who is written to about an archive, in which language."""
    db.session.rollback()
    wanted = select(Mail.to, Mail.language).where(Mail.template == "archive_ready").order_by(Mail.to)
    return [tuple(row) for row in db.session.execute(wanted)]


def test_an_institution_is_told_once_with_the_page_and_no_name(cast, graduation, folder):
    assert running.issue_due() == 3
    assert told() == []
    assert [writing.write_due(folder) for _ in range(3)] == [1, 0, 0]

    mail = db.session.scalars(select(Mail).where(Mail.template == "archive_ready")).one()
    assert (mail.to, mail.due_at) == ("ines@mint.example", NOW)
    assert mail.facts == {
        "code": graduation.code,
        "institution": "MINT",
        "count": "3",
        "link": f"http://127.0.0.1:8000/graduations/{graduation.code}",
    }


def test_whoever_asks_for_it_anew_is_not_told_again(cast, graduation, folder):
    running.issue_due()
    writing.write_due(folder)
    with clock.moved_to(NOW + timedelta(days=100)), transaction():
        archives.ask(cast.ines, graduation.code, "MINT")
    with clock.moved_to(NOW + timedelta(days=100)):
        assert writing.write_due(folder) == 1

    assert len(told()) == 1


def test_each_reads_it_in_the_own_language_and_only_who_may_fetch_it(cast, graduation, folder):
    with transaction():
        mint, maec = cast.institution("MINT"), cast.institution("MAEC")
        officer("unit", Role.TRAINING_SIGNATORY, mint, "fr")
        officer("signs", Role.HR_SIGNATORY, mint)
        officer("other", Role.HR_OFFICER, maec)
        officer("left", Role.HR_OFFICER, mint, status=AccountStatus.DISABLED)
        officer("silent", Role.HR_OFFICER, mint, email=None)
        make_role(make_account("all", email="all@all.example"), Role.HR_OFFICER)
        make_role(
            make_account("past", email="past@past.example"),
            Role.HR_OFFICER,
            Scope(ScopeKind.INSTITUTION, mint),
            to=NOW.date() - timedelta(days=1),
        )
    running.issue_due()
    writing.write_due(folder)

    assert told() == [("ines@mint.example", cast_language("ines")), ("unit@unit.example", "fr")]


def cast_language(login: str) -> str:
    return db.session.scalars(select(Account.locale).where(Account.login == login)).one()


def test_where_nobody_gives_an_address_the_nearest_above_is_told(cast, graduation, folder):
    with transaction():
        mailing.change_email(cast.ines, "")
        ministry, school = institutions.get("MINT"), institutions.get("MAEC")
        ministry.parent_id, school.parent_id = school.id, ministry.id
        officer("above", Role.HR_OFFICER, school.id)
    running.issue_due()
    writing.write_due(folder)

    assert told() == [("above@above.example", "en")]


def test_where_nobody_is_to_be_told_the_archive_is_written_once_and_that_is_logged(
    cast, graduation, folder, caplog
):
    with transaction():
        mailing.change_email(cast.ines, "")
        institutions.get("MINT").parent_id = institutions.get("MINT").id
    running.issue_due()
    assert [writing.write_due(folder), writing.write_due(folder)] == [1, 0]

    assert told() == []
    assert [one.getMessage() for one in caplog.records if one.name == "cursus.graduation"] == [
        f"nobody of MINT is told of the archive of {graduation.code}"
    ]


def test_two_institutions_are_told_of_their_own(cast, graduation, folder):
    """One of MAEC's people is still to come: MINT hears today, MAEC when that one is issued."""
    with transaction():
        maec = cast.institution("MAEC")
        officer("maec", Role.HR_OFFICER, maec, "fr")
        member = db.session.scalars(select(GraduationMember).limit(1)).one()
        member.employer_id = maec
        later = halted(member)
    assert (running.issue_due(), writing.write_due(folder)) == (2, 1)
    assert [to for to, _ in told()] == ["ines@mint.example"]
    with transaction():
        later.due_at = NOW

    assert (running.issue_due(), writing.write_due(folder)) == (1, 1)
    assert told()[1:] == [("maec@maec.example", "fr")]
    counts = db.session.execute(select(Mail.to, Mail.facts).where(Mail.template == "archive_ready"))
    assert {to: (facts["institution"], facts["count"]) for to, facts in counts} == {
        "ines@mint.example": ("MINT", "2"),
        "maec@maec.example": ("MAEC", "1"),
    }


def halted(member: GraduationMember):
    """The request of one member, not due yet."""
    request = db.session.scalars(
        select(IssueRequest).where(IssueRequest.application_id == member.application_id)
    ).one()
    request.due_at = NOW + timedelta(minutes=30)
    return request


def test_what_was_asked_for_early_is_announced_when_it_is_whole(cast, graduation, folder):
    with transaction():
        later = halted(db.session.scalars(select(GraduationMember).limit(1)).one())
    assert running.issue_due() == 2
    with transaction():
        archives.ask(cast.ines, graduation.code, "MINT")
    assert [writing.write_due(folder), writing.write_due(folder), told()] == [1, 0, []]
    with transaction():
        later.due_at = NOW
    running.issue_due()

    assert [writing.write_due(folder), writing.write_due(folder), len(told())] == [1, 0, 1]
    assert db.session.scalars(select(GraduationArchive.certificates)).one() == 3


def test_a_cancelled_graduation_tells_nobody_until_it_is_resumed_and_done(cast, graduation, folder):
    with transaction():
        halted(db.session.scalars(select(GraduationMember).limit(1)).one())
    running.issue_due()
    with transaction():
        halting.cancel(cast.farid, graduation.code, reason="The list is examined")
    with transaction():
        archives.ask(cast.ines, graduation.code, "MINT")
    assert [running.issue_due(), writing.write_due(folder), told()] == [0, 1, []]

    with transaction():
        halting.resume(cast.farid, graduation.code)
    assert [running.issue_due(), writing.write_due(folder), len(told())] == [1, 1, 1]


def test_a_worker_killed_before_the_commit_tells_nobody_and_the_next_one_does(
    graduation, folder, monkeypatch
):
    """Archive, mark and mail are one transaction: none of them without the others."""
    running.issue_due()
    right = announcing.tell

    def killed(*given):
        right(*given)
        raise KeyboardInterrupt

    monkeypatch.setattr(announcing, "tell", killed)
    with pytest.raises(KeyboardInterrupt):
        writing.write_due(folder)
    archive = db.session.scalars(select(GraduationArchive)).one()
    assert (told(), archive.made_at, archive.announced_at) == ([], None, None)
    monkeypatch.undo()

    assert [writing.write_due(folder), len(told())] == [1, 1]


def test_a_mail_is_posted_once_even_where_the_mark_was_lost(graduation, folder):
    """Two workers that wrote the same archive: the key of the mail decides."""
    running.issue_due()
    writing.write_due(folder)
    with transaction() as session:
        session.execute(update(GraduationArchive).values(announced_at=None))

    assert [writing.write_due(folder), writing.write_due(folder), len(told())] == [1, 0, 1]
