"""kill -9 in the middle of a migration, with two workers: everybody moved once, and brought back once.

`FULL=1 python -m pytest -s tests/transitions/test_killed.py` does it with ten thousand and says its figures.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from sqlalchemy import func, select

from curriculum import clock
from curriculum.accounts import queries as accounts
from curriculum.accounts import sign_in
from curriculum.audit import queries as audit
from curriculum.audit.models import AuditEvent
from curriculum.db import db, transaction
from curriculum.domain.actors import Role, Scope, ScopeKind
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.lifecycles.migration import MigrationState
from curriculum.institutions import queries as institutions
from curriculum.paths import queries as paths
from curriculum.paths.models import PathEnrolment
from curriculum.tasks.models import Mail
from curriculum.transitions import queries, running, service
from curriculum.transitions.vocabulary import LineStanding
from tests.bench import instances
from tests.bench.followers import PATH
from tests.bench.operations.migrating import OnTheOlder
from tests.factories.accounts import make_account, make_role

IS_FULL = os.environ.get("FULL") == "1"
PEOPLE, PIECE, KILLS, LONGEST = (10_000, 100, 20, 8.0) if IS_FULL else (40, 5, 3, 0.8)
WRITTEN_TO = 30
ROOT = Path(__file__).parents[2]
E, L, M = EnrolmentState, LineStanding, MigrationState
WORK = """
import os, resource, sys
from curriculum.app import create_app
from curriculum.config import settings
from curriculum.transitions import applying, running, undoing
applying.PIECE = undoing.PIECE = int(sys.argv[1])
app = create_app(settings())
def tell():
    print("piece", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, flush=True)
for _line in sys.stdin:
    child = os.fork()
    if child:
        print(child, flush=True)
        os.waitpid(child, 0)
        print("ended", flush=True)
        continue
    with app.app_context():
        running.work_due(tell)
    os._exit(0)
