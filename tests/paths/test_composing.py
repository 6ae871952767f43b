"""The composer by hand: a path begun, composed, changed by two, refused where it must be."""

from collections.abc import Callable

import pytest

from curriculum.db import Bilingual, db, transaction
from curriculum.domain.path import ComponentType
from curriculum.paths import queries, service
from curriculum.paths.content import ComponentContent, PathContent
from curriculum.paths.sheets import content_of
from tests.factories.catalogue import both, make_module, make_theme, outcome
from tests.factories.catalogue import published as published_module
from tests.factories.paths import content, module_component
from tests.filling import sent
from tests.page import Page
from tests.paths.test_pages import Owner

pytestmark = pytest.mark.database

HOME = "/training/paths"
DRAFT = f"{HOME}/LP-NEW/draft"
NEW = {"code": "LP-NEW", "owner": "CNFGF", "kind": "trainer", "title_fr": "Formateur", "title_en": "Trainer"}
PRACTICE = ComponentContent(
    "C2",
    ComponentType.PRACTICE,
    title=both("Teaching"),
    rule={"unit": "delivery_hours", "minimum": 20, "distinct_sessions": 2, "within_months": 36},
)


@pytest.fixture
def modules(cast):
    """BOR-101, BOR-102 and BOR-103, published at CNFGF."""
    with transaction():
        theme = make_theme("T5")
        made = [
            make_module(code, owner=Owner(cast.institution("CNFGF")), theme=theme)
            for code in ("BOR-101", "BOR-102", "BOR-103")
        ]
        for one in made:
            published_module(one, cast.chidi, cast.farid, outcome(100, critical=True))
    return made


@pytest.fixture
def draft(cast, modules) -> Callable[..., object]:
    """What makes a draft of LP-NEW; without components of its own it has a module and practice."""

    def make(*components: ComponentContent, **more: object):
        with transaction():
            path = service.create_path(cast.chidi, code="LP-NEW", owner="CNFGF")
            parts = components or (module_component(modules[0]), PRACTICE)
            return service.draft_version(cast.chidi, path_id=path.id, content=content(*parts, **more))

    return make


def stored(code: str = "LP-NEW") -> PathContent:
    """The open version as the database has it."""
    db.session.remove()
    version = queries.open_version(queries.get_path(code).id)
    return content_of(queries.version(version.id))


def order() -> list[str]:
    return [one.code for one in stored().components]


def cards(page: Page) -> list[str]:
    return [one.get("data-key", "") for one in page.all("li", class_="compose-card")]


def button(page: Page, key: str, way: str) -> str:
    card = page.first("li", id=f"card-{key}")
    return next(one.get("value", "") for one in card.iter("button") if one.get("data-move") == way)


def test_a_path_is_opened_with_its_first_draft(visit, modules):
    answer = visit(f"{HOME}/new", as_="chidi", method="POST", data=NEW, status=302)
    page = visit(answer.location, as_="chidi")

    assert page.h1 == "Compose LP-NEW"
    assert "The drawing begins with the first component." in page.text
    assert stored().title == Bilingual("Formateur", "Trainer")


def test_a_module_is_added_by_its_form(visit, draft):
    draft()
    form = visit(f"{DRAFT}/components/new?type=module&stage=", as_="chidi")

    answer = visit(
        f"{DRAFT}/components/new?type=module&stage=",
        as_="chidi",
        method="POST",
        data=sent(form, module="BOR-102 1", save="1"),
        status=302,
    )

    assert answer.location.startswith(f"{DRAFT}#card-")
    assert stored().components[-1].module == ("BOR-102", 1)


def test_moving_by_buttons(visit, draft):
    draft()
    page = visit(DRAFT, as_="chidi")
    keys = cards(page)

    visit(
        f"{DRAFT}/move",
        as_="chidi",
        method="POST",
        data={"to": button(page, keys[0], "down"), "seen": "1"},
        status=302,
    )

    assert order() == ["C2", "C1"]
