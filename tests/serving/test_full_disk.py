"""A full disk is said as such: nothing stored, whom to tell, no half state."""

import errno

import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError, OperationalError

from curriculum import errors


def _full_sqlite(folder) -> DBAPIError:
    """What SQLite says when a file may not grow any more."""
    with create_engine(f"sqlite:///{folder / 'full.db'}").connect() as connection:
        connection.execute(text("CREATE TABLE held (it BLOB)"))
        connection.execute(text("PRAGMA max_page_count = 4"))
        with pytest.raises(OperationalError) as refused:
            connection.execute(text("INSERT INTO held VALUES (zeroblob(100000))"))
    return refused.value


def _full_postgresql(_folder) -> DBAPIError:
    return OperationalError("INSERT", {}, psycopg.errors.DiskFull("could not extend file"))


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        pytest.param(_full_sqlite, 507, id="SQLite cannot grow"),
        pytest.param(_full_postgresql, 507, id="PostgreSQL cannot extend a file"),
        pytest.param(lambda _folder: OSError(errno.ENOSPC, "No space left"), 507, id="no space for a file"),
        pytest.param(lambda _folder: OSError(errno.EACCES, "Permission denied"), 500, id="another failure"),
    ],
)
def test_full_disk_is_said_as_such(app, tmp_path, failure, status):
    with app.test_request_context("/training/lists?lang=en"):
        page, code = errors._failed(failure(tmp_path))[:2]

    assert code == status
    assert ("There is no room left to store this" in page) == (status == 507)
