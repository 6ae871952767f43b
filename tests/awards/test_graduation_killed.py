"""kill -9 in the middle of a graduation: nothing lost, nothing twice, archives whole, one mail each."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import func, select, update

from curriculum import clock
from curriculum.accounts import mailing
from curriculum.app import create_app
from curriculum.audit import queries as audit
from curriculum.awards.graduation import standing
from curriculum.awards.graduation.gathering import start
from curriculum.awards.issuing import log, seals
from curriculum.awards.models import Certificate, CertificateDocument
from curriculum.awards.models.graduations import Graduation
from curriculum.config import settings
from curriculum.db import db, transaction
from curriculum.tasks.models import Mail
from tests.awards import signed_off
from tests.cast import Cast
from tests.factories.accounts import make_account

KILLS, BATCH = (100, 300) if os.environ.get("FULL") == "1" else (4, 10)
OFFICER = "ines@mint.example"
ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
WORK = """
import os, sys
from datetime import UTC, datetime
from curriculum import clock, jobs
from curriculum.app import create_app
from curriculum.awards import keys
from curriculum.config import settings
from tests.awards.signed_off import PASSPHRASE
app = create_app(settings())
jobs._app = app
for _line in sys.stdin:
    child = os.fork()
    if child:
        print(child, flush=True)
        os.waitpid(child, 0)
        print("ended", flush=True)
        continue
    with app.app_context(), clock.moved_to(datetime(2026, 11, 21, 10, 0, tzinfo=UTC)):
        keys.unlock(app.config["SETTINGS"].keys, PASSPHRASE)
    with clock.moved_to(datetime(2026, 11, 21, 10, 0, tzinfo=UTC)):
        jobs.sweep.call_local()
    os._exit(0)
"""


@pytest.fixture
def environ(tmp_path):
    """A deployment of its own, for processes cannot share the test's clock or connection."""
    (tmp_path / "data").mkdir()
    said = {"CURSUS_INSTANCE": str(tmp_path), "CURSUS_SECRET_KEY": "x" * 40}
    app = create_app(settings(said))
    with app.app_context(), clock.moved_to(NOW):
        db.create_all()
        cast = Cast()
        cast.enter()
        signed_off.open_keys(tmp_path / "keys")
        with transaction():
            version = signed_off.make_path()
            for number in range(BATCH):
                person = signed_off.make_signed_off(version).person_id
                make_account(f"h-{number}", person_id=person, email=f"h-{number}@mint.example")
        with transaction():
            mailing.change_email(cast.ines, OFFICER)
            start(cast.farid, "November", institution="CNFGF")
        yield said
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def worker(environ):
    """A warm process that forks one worker for each word it reads, says its number and when it ended."""
    command, pipe = [sys.executable, "-c", WORK], subprocess.PIPE
    started = subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | environ,
        stdin=pipe,
        stdout=pipe,
        stderr=subprocess.DEVNULL,
        text=True,
        bufsize=1,
    )
    yield started
    started.stdin.close()
    started.stdout.close()
    started.wait(10)


def run(worker, seconds: float | None = None) -> bool:
    """Let one worker run to its end, or kill it after a while; what it had claimed is free again.

    Tells whether the blow hit: a quick machine may have done everything by then.
    """
    worker.stdin.write("go\n")
    child = int(worker.stdout.readline())
    was_killed = False
    if seconds is not None:
        time.sleep(seconds)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
            was_killed = True
    assert worker.stdout.readline() == "ended\n"
    with transaction() as session:
        session.execute(update(Mail).values(claimed_until=None))
    return was_killed


def test_kill_9_in_a_graduation_loses_nothing_and_repeats_nothing(environ, worker):
    chance = random.Random(20261122)
    hits = sum(run(worker, chance.uniform(0.3, 1.5)) for _ in range(KILLS))
    assert hits > 0
    for _ in range(2):  # the last certificates and the archive with its mail; then that mail is carried
        run(worker)
    db.session.rollback()
    graduation = db.session.scalars(select(Graduation)).one()
    figures = standing.together(standing.figures_by_employer(graduation).values())
    assert (figures[standing.Standing.ISSUED], figures.left) == (BATCH, 0)
    assert db.session.scalar(select(func.count()).select_from(Certificate)) == BATCH
    assert log.health(seals.authority().log).problems == ()
    assert audit.broken_links() == []
    data = Path(environ["CURSUS_INSTANCE"]) / "data"
    _one_mail_each(data / "outbox")
    _whole_archive(data / "graduations")


def _one_mail_each(folder: Path) -> None:
    """A mail written again has the same name, so a folder shows each once."""
    sent = Counter(db.session.scalars(select(Mail.to).where(Mail.sent_at.is_not(None))))
    assert sent == Counter([OFFICER, *(f"h-{number}@mint.example" for number in range(BATCH))])
    assert len(list(folder.glob("*.eml"))) == BATCH + 1


def _whole_archive(folder: Path) -> None:
    (path,) = folder.iterdir()
    wanted = {hashlib.sha256(pdf).hexdigest() for pdf in db.session.scalars(select(CertificateDocument.pdf))}
    with ZipFile(path) as found:
        pdfs = [found.read(name) for name in found.namelist() if name.endswith(".pdf")]
    assert {hashlib.sha256(pdf).hexdigest() for pdf in pdfs} == wanted
    assert len(pdfs) == BATCH
