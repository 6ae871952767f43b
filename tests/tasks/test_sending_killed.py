"""kill -9 while mails are sent: none is lost, and each death repeats at most the one mail in hand."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from curriculum import clock
from curriculum.app import create_app
from curriculum.config import settings
from curriculum.db import db, transaction
from curriculum.tasks import service
from curriculum.tasks.models import Mail
from tests.tasks.relay import Box, Relay

KILLS, BATCH = (40, 200) if os.environ.get("FULL") == "1" else (4, 40)
ROOT = Path(__file__).parents[2]
WORK = """
import os, sys
from curriculum.app import create_app
from curriculum.config import settings
from curriculum.tasks import carriers, service
app = create_app(settings())
for _line in sys.stdin:
    child = os.fork()
    if child:
        print(child, flush=True)
        os.waitpid(child, 0)
        print("ended", flush=True)
        continue
    with app.app_context(), carriers.carrier_of(app.config["SETTINGS"]) as carrier:
        service.send_due(carrier, carriers.sender_of(app.config["SETTINGS"]))
    os._exit(0)
"""


@pytest.fixture
def relay():
    with Relay(Box()) as started:
        yield started


@pytest.fixture
def environ(tmp_path, relay):
    """A deployment of its own, for processes cannot share the test's clock or connection."""
    (tmp_path / "data").mkdir()
    said = {
        "CURSUS_INSTANCE": str(tmp_path),
        "CURSUS_SECRET_KEY": "x" * 40,
        "CURSUS_SMTP_URL": relay.url(),
    }
    app = create_app(settings(said))
    with app.app_context():
        db.create_all()
        with transaction():
            for number in range(BATCH):
                service.post(
                    key=str(number),
                    to=f"official-{number}@mint.example",
                    template="certificate_issued",
                    language="fr",
                    facts={"number": f"VLM-{number}", "link": "https://x.example/v/1"},
                )
        yield said
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def worker(environ):
    """A warm process that forks one worker for each word it reads, says its number and when it ended."""
    command, pipe = [sys.executable, "-c", WORK], subprocess.PIPE
    started = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | environ, stdin=pipe, stdout=pipe, text=True, bufsize=1
    )
    yield started
    started.stdin.close()
    started.stdout.close()
    started.wait(10)


def run(worker, seconds: float | None = None) -> None:
    """Let one worker run to its end, or kill it after a while."""
    worker.stdin.write("go\n")
    child = int(worker.stdout.readline())
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    assert worker.stdout.readline() == "ended\n"


def test_kill_9_loses_no_mail_and_repeats_only_the_one_in_hand(relay, worker):
    chance = random.Random(20261122)
    for _ in range(KILLS):
        run(worker, chance.uniform(0.02, 0.15))
        with transaction() as session:  # ten minutes go by
            session.execute(update(Mail).values(claimed_until=clock.now()))
    run(worker)
    got = Counter(_name_of(one) for one in relay.box.mails)
    sent = db.session.scalar(select(func.count()).where(Mail.sent_at.is_not(None)))

    assert (sent, len(got)) == (BATCH, BATCH)
    assert sum(got.values()) - BATCH <= KILLS
    assert max(got.values()) <= 1 + KILLS


def _name_of(mail: bytes) -> bytes:
    return next(line for line in mail.splitlines() if line.startswith(b"Message-ID:"))
