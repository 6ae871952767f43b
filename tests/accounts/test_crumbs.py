"""The way back leads where its reader may go."""

import pytest

pytestmark = pytest.mark.database


@pytest.mark.parametrize(
    ("who", "page", "way"),
    [
        pytest.param("dalia", "/training/offerings", {"Donor": "/donor"}, id="a donor goes back to its desk"),
        pytest.param("chidi", "/training/offerings", {"Training": "/training"}, id="a designer to training"),
        pytest.param(
            "chidi",
            "/training/review/delegations",
            {"Reviews": "/training/review"},
            id="reviews are open to whoever is concerned",
        ),
    ],
)
def test_way_back_leads_where_the_reader_may_go(cast, visit, who, page, way):
    assert getattr(cast, who)

    crumbs = visit(page, as_=who).first("nav", class_="crumbs")

    assert {one.text: one.get("href") for one in crumbs.iter("a")} == way
