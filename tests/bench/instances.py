"""Instances to measure on: a schema with Velmaria's curriculum, and a register of invented officials."""

import random
from datetime import date, timedelta
from pathlib import Path

from flask import Flask

from curriculum import config
from curriculum.app import create_app
from curriculum.db import db
from curriculum.people.registration import NewName, NewPerson
from tests.paths.test_velmaria import load as load_velmaria

GIVEN = [
    "Amina",
    "Karim",
    "Leïla",
    "Youssef",
    "Ghizlane",
    "Sofia",
    "Marie-Ange",
    "Tarek",
    "Irina",
    "Alexeï",
    "Bakhtiar",
    "Koffi",
    "Aïssatou",
    "Naïma",
]
FAMILY = [
    "Belqasri",
    "Mercadel",
    "Gromadine",
    "Tazrouti",
    "Kocaer",
    "Sambouya",
    "Ferreirinha",
    "Vandelmeer",
    "Drissabi",
    "Lamsafri",
]


def environ(folder: Path, database_url: str | None = None) -> dict[str, str]:
    """What the environment says of an instance in a folder."""
    said = {"CURSUS_INSTANCE": str(folder), "CURSUS_SECRET_KEY": "a secret for the benchmark only, 32+"}
    return said | ({"CURSUS_DATABASE_URL": database_url} if database_url else {})


def make_app(folder: Path, database_url: str | None = None) -> Flask:
    """An application on an empty schema."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    app = create_app(config.settings(environ(folder, database_url)))
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
