"""Posts ask for competences of adopted frameworks: dated, ended, never removed."""

from datetime import date

import pytest

from curriculum.db import db, new_id, transaction
from curriculum.domain.actors import OPERATOR
from curriculum.domain.refusals import RefusalCode
from curriculum.frameworks import posts, queries, service
from curriculum.institutions.models import PostProfile
from tests.factories.catalogue import both
from tests.factories.frameworks import as_file, package
from tests.refusing import refused

pytestmark = pytest.mark.database

RUBRIC = {
    "CFRubrics": [
        {
            "title": "Mastery",
            "CFRubricCriteria": [
                {
                    "CFRubricCriterionLevels": [
                        {"quality": "Autonomous", "position": 2},
                        {"quality": "Guided", "position": 1, "description": "With help"},
                    ]
                }
            ],
        }
    ]
}


@pytest.fixture
def framework(cast):
    """BG, adopted, with a scale of two steps; the post P-GUARD asks for nothing yet."""
    with transaction():
        made = service.import_(
            OPERATOR, as_file(package(3, **RUBRIC)), code="BG", owner_id=cast.institution("CNFGF")
        )
        service.adopt(cast.farid, made.id)
        db.session.add(PostProfile(id=new_id(), code="P-GUARD", title=both("Guard")))
    return made


def sent(**more):
    return {"framework": "BG", "item": "BG.1", "level": "Guided", "from": "2026-11-21"} | more


def test_post_asks_for_a_competence_until_it_does_no_more(visit, framework):
    visit("/training/posts/P-GUARD", as_="chidi", method="POST", data=sent(), status=303)

    shown = visit("/training/posts/P-GUARD", as_="ines")
    assert shown.rows()[0][:4] == ["BG BG.1", "Check travel document no. 1", "Guided", "required"]
    assert visit("/training/frameworks/BG", as_="ines").links()["Guard"] == "/training/posts/P-GUARD"

    form = next(
        one
        for one in visit("/training/posts/P-GUARD", as_="chidi").all("form")
        if one.get("action", "").endswith("/end")
    )
    visit(form.get("action"), as_="chidi", method="POST", status=303)
    assert [(one.code, one.to) for one in posts.of_post("P-GUARD")] == [("BG.1", date(2026, 11, 21))]


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        pytest.param({"item": "BG.9"}, 404, id="no-such-item"),
        pytest.param({"level": "Perfect"}, 422, id="not-of-the-scale"),
        pytest.param({"framework": "XX"}, 422, id="no-such-framework"),
        pytest.param({"from": ""}, 422, id="no-day"),
    ],
)
def test_wrong_values_come_back(visit, framework, changed, status):
    page = visit("/training/posts/P-GUARD", as_="chidi", method="POST", data=sent(**changed), status=status)

    assert (len(page.problems()), posts.of_post("P-GUARD")) == (1, [])


def test_competence_is_asked_for_once_at_a_time(cast, framework):
    item = queries.get_item("BG", "BG.1")
    posts.ask(cast.chidi, post="P-GUARD", item=item)

    refused(RefusalCode.ALREADY_EXISTS, posts.ask, cast.chidi, post="P-GUARD", item=item)


@pytest.mark.parametrize("who", ["dalia", "ines", "amina"])
def test_others_only_read(visit, cast, framework, who):
    assert "Add a competence" not in visit("/training/posts/P-GUARD", as_="ines").text
    visit("/training/posts/P-GUARD", as_=who, method="POST", data=sent(), status=403)


def test_framework_shows_its_scale_in_order(visit, framework):
    page = visit("/training/frameworks/BG", as_="ines").html

    assert 0 < page.index("Guided") < page.index("With help") < page.index("Autonomous")


def test_posts_are_found_from_the_list_of_frameworks(visit, cast):
    assert cast.ines
    page = visit("/training/frameworks", as_="ines")

    assert page.links()["Posts and their competences"] == "/training/posts"
    assert "The training unit of an institution imports frameworks" in page.text
    assert "No posts yet" in visit("/training/posts", as_="ines").text
