"""Work over processes: every job told once and in order, whatever happens to the workers."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import socket
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from certificates.errors import StatementError
from certificates.issuing import Recorded
from certificates.signing.pool import AHEAD, Outcome, Pool, PoolError, serve
from certificates.status.entry import StatusEntry
from tests.certificates import work
from tests.certificates.conftest import AT, SALT, World, drafted
from tests.certificates.making import Commission, seal_one
from tests.certificates.samples import number_for, statement


def _told(outcomes: Iterator[Outcome[Any]]) -> list[Any]:
    return [one.value if one.problem is None else one.problem for one in outcomes]


def test_results_come_in_the_order_of_the_jobs() -> None:
    with Pool(work.nothing, work.square, 2) as pool:
        assert _told(pool.run(range(20))) == [("opened", number * number) for number in range(20)]
        assert _told(pool.run([])) == []
        assert _told(pool.run([7])) == [("opened", 49)]  # the same workers, once more


def test_one_that_cannot_be_made_stops_no_other() -> None:
    with Pool(work.nothing, work.refuse_odd, 1) as pool:
        told = list(pool.run(range(5)))

    assert [one.value for one in told] == [-2, None, -6, None, 6]
    assert (told[1].problem, told[1].facts) == (
        "statement_refused",
        {"field": "hours", "problem": "negative"},
    )
    assert (told[3].problem, told[3].facts["text"]) == (
        "ZeroDivisionError",
        "integer division or modulo by zero",
    )


def test_job_of_a_killed_worker_is_done_once_more(tmp_path: Path) -> None:
    with Pool(work.nothing, work.killed_once, 1) as pool:
        first = pool._workers[0].process.pid
        (outcome,) = pool.run([tmp_path / "marker"])

    assert outcome.problem is None
    assert outcome.value not in (first, os.getpid())


def test_job_that_kills_twice_is_told_and_the_others_are_done() -> None:
    with Pool(work.nothing, work.killed_always, 2) as pool:
        assert _told(pool.run(range(6))) == [0, "worker_died", 2, 3, 4, 5]


def test_worker_that_is_stuck_is_taken_for_dead() -> None:
    with Pool(work.nothing, work.sleep_over_one, 2, patience=0.3) as pool:
        assert _told(pool.run(range(4))) == [0, "worker_died", 2, 3]


def test_worker_killed_between_runs_is_replaced() -> None:
    with Pool(work.nothing, work.process, 1) as pool:
        (first,) = _told(pool.run([0]))
        os.kill(first, signal.SIGKILL)
        os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)

        (second,) = _told(pool.run([0]))

    assert second != first


def test_cancelled_run_ends_what_is_in_hand_and_takes_no_more() -> None:
    asked: list[int] = []

    def jobs() -> Iterator[int]:
        for number in count():
            asked.append(number)
            yield number

    with Pool(work.nothing, work.square, 2) as pool:
        told = _told(pool.run(jobs(), cancelled=lambda: len(asked) >= 5))

    assert told == [("opened", number * number) for number in asked]
    assert 5 <= len(asked) <= 6


def test_jobs_are_taken_only_as_results_are_fetched() -> None:
    asked: list[int] = []

    def jobs() -> Iterator[int]:
        for number in range(100):
            asked.append(number)
            yield number

    with Pool(work.nothing, work.square, 1) as pool:
        run = pool.run(jobs())
        assert next(run).place == 0
        assert len(asked) <= 1 + AHEAD


def test_who_stops_listening_hears_nothing_of_it_in_the_next_run() -> None:
    with Pool(work.nothing, work.sleep_over_one, 1) as pool:
        run = pool.run(range(9))
        assert next(run).value == 0
        run.close()  # type: ignore[attr-defined]  # a generator; the worker sleeps over the second job
        assert _told(pool.run([3])) == [3]


def test_keys_that_do_not_open_are_told_at_once() -> None:
    with Pool(work.no_keys, work.square, 1) as pool, pytest.raises(PoolError) as refused:
        list(pool.run([1]))

    why = {"key": "x", "problem": "InvalidKey", "told": "signing_key"}
    assert refused.value.facts == {"problem": "keys", "why": why}


def test_worker_that_never_starts_is_told() -> None:
    with Pool(work.die, work.square, 1) as pool, pytest.raises(PoolError, match="does_not_start"):
        list(pool.run([1]))


def test_workers_end_with_the_pool() -> None:
    with Pool(work.nothing, work.process, 2) as pool:
        list(pool.run(range(4)))
        assert len(multiprocessing.active_children()) == 2

    assert multiprocessing.active_children() == []


@pytest.fixture
def quiet() -> Iterator[None]:
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("quiet")
def test_worker_opens_once_and_serves_until_nothing_comes() -> None:
    ours, theirs = multiprocessing.Pipe()
    for place, number in enumerate((3, 1, 0)):
        ours.send((place, number))
    opened: list[int] = []

    def opener() -> int:
        opened.append(1)
        return 10

    def job(opened: int, number: int) -> int:
        if number == 1:
            raise StatementError(field="hours")
        return opened // number

    ours_end = _half_closed(ours)
    serve(theirs, opener, job)

    told = [ours_end.recv() for _ in range(4)]
    assert opened == [1]
    assert told[0] is None
    assert [(one.value, one.problem) for one in told[1:]] == [
        (3, None),
        (None, "statement_refused"),
        (None, "ZeroDivisionError"),
    ]


def _half_closed(link: Any) -> Any:
    """Say that nothing more will be sent, and go on listening."""
    with socket.socket(fileno=os.dup(link.fileno())) as channel:
        channel.shutdown(socket.SHUT_WR)
    return link


@pytest.mark.usefixtures("quiet")
def test_worker_without_keys_says_so_and_ends() -> None:
    ours, theirs = multiprocessing.Pipe()

    serve(theirs, work.no_keys, work.square)

    assert ours.recv() == {"key": "x", "problem": "InvalidKey", "told": "signing_key"}


def _commission(place: int) -> Commission:
    said = statement(number=number_for("TRN", f"7KQ4M9XR{place}D"))
    return Commission(said, Recorded(AT, SALT, StatusEntry(1, place)))


def test_certificates_of_the_pool_are_those_made_alone(world: World) -> None:
    commissions = [_commission(place) for place in range(4)]
    opened = work.keys(world.folder)

    with Pool(partial(work.keys, world.folder), seal_one, 2) as pool:
        told = _told(pool.run(commissions))

    assert told == [seal_one(opened, one) for one in commissions]
    assert told[0].credential == drafted(commissions[0].statement, commissions[0].recorded).credential


def test_open_keys_do_not_travel(world: World) -> None:
    with pytest.raises(TypeError, match="cannot pickle"):
        pickle.dumps(world.signers.hr)
