"""Archives: one an institution, for it alone; the same bytes again, whole or not there."""

import csv
import fcntl
import hashlib
import io
from datetime import timedelta
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from curriculum import clock
from curriculum.awards import queries, service
from curriculum.awards.graduation import archives, running, writing
from curriculum.awards.graduation.gathering import start
from curriculum.awards.models import Certificate, CertificateDocument
from curriculum.awards.models.graduations import Graduation, GraduationArchive
from curriculum.db import db, transaction
from curriculum.domain.actors import EVERYWHERE, Role, Scope, ScopeKind
from curriculum.domain.refusals import Refusal
from tests.awards import signed_off
from tests.conftest import NOW
from tests.factories.accounts import make_account, make_role

pytestmark = pytest.mark.database


@pytest.fixture
def graduation(cast) -> Graduation:
    """Three certificates of MINT's people, issued in one graduation of CNFGF."""
    cast.enter()
    signed_off.open_keys()
    signed_off.make_batch(3)
    with transaction():
        found = start(cast.farid, "November", institution="CNFGF")
    assert running.issue_due() == 3
    return found


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "graduations"


def archive() -> GraduationArchive:
    db.session.rollback()
    return db.session.scalars(select(GraduationArchive).execution_options(populate_existing=True)).one()


def documents() -> dict[str, bytes]:
    rows = select(Certificate.number, CertificateDocument.pdf, CertificateDocument.credential)
    rows = rows.join(CertificateDocument, CertificateDocument.certificate_id == Certificate.id)
    found = {}
    for number, pdf, credential in db.session.execute(rows):
        found |= {f"{number}.pdf": pdf, f"{number}.json": credential}
    return found


def test_what_is_complete_is_written_without_a_word(graduation, folder):
    assert [writing.write_due(folder), writing.write_due(folder)] == [1, 0]
    (path,) = folder.iterdir()
    assert path.name == f"{graduation.code}-MINT.zip"
    with ZipFile(path) as found:
        assert {name: found.read(name) for name in found.namelist()} == documents() | {
            "index.csv": found.read("index.csv")
        }
    written = archive()
    assert (written.certificates, written.size) == (3, path.stat().st_size)
    assert written.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def index(path) -> list[list[str]]:
    with ZipFile(path) as found:
        return list(csv.reader(io.TextIOWrapper(found.open("index.csv"), "utf-8")))


def test_the_index_says_number_kind_and_what_a_verifier_is_told_today(cast, graduation, folder):
    numbers = sorted(one.number for one in db.session.scalars(select(Certificate)))
    with transaction():
        service.suspend(cast.jonas, numbers[1], reason_code="under_review", note="The list is examined")
    writing.write_due(folder)
    assert index(next(folder.iterdir())) == [
        ["number", "kind", "answer"],
        [numbers[0], "trainer", "valid"],
        [numbers[1], "trainer", "suspended"],
        [numbers[2], "trainer", "valid"],
    ]


def test_the_same_certificates_give_the_same_bytes_on_another_day(cast, graduation, folder):
    writing.write_due(folder)
    first = archive().sha256
    with clock.moved_to(NOW + timedelta(days=30)):
        with transaction():
            archives.ask(cast.ines, graduation.code, "MINT")
        assert writing.write_due(folder) == 1
    assert (archive().sha256, archive().made_at) == (first, NOW + timedelta(days=30))


def test_a_certificate_still_to_come_waits_for_nobodys_archive(cast, graduation, folder):
    """The archive by itself comes with the last certificate; before, somebody has to ask."""
    with transaction():
        signed_off.make_signed_off(signed_off.make_path("LP-2"))
    with transaction():
        second = start(cast.farid, "December", institution="CNFGF")
    writing.write_due(folder)
    assert [path.name for path in folder.iterdir()] == [f"{graduation.code}-MINT.zip"]
    with pytest.raises(Refusal) as no, transaction():
        archives.ask(cast.ines, second.code, "MINT")
    assert no.value.code == "nothing_waits"


