"""Instances to measure on: a schema with Velmaria's curriculum, and a register of invented officials."""

import random
from datetime import date, timedelta
from pathlib import Path

from flask import Flask

from curriculum import config
from curriculum.app import create_app
from curriculum.db import db, transaction
from curriculum.people import service as people
from curriculum.people.registration import NewName, NewPerson
from tests.paths.test_velmaria import load as load_velmaria

GIVEN = "Amina Karim Leïla Youssef Ghizlane Sofia Marie-Ange Tarek Irina Alexeï Bakhtiar Koffi Aïssatou Naïma".split()
FAMILY = (
    "Belqasri Mercadel Gromadine Tazrouti Kocaer Sambouya Ferreirinha Vandelmeer Drissabi Lamsafri".split()
)


def make_app(folder: Path, database_url: str | None = None) -> Flask:
    """An application on an empty schema."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    environ = {"CURSUS_INSTANCE": str(folder), "CURSUS_SECRET_KEY": "a secret for the benchmark only, 32+"}
    if database_url:
        environ["CURSUS_DATABASE_URL"] = database_url
    app = create_app(config.settings(environ))
    with app.app_context():
        db.create_all()
    return app


def with_velmaria(folder: Path, database_url: str | None = None) -> Flask:
    """An application with the curriculum of the demonstration."""
    app = make_app(folder, database_url)
    with app.app_context():
        load_velmaria()
    return app


def officials(count: int, seed: int = 1, prefix: str = "B") -> list[NewPerson]:
    """Invented officials of MINT, the same for the same seed."""
    dice = random.Random(seed)
    return [
        NewPerson(
            names=(NewName("Latn", dice.choice(GIVEN), f"{dice.choice(FAMILY)}{_suffix(dice)}"),),
            personnel_no=f"{prefix}-{seed}-{number:07}",
            institution="MINT",
            unit="MINT-DPF",
            grade="C1",
            hired_on=date(2012, 1, 1),
            birth_date=date(1965, 1, 1) + timedelta(days=dice.randrange(12_000)),
        )
        for number in range(count)
    ]


def _suffix(dice: random.Random) -> str:
    return "".join(dice.choice("aeiounrlst") for _ in range(3))


def register(actor: object, count: int, seed: int = 1) -> list[int]:
    """Officials in the register."""
    with transaction():
        return people.register_many(actor, officials(count, seed))
