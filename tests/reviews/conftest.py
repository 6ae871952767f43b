"""A module version in review, with the people who write, review, are asked and decide for others."""

from dataclasses import dataclass
from datetime import date

import pytest

from curriculum.accounts import queries as accounts
from curriculum.accounts.models import Account
from curriculum.catalogue import queries as catalogue
from curriculum.catalogue import service as catalogue_service
from curriculum.db import Bilingual, db, new_id, transaction
from curriculum.domain.actors import EVERYWHERE, Actor, Role, Scope, ScopeKind
from curriculum.domain.sheets import Place
from curriculum.people.models import Person
from curriculum.reviews.kinds import KINDS
from tests.factories.accounts import make_account, make_role
from tests.factories.catalogue import content, make_module, make_theme, outcome

MODULES = KINDS["modules"]
PAGE = "/training/review/modules/BOR-102/1"


@dataclass(frozen=True)
class Owner:
    """CNFGF as the module factory wants it."""

    id: int


@dataclass(frozen=True)
class Case:
    """Version 1 of BOR-102 and the keys of its parts."""

    id: int
    outcomes: tuple[str, ...]

    @property
    def version(self):
        return catalogue.version(self.id)

    def place(self, number: int = 1, field: str = "") -> Place:
        return Place("outcomes", self.outcomes[number - 1], field)


@pytest.fixture
def case(cast) -> Case:
    """Written by Chidi at CNFGF, submitted for review."""
    with transaction():
        module = make_module(owner=Owner(cast.institution("CNFGF")), theme=make_theme("T5"))
        given = content(outcome(60, critical=True, text="Assess"), outcome(40, text="Write"))
        made = catalogue_service.draft_version(cast.chidi, module_id=module.id, content=given)
        catalogue_service.submit(cast.chidi, made.id)
        keys = tuple(one.key for one in catalogue.version(made.id).outcomes)
    db.session.remove()
    return Case(made.id, keys)


def newcomer(login: str, role: Role | None = None, institution: int | None = None, **values) -> Actor:
    """An account of a person of its own, with a role at an institution or everywhere."""
    with transaction():
        account = newcomer_account(login, **values)
        if role is not None:
            scope = EVERYWHERE if institution is None else Scope(ScopeKind.INSTITUTION, institution)
            make_role(account, role, scope)
        key = account.id
    return accounts.actor_of(key, date(2026, 11, 21))


def newcomer_account(login: str, **values) -> Account:
    person = Person(id=new_id())
    db.session.add(person)
    db.session.flush()
    return make_account(login, **{"person_id": person.id, "display_name": login.title(), **values})


def text(fr: str, en: str) -> dict[str, str]:
    """A text as a sheet says it."""
    return {"fr": fr, "en": en}


def both(fr: str, en: str) -> Bilingual:
    """The same as a row says it."""
    return Bilingual(fr, en)
