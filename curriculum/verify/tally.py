"""What was asked, counted without anything about who asked (domain.md §2.11).

Rows are kept for a few seconds and written together after an answer has gone out: a check never waits
for a writer. What a killed process had in hand is lost, which a statistic can bear.
"""

import atexit
import logging
import threading
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import insert
from sqlalchemy.exc import SQLAlchemyError

from curriculum import clock
from curriculum.db import new_id, transaction
from curriculum.verify.models import VerificationLog
from curriculum.verify.service import Checked

logger = logging.getLogger("cursus.verify")

PAUSE = timedelta(seconds=5)
MOST = 10_000
"""More than that is never kept waiting: a flood must not eat the memory."""


class Tally:
    """The rows of one process that are not written yet."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rows: list[dict[str, Any]] = []
        self._written_at: datetime | None = None

    def note(self, checked: Checked) -> None:
        """Count one question and its answer."""
        row = {
            "id": new_id(),
            "at": checked.report.as_of,
            "certificate_id": checked.certificate_id,
            "asked_by": checked.asked_by.value,
            "answer": checked.report.answer.value,
        }
        with self._lock:
            if len(self._rows) < MOST:
                self._rows.append(row)

    def flush(self, app: Flask, *, now: bool = False) -> None:
        """Write what waits, at most every few seconds unless told to; never fails an answer."""
        rows = self._take(now=now)
        if not rows:
            return
        try:
            with app.app_context(), transaction() as session:
                session.execute(insert(VerificationLog), rows)
        except SQLAlchemyError:
            logger.warning("%s rows of the verification statistics were not written", len(rows))

    def _take(self, *, now: bool) -> list[dict[str, Any]]:
        at = clock.now()
        with self._lock:
            due = now or self._written_at is None or at - self._written_at >= PAUSE
            if not due or not self._rows:
                return []
            rows, self._rows, self._written_at = self._rows, [], at
            return rows


def init_app(app: Flask) -> None:
    """Give the application its tally, written out when the process ends."""
    tally = app.extensions["verify.tally"] = Tally()
    atexit.register(tally.flush, app, now=True)
