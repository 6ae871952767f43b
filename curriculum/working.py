"""The worker: the only process that opens the signing keys."""

import logging
import os
import signal
import sys
from functools import partial
from pathlib import Path

from huey.consumer import Consumer

from curriculum import jobs
from curriculum.app import create_app
from curriculum.awards import keys
from curriculum.awards.graduation import running, spreading
from curriculum.awards.issuing import log, outside
from curriculum.awards.issuing.opened import Seals
from curriculum.config import COULD_NOT


def passphrase() -> str:
    """The passphrase of the signing keys, from the pipe the supervisor opened, else from a file.

    `CURSUS_KEY_FD` names the pipe; `CURSUS_KEY_PASSPHRASE_FILE` a file, for a worker started by itself.
    """
    if descriptor := os.environ.pop("CURSUS_KEY_FD", ""):
        with os.fdopen(int(descriptor), "r") as pipe:
            return pipe.read()
    path = os.environ.pop("CURSUS_KEY_PASSPHRASE_FILE", "")
    if not path:
        raise SystemExit(
            "worker: no passphrase; set CURSUS_KEY_PASSPHRASE_FILE or start it by `cursus serve`"
        )
    with open(path) as file:
        return file.read().strip()


def open_seals(secret: str) -> Seals:
    """What a process does that only lays out and seals: it opens the keys itself, for none ever travels."""
    app = create_app()
    app.app_context().push()
    return keys.unlock(app.config["SETTINGS"].keys, secret)


def _open_keys(folder: Path) -> None:
    """Open the keys, or end with what to do: nothing gets better by starting again."""
    secret = passphrase()
    try:
        keys.unlock(folder, secret)
    except (keys.SigningKeyError, OSError) as error:
        sys.stderr.write(
            f"worker: the signing keys cannot be opened ({error}): is the passphrase right? "
            "CURSUS_KEY_PASSPHRASE_FILE names its file; `cursus doctor` looks at the keys\n"
        )
        raise SystemExit(COULD_NOT) from None
    if (processors := len(os.sched_getaffinity(0))) > 1:
        running.spread_over(spreading.over(partial(open_seals, secret), processors))


def run() -> None:
    """Work until told to stop."""
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(name)s: %(message)s")
    logging.getLogger("huey").setLevel(logging.WARNING)
    app = create_app()
    _open_keys(app.config["SETTINGS"].keys)
    outside.keep_at(app.config["SETTINGS"].checkpoint)
    with app.app_context():
        log.catch_up()
    jobs.bind(app)
    jobs.issue_due()  # what became due while no worker ran
    consumer = Consumer(jobs.queue, workers=1, worker_type="thread", initial_delay=0.05, max_delay=1)
    signal.signal(signal.SIGTERM, lambda *_: consumer.stop())
    consumer.run()


if __name__ == "__main__":
    run()
