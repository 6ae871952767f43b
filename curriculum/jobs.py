"""Thin functions the worker runs; what is due is a row, so a lost wake-up costs a minute and no work."""

import json
import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from flask import Flask
from huey import SqliteHuey, crontab
from huey.registry import Message

from curriculum import clock
from curriculum.accounts import sign_in
from curriculum.awards import service as awards
from curriculum.awards.graduation import archives, running, writing
from curriculum.awards.issuing import lists
from curriculum.config import Settings
from curriculum.db import transaction
from curriculum.paths import service as paths
from curriculum.progress import service as progress
from curriculum.tasks import carriers
from curriculum.tasks import service as tasks
from curriculum.transitions import service as transitions

log = logging.getLogger("cursus.jobs")


class Names:
    """A job is its name and nothing else: the web process writes the queue, so nothing in it is run."""

    def serialize(self, message: Message) -> bytes:
        """Keep which function, no arguments."""
        return json.dumps([message.id, message.name]).encode()

    def deserialize(self, data: bytes) -> Message:
        """Read a job; whatever is not two texts raises, and an unknown name is refused by the registry."""
        identity, name = json.loads(data)
        if not isinstance(identity, str) or not isinstance(name, str):
            raise ValueError("a job is a pair of texts")
        return Message(id=identity, name=name, retries=0, retry_delay=0, args=(), kwargs={})


# The queue's file holds no truth and is opened only when bound: importing this makes no file.
queue = SqliteHuey("cursus", filename=":later:", results=False, create_tables=False, serializer=Names())
_app: Flask | None = None


def bind(app: Flask) -> None:
    """Tie the queue to a deployment's data folder."""
    global _app
    _app = app
    path: Path = app.config["SETTINGS"].data / "jobs.db"
    queue.storage.filename = str(path)
    queue.storage.initialize_schema()


def _context() -> AbstractContextManager[Any]:
    if _app is None:
        raise RuntimeError("jobs.bind(app) comes first")
    return _app.app_context()


@queue.task()  # type: ignore[untyped-decorator]
def issue_due() -> None:
    """Issue every certificate whose second sign-off stands."""
    with _context():
        done = _work()
    if done:
        log.info("issued %s", done)


@queue.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def sweep() -> None:
    """Every minute: whatever is due and not done."""
    with _context():
        _work()


def _work() -> int:
    """Issue what is due, publish and tell between two pieces of it, then write what graduations hand over."""
    done = running.issue_due(_follow_up)
    _move_people()
    _follow_up()
    _write_archives()
    return done


def _move_people() -> None:
    """Do what plans of migration have to do; certificates that become due meanwhile have their turn."""
    try:
        transitions.work_due(lambda: running.issue_due(_follow_up))
    except Exception:
        log.exception("a plan of migration could not go on")


def _follow_up() -> None:
    """What an issue brings with it and must not wait for the last of ten thousand."""
    _publish_lists()
    _send_mails()


def _write_archives() -> None:
    """Write the archives that are due; what goes wrong is tried again in a minute."""
    try:
        writing.write_due(archives.folder_of(_settings()))
    except Exception:
        log.exception("the archives of graduations could not be written")


def _publish_lists() -> None:
    """Sign the status lists that are not up to date; what goes wrong is tried again in a minute."""
    try:
        lists.publish_due(clock.now())
    except Exception:
        log.exception("the status lists could not be published")


def _send_mails() -> None:
    """Send what is due; whatever goes wrong with the relay keeps no certificate waiting."""
    settings = _settings()
    try:
        with carriers.carrier_of(settings) as carrier:
            tasks.send_due(carrier, carriers.sender_of(settings))
    except Exception:
        log.exception("the outbox could not be worked off")


def _settings() -> Settings:
    if _app is None:
        raise RuntimeError("jobs.bind(app) comes first")
    settings: Settings = _app.config["SETTINGS"]
    return settings


@queue.periodic_task(crontab(hour="2", minute="15"))  # type: ignore[untyped-decorator]
def refresh_lapsed() -> None:
    """Every night: standings in which something lapsed."""
    with _context():
        progress.refresh_due(clock.today())


@queue.periodic_task(crontab(hour="2", minute="30"))  # type: ignore[untyped-decorator]
def every_night() -> None:
    """Every night: signatures to ask of somebody else, enrolments that are over, sign-ins to forget."""
    with _context():
        for round_ in ROUNDS:
            _go(round_)


def _go(round_: Callable[[], object]) -> None:
    """One round, in a transaction of its own: what goes wrong in it keeps no other from its work."""
    try:
        with transaction():
            done = round_()
    except Exception:
        log.exception("the nightly round %s failed", round_.__name__)
        return
    if done:
        log.info("%s: %s", round_.__name__, done)


def reassign_signatures() -> str:
    """Ask somebody else wherever a mandate ended; says which applications nobody may sign."""
    return ", ".join(awards.reassign_due())


def end_enrolments() -> int:
    """End what lasted longer than its path allows."""
    return paths.lapse_due(clock.today())


def pause_taught_out() -> int:
    """Pause who is left on a version whose last day has passed."""
    return transitions.pause_taught_out(clock.today())


def forget_sign_ins() -> None:
    """Forget tries, sessions and links that are over."""
    sign_in.sweep()


def forget_archives() -> int:
    """Take archives of graduations away, ninety days after."""
    return archives.forget_due(archives.folder_of(_settings()))


def forget_mails() -> int:
    """Forget to whom mails went and what they said, ninety days after."""
    return tasks.forget_due(carriers.folder(_settings()))


ROUNDS: tuple[Callable[[], object], ...] = (
    reassign_signatures,
    end_enrolments,
    pause_taught_out,
    forget_sign_ins,
    forget_mails,
    forget_archives,
)


def wake(session: object, *, wanted: bool = False) -> None:
    """After a commit that made something due: tell the worker; the sweep finds it all the same."""
    if not wanted:
        return
    try:
        issue_due()
    except Exception:  # the change is done and stays done, whatever the queue says
        log.exception("the worker could not be woken")
