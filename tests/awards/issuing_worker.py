"""Workers for the crash tests: forked for each word read from a warm parent with open keys; they issue."""

import hashlib
import os
import random
import signal
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from certificates import preview
from curriculum import clock
from curriculum.app import create_app
from curriculum.awards import keys
from curriculum.awards.graduation import running
from curriculum.awards.issuing import issuance, log, outside, requests
from curriculum.config import settings
from curriculum.db import db, new_process_keys
from tests.awards.signed_off import PASSPHRASE
from tests.certificates import samples

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


def environ(instance: Path, database_url: str | None = None) -> dict[str, str]:
    """A deployment of its own, for processes cannot share the test's clock or connection."""
    said = {"CURSUS_INSTANCE": str(instance), "CURSUS_SECRET_KEY": "x" * 40}
    return said | ({"CURSUS_DATABASE_URL": database_url} if database_url else {})


def serve(instance: Path, database_url: str | None = None) -> None:
    """For each line read, fork one worker and say its number; a killed one leaves no zombie."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    app = create_app(settings(environ(instance, database_url)))
    with app.app_context(), clock.moved_to(NOW):
        keys.unlock(instance / "keys", PASSPHRASE)
        preview(samples.statement(), NOW)  # fonts are read once, not by every worker
        db.session.remove()
        db.engine.dispose()
    for _line in sys.stdin:
        child = os.fork()
        if child == 0:
            work(app, instance)
            os._exit(0)
        print(child, flush=True)


def work(app, instance: Path) -> None:
    """Issue what is due as a worker that starts does, and write down all that was signed on the way."""
    note_all(instance / f"signed-{os.getpid()}")
    new_process_keys()
    with app.app_context(), clock.moved_to(NOW):
        outside.keep_at(instance / "keys" / "checkpoint")
        log.catch_up()
        go_own_way()
        running.issue_due()


def go_own_way() -> None:
    """Most take what is due in an order of their own; two that keep to it sign everything twice."""
    right, chance = requests.due, random.Random()
    if chance.random() < 0.75:
        requests.due = lambda at_most: chance.sample(found := right(at_most), len(found))


def note_all(path: Path) -> None:
    """Write the digest of every credential, code of the second QR and document there, as they are made."""
    inside = import_module("certificates.issuing")
    file = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY)

    def noted(right, what, number_of):
        def noting(*given, **more):
            made = right(*given, **more)
            data = made if isinstance(made, bytes) else made.encode("utf-8")
            os.write(file, f"{number_of(given[0])} {what} {hashlib.sha256(data).hexdigest()}\n".encode())
            return made

        return noting

    inside.issue_credential = noted(inside.issue_credential, "credential", lambda said: said.number)
    inside.write_code = noted(inside.write_code, "code", lambda said: said.number)
    issuance.sign = noted(issuance.sign, "pdf", lambda draft: draft.statement.number)


if __name__ == "__main__":
    serve(Path(sys.argv[1]), *sys.argv[2:])
