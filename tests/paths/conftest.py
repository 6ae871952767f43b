"""A path to compose: three modules in force, and a draft that asks for one of them."""

from collections.abc import Callable

import pytest

from curriculum.db import transaction
from curriculum.paths import service
from curriculum.paths.content import ComponentContent
from tests.factories.catalogue import make_module, make_theme, outcome
from tests.factories.catalogue import published as published_module
from tests.factories.paths import content, module_component
from tests.paths.composing import (
    PRACTICE,
)
from tests.paths.test_pages import Owner


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
