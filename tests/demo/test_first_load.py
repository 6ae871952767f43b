"""The first load comes whole or not at all; a second run repeats nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from curriculum import clock
from curriculum.app import create_app
from curriculum.db import db, transaction
from curriculum.demo import first_load, loader
from curriculum.demo.world import World
from curriculum.institutions.models import Institution
from tests.conftest import NOW, _settings


class Killed(BaseException):
    """What a kill looks like from inside."""


@pytest.fixture
def settings(tmp_path):
    return _settings(tmp_path / "instance", None)


@pytest.fixture
def short(monkeypatch):
    """A history that ends on its first morning; says how often it was lived."""
    lived = []

    def load(world: World, ceremony: loader.Ceremony, tick: loader.Tick) -> None:
        lived.append(world.shift_days)
        loader.begin(world, ceremony)

    monkeypatch.setattr(first_load.loader, "load", load)
    return lived


def run(settings, days_later: int = 0) -> first_load.Loaded:
    with clock.moved_to(NOW + timedelta(days=days_later)):
        found = first_load.found(settings)
        return found or first_load.load(settings, create_app, lambda done, of, event: None)


def institutions(settings) -> int:
    with create_app(settings).app_context():
        count = len(db.session.scalars(select(Institution)).all())
        db.session.remove()
        db.engine.dispose()
    return count


def test_a_load_moves_in_with_its_keys(settings, short) -> None:
    loaded = run(settings, days_later=9)

    assert (loaded.shift_days, institutions(settings)) == (9, 13)
    assert (settings.keys / "root.pem").exists()
    assert not (settings.instance / first_load.ASIDE).exists()


def test_a_second_run_on_a_later_day_repeats_and_shifts_nothing(settings, short) -> None:
    first = run(settings)

    assert run(settings, days_later=30) == first
    assert short == [0]


def test_a_killed_load_begins_anew(settings, short, monkeypatch) -> None:
    whole = first_load.loader.load

    def cut(world, ceremony, tick):
        whole(world, ceremony, tick)
        raise Killed

    monkeypatch.setattr(first_load.loader, "load", cut)
    with pytest.raises(Killed):
        run(settings)
    assert not (settings.data / "cursus.db").exists()
    monkeypatch.setattr(first_load.loader, "load", whole)

    assert run(settings).is_complete
    assert institutions(settings) == 13


def test_a_load_killed_while_moving_in_is_moved_in_by_the_next_run(settings, short, monkeypatch) -> None:
    move = first_load._move_in

    def cut(settings, aside):
        (aside / "keys").replace(settings.keys)
        raise Killed

    monkeypatch.setattr(first_load, "_move_in", cut)
    with pytest.raises(Killed):
        run(settings)
    monkeypatch.setattr(first_load, "_move_in", move)

    assert run(settings).is_complete
    assert (short, institutions(settings)) == ([0], 13)


def test_data_of_others_is_not_overwritten(settings, short) -> None:
    with create_app(settings).app_context():
        db.create_all()
        with transaction():
            loader.curriculum_loader.load_institutions(World(settings.data).curriculum, loader.OPERATOR)
        db.session.remove()
        db.engine.dispose()

    with pytest.raises(first_load.NotFresh, match="holds data of its own"):
        run(settings)


def test_keys_of_others_are_not_overwritten(settings, short) -> None:
    settings.keys.mkdir()
    (settings.keys / "root.pem").write_text("a root")

    with pytest.raises(first_load.NotFresh, match="holds keys already"):
        run(settings)


def test_two_first_loads_at_a_time_are_kept_apart(settings, short) -> None:
    with first_load._alone(settings), pytest.raises(first_load.NotFresh, match="another first load"):
        run(replace(settings))
