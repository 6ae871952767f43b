"""Posts ask for competences of adopted frameworks: dated, ended, never removed."""

from datetime import date

import pytest

from curriculum.db import db, new_id, transaction
from curriculum.domain.actors import OPERATOR
from curriculum.domain.refusals import RefusalCode
from curriculum.frameworks import asked, posts, queries, scales, service
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
    assert [(one.code, one.to) for one in asked.of_post("P-GUARD")] == [("BG.1", date(2026, 11, 21))]


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

    assert (len(page.problems()), asked.of_post("P-GUARD")) == (1, [])


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


@pytest.fixture
def draft(cast):
    """OURS, a draft without a scale."""
    with transaction():
        return service.import_(
            OPERATOR, as_file(package(3, CFRubrics=[])), code="OURS", owner_id=cast.institution("CNFGF")
        )


def test_own_scale_is_written_into_the_file(visit, draft):
    link = visit("/training/frameworks/OURS", as_="chidi").links()["Add a scale of levels"]
    sent = {"name": "Mastery", "steps": "Guided\r\n\r\nAutonomous\r\n"}
    visit(link, as_="chidi", method="POST", data=sent, status=303)

    db.session.expire_all()
    (rubric,) = queries.export("OURS")["CFRubrics"]
    levels = rubric["CFRubricCriteria"][0]["CFRubricCriterionLevels"]
    assert (rubric["title"], [one["quality"] for one in levels]) == ("Mastery", ["Guided", "Autonomous"])
    assert "Autonomous" in visit("/training/frameworks/OURS", as_="ines").text


@pytest.mark.parametrize(
    ("who", "steps", "code"),
    [
        pytest.param("chidi", ["one"], RefusalCode.VALUE_INVALID, id="a-single-step"),
        pytest.param("chidi", ["one", " one"], RefusalCode.VALUE_INVALID, id="a-step-twice"),
        pytest.param("dalia", ["one", "two"], RefusalCode.NOT_PERMITTED, id="I-09-a-donor"),
    ],
)
def test_scale_is_refused(cast, draft, who, steps, code):
    refused(code, scales.add, getattr(cast, who), draft.id, name="Mastery", steps=steps)


def test_adopted_framework_gets_no_scale(cast, framework):
    refused(
        RefusalCode.FRAMEWORK_FROZEN, scales.add, cast.chidi, framework.id, name="New", steps=["one", "two"]
    )
