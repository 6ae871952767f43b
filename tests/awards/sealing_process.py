"""What a process of the pool does in tests: opens a deployment and its keys, on the tests' day."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path

from certificates.signing.pool import _worked
from curriculum.awards.graduation import spreading
from curriculum.working import open_seals
from tests.awards.signed_off import PASSPHRASE

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


def environ(instance: Path) -> dict[str, str]:
    return {"CURSUS_INSTANCE": str(instance), "CURSUS_SECRET_KEY": "x" * 40}


def seal_noted(seals, work):
    """Seal, and write down which process did; the first one dies at it."""
    fallen = Path(os.environ["CURSUS_TEST_FALLEN"])
    if not fallen.exists():
        fallen.write_text(str(os.getpid()))
        os._exit(9)
    return spreading.seal(seals, work)


def over():
    return partial(spreading.Pool, partial(open_seals, PASSPHRASE), seal_noted, 2)


class Here:
    """A pool without processes: works in this one, with so many jobs in hand before the first is told."""

    def __init__(self, seals, work=spreading.seal, ahead: int = 3) -> None:
        self.seals, self.work, self.ahead = seals, work, ahead

    def __enter__(self):
        return self

    def __exit__(self, *_ended):
        return None

    def run(self, jobs):
        jobs, place, told = iter(jobs), 0, []
        while True:
            told += [_worked(0, self.work, self.seals, job) for job in islice(jobs, self.ahead - len(told))]
            if not told:
                return
            yield replace(told.pop(0), place=place)
            place += 1


class Nowhere(Here):
    """A pool whose processes do not start."""

    def run(self, jobs):
        raise spreading.PoolError(problem="does_not_start")
