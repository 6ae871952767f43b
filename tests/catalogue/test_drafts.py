"""What is typed is kept, offered again, told to others; nothing of it is saved before somebody saves."""

from datetime import timedelta

import html5lib
import pytest
from sqlalchemy import select

from curriculum import clock
from curriculum.catalogue import drafts, queries, service
from curriculum.catalogue.content import ChangeClass
from curriculum.catalogue.models import DraftCopy
from curriculum.db import db, transaction
from curriculum.domain.actors import Role
from curriculum.domain.refusals import RefusalCode
from tests.conftest import NOW
from tests.factories.accounts import make_account, make_role
from tests.factories.catalogue import content, make_module, make_theme, outcome, published
from tests.filling import sent
from tests.page import text_of
from tests.refusing import refused

pytestmark = pytest.mark.database

DRAFT = "/training/modules/BOR-102/draft"
LIVE = f"{DRAFT}/live"


class Owner:
    """CNFGF as the module factory wants it."""

    def __init__(self, key: int) -> None:
        self.id = key


@pytest.fixture
def version(cast):
    with transaction():
        module = make_module(owner=Owner(cast.institution("CNFGF")), theme=make_theme("T5"))
        made = service.draft_version(
            cast.chidi,
            module_id=module.id,
            content=content(outcome(60, critical=True, text="Examine"), outcome(40, text="Compare")),
        )
        sara = make_account("sara", display_name="Sara Oduya")
        make_role(sara, Role.CURRICULUM_DESIGNER)
    return made.id


def typed(visit, **written):
    return sent(visit(DRAFT, as_="chidi"), **written)


def post(visit, path, data, as_="chidi", status=200):
    return visit(path, as_=as_, method="POST", data=data, status=status)


def saved(version_id):
    db.session.remove()
    return queries.version(version_id)


BUTTONS = [
    pytest.param("add:outcomes", ["Examine", "Compare", ""], "outcomes-2-text_fr", id="add"),
    pytest.param("up:outcomes-1", ["Compare", "Examine"], "down:outcomes-0", id="up"),
    pytest.param("down:outcomes-0", ["Compare", "Examine"], "up:outcomes-1", id="down"),
    pytest.param("remove:outcomes-0", ["Compare"], "outcomes-0-text_fr", id="remove"),
]


@pytest.mark.parametrize(("do", "texts", "focus"), BUTTONS)
def test_rows_change_without_a_script_and_nothing_is_saved(visit, version, do, texts, focus):
    page = post(visit, DRAFT, typed(visit, title_en="Typed", do=do))

    shown = sent(page)
    rows = [shown[name] for name in sorted(shown) if name.startswith("outcomes") and name.endswith("text_en")]
    has_it = next(one for one in page.first("form", id="draft").iter() if one.get("autofocus") is not None)
    assert (rows, shown["title_en"]) == (texts, "Typed")
    assert focus in (has_it.get("value"), has_it.get("name"))
    assert [one.text.en for one in saved(version).outcomes] == ["Examine", "Compare"]
    assert page.problems() == []


def test_a_row_moved_keeps_what_it_is_when_saved(visit, version):
    before = {one.text.en: (one.id, one.key) for one in saved(version).outcomes}
    page = post(visit, DRAFT, typed(visit, do="up:outcomes-1"))

    post(visit, DRAFT, sent(page), status=302)

    after = saved(version).outcomes
    assert [one.text.en for one in after] == ["Compare", "Examine"]
    assert {one.text.en: (one.id, one.key) for one in after} == before


def test_rubric_and_reviewers_are_rows_too(visit, version):
    page = post(visit, DRAFT, typed(visit, do="add:assessments-0-criteria"))
    page = post(visit, DRAFT, sent(page, do="add:reviewers"))
    key = saved(version).outcomes[0].key
    written = {
        "assessments-0-criteria-0-title_fr": "Ordre",
        "assessments-0-criteria-0-title_en": "Order",
        "assessments-0-criteria-0-weight": "100",
        "assessments-0-outcomes": key,
        "assessments-0-needs_external_assessor": "y",
        "reviewers-0-name": "Ann Lee",
        "reviewers-0-until": "2027-03-01",
    }

    post(visit, DRAFT, sent(page) | written, status=302)

    spec, reviewer = saved(version).assessments[0], saved(version).reviewers[0]
    assert (spec.criteria[0]["title"], spec.criteria[0]["weight"]) == ({"fr": "Ordre", "en": "Order"}, 100)
    assert (spec.outcomes, spec.needs_external_assessor) == ([key], True)
    assert (reviewer["name"], reviewer["until"]) == ("Ann Lee", "2027-03-01")


