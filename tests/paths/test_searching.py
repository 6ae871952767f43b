"""The public catalogue searched: in titles, purposes, summaries and outcomes, in both languages."""

import pytest

from curriculum.db import Bilingual, transaction
from curriculum.paths import searching
from tests.factories.catalogue import both, make_module, outcome
from tests.factories.catalogue import published as published_module
from tests.factories.paths import module_component, published

pytestmark = pytest.mark.database


class Owner:
    def __init__(self, key):
        self.id = key


@pytest.fixture
def catalogue(cast):
    """Two modules and a path of the first."""
    with transaction():
        owner = Owner(cast.institution("CNFGF"))
        first, second = make_module("BOR-102", owner=owner), make_module("ASY-101", owner=owner)
        for module, title, summary, text in (
            (first, Bilingual("Examen", "Travel documents"), both("Passports"), "Detect a forgery"),
            (second, Bilingual("Asile", "Asylum"), Bilingual("Écouter", "Listening"), "Detect trauma"),
        ):
            published_module(
                module,
                cast.chidi,
                cast.farid,
                outcome(100, critical=True, text=text),
                title=title,
                summary=summary,
            )
        component = module_component(first)
        published(
            "LP-X",
            cast.chidi,
            cast.elif_,
            cast.farid,
            component,
            title=both("Frontex"),
            purpose=both("Border guards"),
        )


@pytest.mark.parametrize(
    ("text", "paths", "modules"),
    [
        ("", ["LP-X"], ["ASY-101", "BOR-102"]),  # everything
        ("asy-101", [], ["ASY-101"]),  # by code
        ("asile", [], ["ASY-101"]),  # the other language
        ("ecouter", [], ["ASY-101"]),  # the summary, without its accent
        ("detect", [], ["ASY-101", "BOR-102"]),  # outcomes
        ("forgery passports", [], ["BOR-102"]),  # one word of the outcome, one of the summary
        ("forgery trauma", [], []),  # not of two modules at once
        ("guards", ["LP-X"], []),  # the purpose
        ("фронтекс", ["LP-X"], []),  # another script
        ("فرونتكس", ["LP-X"], []),
    ],
)
def test_what_is_found(catalogue, text, paths, modules):
    found = searching.index(text)

    assert [row.code for _kind, rows in found.paths for row in rows] == paths
    assert sorted(row.code for _theme, rows in found.modules for row in rows) == modules
    assert found.is_empty is not bool(paths or modules)


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("forgery", ["Detect a forgery"]),
        ("passports", []),  # the module itself says so
        ("passports forgery", ["Detect a forgery"]),  # what only the outcome holds
    ],
)
def test_an_outcome_is_named_when_it_is_why(catalogue, text, because):
    assert [one.en for one in searching.index(text).because.values()] == because


def test_the_page_says_in_which_outcome(visit, catalogue):
    assert "in an outcome: Detect a forgery" in visit("/catalogue?q=forgery").text
