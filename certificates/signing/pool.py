"""Work spread over processes, for graduations: results in order, memory flat, a killed worker noticed.

No key ever passes between processes. A worker is given an opener, a function without arguments that can be
pickled (`functools.partial(open_seals, folder)`), and opens the keys itself, once; what the opener says of
passphrases or PINs is read by the worker from where they are kept. The workers are spawned, not forked: they
inherit neither connections nor open tokens.
"""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from certificates.errors import CertificateError

Job = TypeVar("Job")
Result = TypeVar("Result")
Opened = TypeVar("Opened")

AHEAD = 4
"""Jobs per worker that may be given out or done before the first of them is fetched."""
PATIENCE = 120.0
"""Seconds for one job before its worker is taken for stuck."""
_IN_HAND = 2  # one is worked on, one waits, so that no worker waits for whoever fetches the results
_LOOK = 0.5
_TRIES = 2


class PoolError(CertificateError):
    """No worker can start: the keys cannot be opened, or the process ends at once."""

    code = "pool"


@dataclass(frozen=True)
class Outcome(Generic[Result]):
    """What became of one job: a value, or the code of what was wrong with the facts that say it."""

    place: int
    value: Result | None = None
    problem: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass
class _Worker:
    process: Any
    link: Connection
    places: deque[int] = field(default_factory=deque)
    until: float = 0.0
    ready: bool = False


class Pool(Generic[Opened, Job, Result]):
    """So many workers, started at once and kept until the end of the `with` block."""

    def __init__(
        self,
        opener: Callable[[], Opened],
        work: Callable[[Opened, Job], Result],
        processes: int = 2,
        *,
        patience: float = PATIENCE,
    ) -> None:
        self._opener, self._work, self._patience = opener, work, patience
        self._workers = [self._start() for _ in range(processes)]
        self._died_unready = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all workers; what they hold in hand is lost."""
        for worker in self._workers:
            _end(worker)
        self._workers = []

    def run(
        self, jobs: Iterable[Job], cancelled: Callable[[], bool] = lambda: False
    ) -> Iterator[Outcome[Result]]:
        """Yield what becomes of every job, in the order of the jobs.

        A job whose worker dies or is stuck is given out once more, then told as `worker_died`. When
        `cancelled` says so no further job is taken; those in hand are finished and told.
        """
        run = _Run[Job, Result](enumerate(jobs), len(self._workers) * AHEAD)
        try:
            while not run.is_over():
                if cancelled():
                    run.take_no_more()
                self._give(run)
                self._listen(run)
                self._give(run)
                yield from run.fetch()
        finally:
            self._forget_work()

    def _give(self, run: _Run[Job, Result]) -> None:
        for at, worker in enumerate(self._workers):
            while worker.ready and len(worker.places) < _IN_HAND and (given := run.next()) is not None:
                if not worker.places:
                    worker.until = time.monotonic() + self._patience
                worker.places.append(given)
                try:
                    worker.link.send((given, run.jobs[given]))
                except OSError:  # it died while it had nothing to do
                    worker = self._replace(at, run)

    def _listen(self, run: _Run[Job, Result]) -> None:
        """Wait for any worker, and look after those that say nothing more."""
        heard = wait([worker.link for worker in self._workers], timeout=min(_LOOK, self._patience))
        for at, worker in enumerate(self._workers):
            if worker.link in heard:
                self._hear(at, worker, run)
            elif worker.places and time.monotonic() > worker.until:
                self._replace(at, run)

    def _hear(self, at: int, worker: _Worker, run: _Run[Job, Result]) -> None:
        try:
            told = worker.link.recv()
        except (EOFError, OSError):
            self._replace(at, run)
            return
        if isinstance(told, Outcome):
            worker.places.popleft()
            worker.until = time.monotonic() + self._patience
            run.done(told)
        elif told is None:
            worker.ready, self._died_unready = True, 0
        else:
            raise PoolError(problem="keys", why=told)

    def _replace(self, at: int, run: _Run[Job, Result]) -> _Worker:
        """Put a new worker in the place of one that died or is stuck; its job is tried once more."""
        worker = self._workers[at]
        if not worker.ready:
            self._died_unready += 1
            if self._died_unready >= _TRIES:
                raise PoolError(problem="does_not_start", exit=worker.process.exitcode)
        run.lost(worker.places)
        _end(worker)
        self._workers[at] = self._start()
        return self._workers[at]

    def _forget_work(self) -> None:
        """Whoever stopped listening hears nothing of what was in hand, not even in the next run."""
        for at, worker in enumerate(self._workers):
            if worker.places:
                _end(worker)
                self._workers[at] = self._start()

    def _start(self) -> _Worker:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs, self._opener, self._work), daemon=True)
        process.start()
        theirs.close()  # or the end of the worker would never be heard
        return _Worker(process, ours)


class _Run(Generic[Job, Result]):
    """The state of one run: what is in hand, what waits to be told in its turn."""

    def __init__(self, jobs: Iterator[tuple[int, Job]], ahead: int) -> None:
        self._source, self._ahead = jobs, ahead
        self.jobs: dict[int, Job] = {}
        self._again: deque[int] = deque()
        self._tries: dict[int, int] = {}
        self._done: dict[int, Outcome[Result]] = {}
        self._told = 0
        self._more = True

    def next(self) -> int | None:
        """Return the place of the next job to be given out, None if none may be."""
        if self._again:
            return self._again.popleft()
        if not self._more or len(self.jobs) + len(self._done) >= self._ahead:
            return None
        for place, job in self._source:
            self.jobs[place], self._tries[place] = job, 1
            return place
        self._more = False
        return None

    def take_no_more(self) -> None:
        self._more = False

    def done(self, outcome: Outcome[Result]) -> None:
        del self.jobs[outcome.place], self._tries[outcome.place]
        self._done[outcome.place] = outcome

    def lost(self, places: Iterable[int]) -> None:
        """Give out once more what a worker had in hand; only the first of it can have killed it."""
        for number, place in enumerate(places):
            self._tries[place] += number == 0
            if self._tries[place] <= _TRIES:
                self._again.append(place)
            else:
                self.done(Outcome(place, problem="worker_died"))

    def fetch(self) -> Iterator[Outcome[Result]]:
        while self._told in self._done:
            yield self._done.pop(self._told)
            self._told += 1

    def is_over(self) -> bool:
        return not (self._more or self.jobs)


def serve(link: Connection, opener: Callable[[], Any], work: Callable[[Any, Any], Any]) -> None:
    """Be a worker: open the keys once, then do what comes until nothing comes any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started us hears it and ends us
    try:
        opened = opener()
    except Exception as error:  # whatever it is, it is told to whom it concerns
        link.send(_told(error))
        return
    link.send(None)
    while True:
        try:
            place, job = link.recv()
        except EOFError:
            return
        link.send(_worked(place, work, opened, job))


def _worked(place: int, work: Callable[[Any, Any], Any], opened: Any, job: Any) -> Outcome[Any]:
    try:
        return Outcome(place, work(opened, job))
    except Exception as error:  # one certificate that cannot be made does not stop the others
        told = _told(error)
        return Outcome(place, problem=told.pop("told"), facts=told)


def _told(error: Exception) -> dict[str, Any]:
    """Say what went wrong in words that can travel."""
    if isinstance(error, CertificateError):
        return {**{name: str(value) for name, value in error.facts.items()}, "told": error.code}
    return {"text": str(error), "told": type(error).__name__}


def _end(worker: _Worker) -> None:
    worker.link.close()
    worker.process.kill()
    worker.process.join()
    worker.process.close()
