"""Thin functions the worker runs; what is due is a row, so a lost wake-up costs a minute and no work."""

import logging
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from flask import Flask
from huey import SqliteHuey, crontab

from curriculum import clock
from curriculum.awards import issuing
from curriculum.progress import service as progress

log = logging.getLogger("cursus.jobs")

# The queue's file holds no truth and is opened only when bound: importing this makes no file.
queue = SqliteHuey("cursus", filename=":later:", results=False, create_tables=False)
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
        done = issuing.issue_all_due()
    if done:
        log.info("issued %s", done)


@queue.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def sweep() -> None:
    """Every minute: whatever is due and not done."""
    with _context():
        issuing.issue_all_due()


@queue.periodic_task(crontab(hour="2", minute="15"))  # type: ignore[untyped-decorator]
def refresh_lapsed() -> None:
    """Every night: standings in which something lapsed."""
    with _context():
        progress.refresh_due(clock.today())


def wake(session: object, *, wanted: bool = False) -> None:
    """After a commit that made something due: tell the worker."""
    if wanted:
        issue_due()
