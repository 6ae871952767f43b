"""Workers for the crash tests: one warm parent, forked for each word it reads; children issue what is due."""

import hashlib
import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from curriculum import clock
from curriculum.app import create_app
from curriculum.awards import keys
from curriculum.awards.issuing import issuance, outside
from curriculum.config import settings
from tests.awards.signed_off import PASSPHRASE


def serve(instance: Path) -> None:
    """For each line read, fork one worker and say its number; a killed one leaves no zombie."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    app = create_app(settings({"CURSUS_INSTANCE": str(instance), "CURSUS_SECRET_KEY": "x" * 40}))
    for _line in sys.stdin:
        child = os.fork()
        if child == 0:
            work(app, instance)
            os._exit(0)
        print(child, flush=True)


def work(app, instance: Path) -> None:
    """Issue what is due and write down every document signed on the way."""
    right = issuance.sign

    def noted(draft, by):
        pdf = right(draft, by)
        with open(instance / f"signed-{os.getpid()}", "a") as file:
            file.write(f"{draft.statement.number} {hashlib.sha256(pdf).hexdigest()}\n")
        return pdf

    issuance.sign = noted
    with app.app_context(), clock.moved_to(datetime(2026, 11, 21, 10, 0, tzinfo=UTC)):
        keys.unlock(instance / "keys", PASSPHRASE)
        outside.keep_at(instance / "keys" / "checkpoint")
        issuance.issue_all_due()


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