NOT_DEEDS = ["drop:outcomes-1", "up:outcomes", "<b>", "add:outcomes-1"]


@pytest.mark.parametrize("do", NOT_DEEDS)
def test_what_no_button_says_is_refused(visit, version, do):
    post(visit, DRAFT, typed(visit, do=do), status=422)


def test_what_was_typed_is_offered_again(visit, version):
    post(visit, LIVE, typed(visit, title_en="Typed"))

    offer = visit(DRAFT, as_="chidi")
    form = visit(f"{DRAFT}?copy=restore", as_="chidi")

    assert offer.h1 == "You typed something in BOR-102 and did not save it"
    assert offer.rows() == [["Reworded", "Title (English)", "Title", "Typed"]]
    assert offer.links()["Restore what I typed"] == f"{DRAFT}?copy=restore"
    assert sent(form)["title_en"] == "Typed"
    assert saved(version).title.en == "Title"


def test_saving_takes_the_copy_up(visit, version):
    post(visit, LIVE, typed(visit, title_en="Typed"))

    post(visit, DRAFT, sent(visit(f"{DRAFT}?copy=restore", as_="chidi")), status=302)

    assert saved(version).title.en == "Typed"
    assert db.session.scalars(select(DraftCopy.id)).all() == []


def test_throwing_away_leaves_the_draft_as_it_is(visit, version):
    post(visit, LIVE, typed(visit, title_en="Typed"))

    gone = post(visit, DRAFT, {"do": "forget"}, status=302)

    assert gone.location == DRAFT
    assert visit(DRAFT, as_="chidi").h1 == "Write BOR-102 v1"
    assert saved(version).title.en == "Title"


def test_a_copy_of_what_is_saved_is_not_offered(visit, version):
    """A last keeping that arrives after the save says nothing new."""
    same = typed(visit, title_en="Typed")
    post(visit, DRAFT, same, status=302)
    post(visit, LIVE, same)

    assert visit(DRAFT, as_="chidi").h1 == "Write BOR-102 v1"


def test_what_somebody_saved_between_is_not_undone_by_a_copy(visit, version):
    mine = typed(visit, title_en="Typed")
    theirs = sent(visit(DRAFT, as_="sara"), summary_en="By Sara")
    post(visit, LIVE, mine)
    post(visit, DRAFT, theirs, as_="sara", status=302)

    offered = visit(DRAFT, as_="chidi").rows()
    post(visit, DRAFT, sent(visit(f"{DRAFT}?copy=restore", as_="chidi")), status=302)

    assert offered == [["Reworded", "Title (English)", "Title", "Typed"]]
    assert (saved(version).title.en, saved(version).summary.en) == ("Typed", "By Sara")


def test_nobody_is_shown_the_copy_of_another(visit, version):
    post(visit, LIVE, typed(visit, title_en="Typed"))

    page = visit(DRAFT, as_="sara")

    assert page.h1 == "Write BOR-102 v1"
    assert "Typed" not in page.html


def test_others_are_told_who_is_at_it(visit, version):
    post(visit, LIVE, {})
    with clock.moved_to(NOW + timedelta(seconds=60)):
        soon = visit(DRAFT, as_="sara").text
        own = visit(DRAFT, as_="chidi").text
    with clock.moved_to(NOW + timedelta(minutes=5)):
        late = visit(DRAFT, as_="sara").text

    told = "Chidi Okwuruma has this draft open since"
    assert (told in soon, told in own, told in late) == (True, False, False)


def test_being_there_is_no_copy(visit, version):
    post(visit, LIVE, {})

    assert visit(DRAFT, as_="chidi").h1 == "Write BOR-102 v1"


