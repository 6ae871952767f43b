"""Velmaria loaded once for all tests that read it, with unshifted dates; built when first asked for."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask

from curriculum import clock
from curriculum.app import create_app
from curriculum.awards import keys
from curriculum.config import Settings
from curriculum.db import db
from curriculum.demo import loader
from curriculum.demo.world import World
from tests.conftest import NOW, _settings

PASSPHRASE = "a passphrase that only tests use"


@dataclass(frozen=True)
class Velmaria:
    """The loaded instance: its application and what the loader knew at the end."""

    app: Flask
    world: World
    settings: Settings

    @contextmanager
    def opened(self, at: datetime = NOW) -> Iterator[None]:
        """Inside the application, on the day of the demonstration."""
        with self.app.app_context(), clock.moved_to(at):
            try:
                yield
            finally:
                db.session.remove()
                db.engine.dispose()

    def unlock(self) -> None:
        """Hold the keys in this process, as the worker does."""
        keys.unlock(self.settings.keys, PASSPHRASE)

    def copy(self, folder: Path) -> "Velmaria":
        """A Velmaria of its own for tests that change it, with every guard of a real one."""
        shutil.copytree(self.settings.instance, folder, dirs_exist_ok=True)
        settings = replace(_settings(folder, None), demo=True)
        return Velmaria(create_app(settings), self.world, settings)


_built: dict[str, Velmaria] = {}


def build(tmp_path_factory: Any) -> Velmaria:
    """The one Velmaria of this test session."""
    if "it" not in _built:
        _built["it"] = _load(tmp_path_factory.mktemp("velmaria"))
    return _built["it"]


def _load(folder: Path) -> Velmaria:
    # Always SQLite: the demonstration's own database, whatever the other tests run on.
    settings = replace(_settings(folder, None), demo=True)
    app = create_app(settings, TESTING=True, WTF_CSRF_ENABLED=False)
    world = World(folder / "lists")
    with app.app_context(), clock.moved_to(datetime(2026, 11, 21, tzinfo=UTC)):
        db.create_all()
        loader.load(world, loader.Ceremony(settings.keys, PASSPHRASE))
        db.session.remove()
        db.engine.dispose()
    return Velmaria(app, world, settings)
