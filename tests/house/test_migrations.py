"""Migrations: one head, the schema of the models, up and down with rows present, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import create_engine, inspect, make_url, select, text
from sqlalchemy.engine import Engine

from curriculum import clock
from curriculum.app import create_app
from curriculum.awards.models import Application
from curriculum.config import settings
from curriculum.db import Base, db
from tests.awards import signed_off
from tests.conftest import NOW

pytestmark = pytest.mark.database


@pytest.fixture
def bare(tmp_path, postgresql) -> Iterator[Flask]:
    """A deployment whose database holds nothing yet."""
    (tmp_path / "data").mkdir()
    environ = {"CURSUS_INSTANCE": str(tmp_path), "CURSUS_SECRET_KEY": "x" * 40}
    if postgresql:
        environ["CURSUS_DATABASE_URL"] = _fresh(postgresql, "migrated")
    app = create_app(settings(environ))
    with app.app_context(), clock.moved_to(NOW):
        yield app
        db.session.remove()
        db.engine.dispose()


def _fresh(server: str, name: str) -> str:
    """An empty database of this name on the server of the tests."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def heads(app: Flask) -> list[str]:
    return ScriptDirectory(str(app.extensions["migrate"].directory)).get_heads()


def schema(engine: Engine) -> dict[str, object]:
    """Tables with all that the database enforces, as the database itself tells it."""
    seen = inspect(engine)
    return {
        table: {
            "columns": {c["name"]: (str(c["type"]), c["nullable"]) for c in seen.get_columns(table)},
            "key": seen.get_pk_constraint(table)["constrained_columns"],
            "references": sorted(
                (fk["constrained_columns"], fk["referred_table"], fk["referred_columns"])
                for fk in seen.get_foreign_keys(table)
            ),
            "unique": sorted(
                (one["name"], one["column_names"]) for one in seen.get_unique_constraints(table)
            ),
            "checks": sorted(
                (one["name"], _plain(one["sqltext"])) for one in seen.get_check_constraints(table)
            ),
            "indexes": sorted(
                (one["name"], one["column_names"], one["unique"]) for one in seen.get_indexes(table)
            ),
            "triggers": triggers(engine, table),
        }
        for table in seen.get_table_names()
        if table != "alembic_version"
    }


TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table",
    "postgresql": "SELECT pg_get_triggerdef(oid), pg_get_functiondef(tgfoid) FROM pg_trigger "
    "WHERE NOT tgisinternal AND tgrelid = CAST(:table AS regclass)",
}


def triggers(engine: Engine, table: str) -> list[tuple[str, ...]]:
    """What the database does by itself when rows of a table change, as it keeps it."""
    with engine.connect() as connection:
        rows = connection.execute(text(TRIGGERS[engine.dialect.name]), {"table": table})
        return sorted(tuple(map(_plain, row)) for row in rows)


def _plain(sql: str) -> str:
    return " ".join(sql.split())


def test_there_is_one_head(bare):
    assert len(heads(bare)) == 1


def test_the_newest_schema_is_that_of_the_models(bare, tmp_path, postgresql):
    upgrade()
    url = _fresh(postgresql, "modelled") if postgresql else f"sqlite:///{tmp_path / 'modelled.db'}"
    engine = create_engine(url)
    Base.metadata.create_all(engine)
    wanted = schema(engine)
    engine.dispose()
    found = schema(db.engine)
    assert {table for table in wanted if wanted[table] != found.get(table)} == set()
    assert found == wanted
    held = {"module_version", "outcome", "assessment_spec", "path_version", "path_component"}
    held |= {"review_thread", "review_comment", "framework", "framework_item", "framework_association"}
    held |= {"feedback", "change_proposal", "evaluation", "evaluation_answer"}
    assert {table for table in found if found[table]["triggers"]} == held


def test_down_and_up_again_with_rows_present(bare):
    upgrade()
    signed_off.open_keys()
    signed_off.make_batch(3)
    db.session.remove()
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    upgrade()
    assert db.session.scalars(select(Application)).all() == []
    assert _current() == set(heads(bare))


def _current() -> set[str]:
    with db.engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads())


def test_a_second_upgrade_changes_nothing(bare):
    upgrade()
    signed_off.open_keys()
    signed_off.make_batch(2)
    db.session.remove()
    upgrade()
    assert len(db.session.scalars(select(Application)).all()) == 2


def test_foreign_keys_are_on_again_after_a_migration(bare):
    """The migration of SQLite's tables runs without them; the connection goes back to the pool with them."""
    upgrade()
    if db.engine.dialect.name != "sqlite":
        pytest.skip("SQLite switches them by connection")
    assert db.session.scalar(text("PRAGMA foreign_keys")) == 1


def test_every_revision_says_what_it_does():
    folder = Path(__file__).parents[2] / "curriculum" / "migrations" / "versions"
    for path in folder.glob("*.py"):
        assert path.read_text().startswith('"""'), path.name