def test_beside_the_form_stands_what_is_missing_as_typed(visit, version):
    faulty = typed(
        visit, title_en="", **{"outcomes-0-text_en": "Know the law", "outcomes-0-weight": "ninety"}
    )

    panel = html5lib.parse(post(visit, LIVE, faulty).response.json["panel"], namespaceHTMLElements=False)

    said = [text_of(one) for one in panel.iter("li")]
    assert said[:3] == [
        "Outcome 1 · Weight in per cent: Not a valid integer value.",
        "“title” is needed in French and in English.",
        "The weights of “outcomes” add up to 40; they must make 100.",
    ]
    assert "O1, English: nobody can see “know” being done." in " ".join(said)


def test_checking_without_a_script_keeps_and_does_not_save(visit, cast, version):
    page = post(visit, DRAFT, typed(visit, title_en="", do="check"))

    assert "“title” is needed in French and in English." in page.text
    assert saved(version).title.en == "Title"
    assert drafts.kept(cast.chidi.account_id, "module", "BOR-102") is not None


def test_who_may_not_write_keeps_nothing(visit, version):
    post(visit, LIVE, {"title_fr": "x"}, as_="farid", status=403)
    post(visit, DRAFT, {"do": "add:outcomes"}, as_="dalia", status=403)

    assert db.session.scalars(select(DraftCopy.id)).all() == []


def test_a_copy_has_an_end(cast):
    with transaction():
        account = cast.chidi.account_id
        refused(RefusalCode.VALUE_TOO_LONG, drafts.keep, account, "path", "P", [("x", "y" * drafts.LARGEST)])
        drafts.keep(account, "path", "P", [("csrf_token", "secret"), ("do", "save"), ("x", "y"), ("x", "z")])
        kept = drafts.kept(account, "path", "P")

    assert drafts.pairs_of(kept) == [("x", "y"), ("x", "z")]
    assert drafts.kept(account, "module", "P") is None


def test_who_only_looked_is_forgotten(cast):
    with transaction():
        drafts.attend(cast.chidi.account_id, "path", "P")
    with clock.moved_to(NOW + timedelta(days=2)), transaction():
        drafts.attend(cast.farid.account_id, "path", "P")

    assert db.session.scalars(select(DraftCopy.account_id)).all() == [cast.farid.account_id]


def test_nobody_begins_to_write_what_cannot_be_saved(visit, cast, version):
    """Typed before the submission: kept, and offered again once the version is returned."""
    mine = typed(visit, title_en="Typed")
    post(visit, LIVE, mine)
    with transaction():
        service.submit(cast.chidi, version)

    stopped = post(visit, DRAFT, mine, status=409)
    opened = visit(DRAFT, as_="chidi", status=302)
    review = visit(opened.location, as_="chidi")
    module = visit("/training/modules/BOR-102/1", as_="chidi")
    with transaction():
        service.return_(cast.farid, version, reason="Weights")

    why = "BOR-102 v1 stands at “In review”: nobody writes in it before it is returned."
    assert why in stopped.text
    assert (opened.location, why in all_of(review)) == ("/training/review/modules/BOR-102/1", True)
    assert DRAFT not in module.links().values()
    assert visit(DRAFT, as_="chidi").rows() == [["Reworded", "Title (English)", "Title", "Typed"]]


def all_of(page):
    return text_of(page.first("body"))


def test_the_next_version_begins_with_no_kind_of_change(visit, cast):
    """Why the version before was changed is no text of the next one: nothing typed, nothing offered."""
    with transaction():
        module = make_module("BOR-102", owner=Owner(cast.institution("CNFGF")), theme=make_theme("T5"))
        published(module, cast.chidi, cast.farid, change_class=ChangeClass.MAJOR)

    page = visit(DRAFT, as_="chidi")
    post(visit, LIVE, sent(page, title_en="Typed"))

    assert page.h1 == "Write BOR-102 v2"
    assert visit(DRAFT, as_="chidi").rows() == [["Reworded", "Title (English)", "Title", "Typed"]]


def test_a_save_is_told(visit, version):
    done = post(visit, DRAFT, typed(visit, title_en="Typed"), status=302)

    assert "The draft is saved." in all_of(visit(done.location, as_="chidi"))