"""


class Worker:
    """A warm process that forks one worker each time it is asked to go."""

    def __init__(self, environ):
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            [sys.executable, "-c", WORK, str(PIECE)],
            cwd=ROOT,
            env=os.environ | environ,
            stdin=pipe,
            stdout=pipe,
            text=True,
            bufsize=1,
        )

    def go(self):
        self.process.stdin.write("go\n")
        self.child = int(self.process.stdout.readline())

    def kill(self) -> bool:
        """Strike it down; tells whether it was still at work."""
        with suppress(ProcessLookupError):
            os.kill(self.child, signal.SIGKILL)
            return True
        return False

    def end(self) -> list[int]:
        """Wait for it; gives the memory it said after each piece, in KiB."""
        said = iter(self.process.stdout.readline, "ended\n")
        return [int(one.split()[1]) for one in said if one.startswith("piece")]

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(10)


@pytest.fixture
def crowd(tmp_path):
    """People with ten results each on version 1, some with an address; an account that may move them."""
    app = instances.with_velmaria(tmp_path)
    followers = OnTheOlder(app, PEOPLE)
    with app.app_context():
        with transaction():
            chief = make_account("chief")
            for role in (Role.CURRICULUM_DESIGNER, Role.TRAINING_SIGNATORY):
                make_role(chief, role, Scope(ScopeKind.INSTITUTION, institutions.get("CNFGF").id))
            for number in range(WRITTEN_TO):
                followers.open_account(number).email = f"p{number}@example.org"
            chief_id = chief.id
        yield app, accounts.actor_of(chief_id, clock.today())
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def workers(tmp_path, crowd):
    with ExitStack() as ending:
        made = [Worker(instances.environ(tmp_path)) for _ in range(2)]
        for one in made:
            ending.callback(one.close)
        yield made


def version(number: int) -> int:
    return paths.get_version(PATH, number).id


def through(code: str, workers, until: MigrationState) -> None:
    """Two at once, one of them killed now and then, until nothing is left; figures hold after every blow."""
    chance, began, struck = random.Random(20261122), time.monotonic(), 0
    for _ in range(KILLS):
        for one in workers:
            one.go()
        time.sleep(chance.uniform(0.05, LONGEST))
        struck += sum(_blow(one, chance) for one in workers)
        for one in workers:
            one.end()
        _figures_hold(code)
    workers[0].go()
    memory = workers[0].end()
    # Few people may be moved before a blow falls: that blows fall is asked of the long run.
    assert (state(code), struck > 0 or not IS_FULL) == (until, True)
    _say(
        f"{until}: {time.monotonic() - began:.0f} s with {struck} blows; "
        f"{len(memory)} pieces of the last run took {memory[:1]} … {memory[-1:]} KiB"
    )


def _blow(worker, chance) -> bool:
    """Both are struck down, at different moments."""
    time.sleep(chance.uniform(0, 0.1))
    return worker.kill()


def _say(figures: str) -> None:
    if IS_FULL:
        print(figures)


def state(code: str) -> MigrationState:
    db.session.rollback()
    return queries.get(code).state


def _figures_hold(code: str) -> None:
    """What the bar says is what became of enrolments: a move and its line were committed together."""
    db.session.rollback()
    counts = queries.counts(queries.get(code))
    on_new = select(func.count()).where(PathEnrolment.path_version_id == version(2))
    open_ = db.session.scalar(on_new.where(PathEnrolment.state != E.TRANSITIONED))
    assert (counts.total, counts.at(L.MOVED)) == (PEOPLE, open_)


def everybody(number: int) -> Counter[EnrolmentState]:
    wanted = select(PathEnrolment.state, func.count()).where(PathEnrolment.path_version_id == version(number))
    return Counter(dict(db.session.execute(wanted.group_by(PathEnrolment.state)).all()))


def recorded(event: str) -> Counter[int]:
    """How often an event was recorded about each enrolment."""
    wanted = select(AuditEvent.object_id, func.count()).where(AuditEvent.event == event)
    return Counter(dict(db.session.execute(wanted.group_by(AuditEvent.object_id)).all()))


def mails(template: str) -> list[str]:
    return sorted(db.session.scalars(select(Mail.to).where(Mail.template == template)))


def test_kill_9_moves_everybody_once_and_brings_everybody_back_once(crowd, workers):
    app, chief = crowd
    with transaction():
        code = service.draw(chief, version(1), version(2)).code
    running.work_due()
    with transaction():
        service.apply(chief, code, reason="The law changed")
    through(code, workers, M.APPLIED)
    assert (everybody(1), everybody(2)) == ({E.TRANSITIONED: PEOPLE}, {E.ACTIVE: PEOPLE})
    migrated = recorded("enrolment:migrated")
    assert (len(migrated), set(migrated.values())) == (PEOPLE, {1})
    assert mails("enrolment_moved") == sorted(f"p{number}@example.org" for number in range(WRITTEN_TO))
    _page_stays_usable(app, code)

    with transaction():
        service.undo(chief, code, reason="Too early")
    through(code, workers, M.UNDONE)
    assert (everybody(1), everybody(2)) == ({E.ACTIVE: PEOPLE}, {E.TRANSITIONED: PEOPLE})
    assert set(recorded("enrolment:moved_back").values()) == {1}
    assert len(mails("enrolment_moved_back")) == WRITTEN_TO
    assert audit.broken_links() == []


def _page_stays_usable(app, code: str) -> None:
    """The page holds fifty people whatever the plan holds, its bar says all of them."""
    with transaction():
        token = sign_in.open_session(sign_in.Checked(accounts.by_login("chief").id), hours=12)
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = token
    pages = 1 + (PEOPLE - 1) // 50
    for query in ("", "?page=2", "?kind=gains", f"?page={pages}"):
        start = time.perf_counter()
        answer = browser.get(f"/training/moves/{code}{query}", headers={"Accept-Language": "en"})
        spent, size = time.perf_counter() - start, len(answer.data)
        _say(f"page {query or 'first'}: {spent * 1000:.0f} ms, {size / 1024:.0f} KiB")
        assert answer.status_code == 200
        assert size < 200_000
        assert f"{PEOPLE} of {PEOPLE} people moved".encode() in answer.data