def test_a_worker_that_fails_leaves_no_half_archive_and_tries_again(graduation, folder, monkeypatch):
    monkeypatch.setattr(writing, "_digest", lambda _file: 1 // 0)
    assert writing.write_due(folder) == 0
    found = archive()
    assert (found.attempts, found.due_at) == (1, NOW + timedelta(minutes=2))
    assert found.last_error.startswith("ZeroDivisionError")
    assert [path.name[0] for path in folder.iterdir()] == ["."]
    monkeypatch.undo()
    with clock.moved_to(found.due_at):
        assert writing.write_due(folder) == 1
    assert (archive().last_error, [path.name[0] for path in folder.iterdir()]) == (None, ["G"])


@pytest.mark.parametrize(("ahead", "written"), [(timedelta(hours=1), 0), (timedelta(days=9), 1)])
def test_r11_an_archive_put_off_under_a_clock_set_back_since_is_written(graduation, folder, ahead, written):
    writing.write_due(folder)
    with transaction():
        archive().due_at = NOW + ahead
    assert writing.write_due(folder) == written


def test_of_two_workers_one_writes(graduation, folder):
    folder.mkdir()
    with open(folder / f".{graduation.code}-MINT.zip", "wb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert writing.write_due(folder) == 0
    assert archive().due_at == NOW
    assert writing.write_due(folder) == 1


def test_what_was_asked_for_meanwhile_is_written_once_more(cast, graduation, folder, monkeypatch):
    right = writing._digest

    def ask_meanwhile(file):
        with clock.moved_to(NOW + timedelta(seconds=1)), transaction():
            archives.ask(cast.ines, graduation.code, "MINT")
        monkeypatch.undo()
        return right(file)

    monkeypatch.setattr(writing, "_digest", ask_meanwhile)
    writing.write_due(folder)
    assert archive().due_at == NOW + timedelta(seconds=1)


def test_after_ninety_days_the_file_is_taken_away_and_can_be_asked_for(cast, graduation, folder):
    writing.write_due(folder)
    with clock.moved_to(NOW + archives.KEPT):
        with transaction():
            assert archives.forget_due(folder) == 1
        assert (list(folder.iterdir()), archive().made_at) == ([], None)
        assert writing.write_due(folder) == 0
        with transaction():
            archives.ask(cast.ines, graduation.code, "MINT")
        assert writing.write_due(folder) == 1


WHO = [
    ("ines", None, "HR of the employer"),
    ("training", None, "training unit of the employer"),
    ("farid", "not_permitted", "training unit of the school that held it"),
    ("elif_", "not_permitted", "signs for the employer"),
    ("stranger", "not_permitted", "HR of another employer"),
    ("sana", "not_permitted", "administrator of the employer"),
    ("omar", "not_permitted", "administrator of the system"),
    ("dalia", "not_permitted", "a donor"),
    ("amina", "not_permitted", "an official"),
    ("grace", "not_permitted", "no role"),
]


@pytest.mark.parametrize(("who", "code", "why"), WHO, ids=[row[2] for row in WHO])
def test_an_archive_is_for_its_own_institution(cast, graduation, folder, who, code, why):
    writing.write_due(folder)
    actor = _actor(cast, who)
    if code is None:
        path, _ = archives.download(actor, graduation.code, "MINT", folder)
        assert path.is_file()
        return
    for act in (
        lambda: archives.download(actor, graduation.code, "MINT", folder),
        lambda: archives.ask(actor, graduation.code, "MINT"),
    ):
        with pytest.raises(Refusal) as no, transaction():
            act()
        assert no.value.code == code


def _actor(cast, who: str):
    """One of the cast, or somebody made for this: MINT's training unit, HR of MAEC."""
    made = {"training": (Role.TRAINING_SIGNATORY, "MINT"), "stranger": (Role.HR_OFFICER, "MAEC")}
    if who not in made:
        return getattr(cast, who)
    role, code = made[who]
    with transaction():
        scope = Scope(ScopeKind.INSTITUTION, cast.institution(code))
        make_role(make_account(who), role, scope)
    return getattr(cast, who)


@pytest.mark.parametrize("employer", ["MAEC", "MINT"])
def test_what_is_not_there_is_not_found(cast, graduation, folder, employer):
    with transaction():
        make_role(make_account("all"), Role.HR_OFFICER, EVERYWHERE)
    with pytest.raises(Refusal) as no:
        archives.download(cast.all, graduation.code, employer, folder)
    assert no.value.code == "not_found"


def test_an_archive_holds_no_name(graduation, folder):
    writing.write_due(folder)
    holder = queries.statement_of(db.session.scalars(select(Certificate)).first()).holder[0].text
    with ZipFile(next(folder.iterdir())) as found:
        assert holder not in found.read("index.csv").decode() + "".join(found.namelist())
