"""The pages: what a version touches, a plan from drawing to undoing, the official's own choice."""

import pytest
from sqlalchemy import select

from curriculum import refs
from curriculum.db import db, transaction
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.path import ComponentType
from curriculum.paths import queries as paths
from curriculum.paths.models import PathEnrolment
from curriculum.people.queries import display_names
from curriculum.transitions import queries, running, service, shown
from curriculum.transitions.models import MigrationPlan

pytestmark = pytest.mark.database
E = EnrolmentState
TOUCHES = "/training/paths/LP/2/consequences"


@pytest.fixture
def people(setting):
    """Amina, who holds all of version 1, and one who holds nothing."""
    with transaction():
        [mine] = setting.enrol(E.ACTIVE, person_id=setting.cast.amina.person_id)
        [other] = setting.enrol(E.ACTIVE)
        setting.passed(mine.person_id, *setting.first)
        return {"mine": mine.id, "other": other.id}


def drawn(visit):
    return visit("/training/paths/LP/2/moves/from/1", as_="farid", method="POST", status=303).location


def test_version_page_leads_to_what_it_touches(visit, setting, people):
    assert TOUCHES in visit("/training/paths/LP/2", as_="farid").links().values()
    page = visit(TOUCHES, as_="farid")
    figures = [one.text for one in page.all("dd", class_="figure-value")]
    assert figures == ["2", "0", "0", "0"]
    assert page.rows()[0] == ["Under way", "2"]
    module = visit("/training/modules/BOR-102/2/consequences", as_="chidi")
    assert "LP v1" in module.links()


@pytest.mark.parametrize("who", ["amina", "dalia", "hugo", "ines"])
def test_small_counts_and_claims_are_for_whoever_prepares_or_approves_I24(visit, setting, people, who):
    visit(TOUCHES, as_=who, status=403)
    visit("/training/modules/BOR-102/2/consequences", as_=who, status=403)
    assert TOUCHES not in visit("/training/paths/LP/2", as_=who).links().values()


def test_terms_are_decided_on_the_page(visit, setting, people):
    sent = {"teach_out_until": "2027-01-31", "moves_from": "", "moves_until": "", "reason": "The law"}
    visit(TOUCHES, as_="farid", method="POST", data=sent, status=303)
    assert "Decided: version 1 can be finished until 31 January 2027." in visit(TOUCHES, as_="farid").text
    page = visit(TOUCHES, as_="farid", method="POST", data={"teach_out_until": "soon"}, status=422)
    assert page.first("input", name="teach_out_until").get("value") == "soon"


def test_part_of_a_page_asked_for_after_the_session_ended_has_the_page_reloaded(
    visit, client, setting, people
):
    """The page then leads to the sign-in by itself; a redirect would be read as the part itself."""
    address = drawn(visit)

    answer = client.get(address, headers={"HX-Request": "true"})

    assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")
    assert visit(address, status=302).location.startswith("/login?next=")


def test_plan_is_walked_from_drawing_to_undoing(visit, setting, people):
    address = drawn(visit)
    page = visit(address, as_="farid")
    assert [row[1] for row in page.rows()[:5]] == ["0", "0", "1", "0", "1"]
    kept = {"shown": [people["mine"], people["other"]], "line": [people["mine"]]}
    ahead = visit(f"{address}/choose", as_="farid", method="POST", data=kept | {"then": "apply"}, status=303)
    assert ahead.location == f"{address}/apply"
    assert visit(f"{address}/apply", as_="farid", method="POST", data={}, status=422).status == 422
    asked = visit(ahead.location, as_="farid").text
    assert "1 person is moved to version 2 of LP." in asked
    assert display_names([setting.cast.amina.person_id])[setting.cast.amina.person_id] in asked
    visit(f"{address}/apply", as_="farid", method="POST", data={"reason": "Law"}, status=303)
    assert visit(address, as_="farid").renewals == ["every 5s"]
    running.work_due()
    page = visit(address, as_="farid")
    assert (page.first("progress").get("value"), page.renewals) == ("1", [])
    visit(f"{address}/undo", as_="farid", method="POST", data={"reason": "Too early"}, status=303)
    running.work_due()
    assert "Taken back" in visit(address, as_="farid").text


@pytest.mark.parametrize("key", ["²", "9999999999999999999", "-1", "x"])
def test_key_that_is_none_is_passed_over(visit, setting, people, key):
    address = drawn(visit)
    visit(f"{address}/choose", as_="farid", method="POST", data={"shown": [key], "line": [key]}, status=303)


def test_filter_shows_one_kind_and_chooses_all_of_it(visit, setting, people):
    address = drawn(visit)
    page = visit(f"{address}?kind=must_bridge", as_="farid")
    assert "BOR-102.v2.O2" in page.text
    assert "(new exam, 80 %)" in page.text
    sent = {"kind": "must_bridge", "all": "yes"}
    visit(f"{address}/choose", as_="farid", method="POST", data=sent, status=303)
    code = db.session.scalar(select(MigrationPlan.code))
    assert {one.chosen for one in db.session.scalars(queries.lines_of(queries.get(code)))} == {True}


def test_who_may_prepare_does_not_apply(visit, setting, people):
    address = drawn(visit)
    assert "Applying it is for the training signatory" in visit(address, as_="chidi").text
    visit(f"{address}/apply", as_="chidi", status=403)
    visit(address, as_="ines", status=403)
    visit(f"{address}/discard", as_="chidi", method="POST", status=303)
    assert visit(f"{address}/discard", as_="chidi", method="POST", status=409).status == 409


@pytest.mark.parametrize(
    ("lang", "said", "kept"),
    [
        ("en", "(new exam, 80 %)", "You keep 50% of BOR-102 v2 in full: BOR-102.v2.O1"),
        ("fr", "(nouvel examen, 80 %)", "Vous gardez en entier 50 % de BOR-102 v2 : BOR-102.v2.O1"),
    ],
)
def test_official_reads_the_choice_and_moves(visit, setting, people, lang, said, kept):
    own = f"/me/version/{refs.seal(people['mine'])}"
    assert own in visit("/me", as_="amina", lang=lang).links().values()
    read = visit(own, as_="amina", lang=lang).text
    assert said in read
    assert "retest_80" not in read
    assert kept in read
    visit(own, as_="amina", method="POST", data={"version": "2"}, status=422)
    visit(own, as_="amina", method="POST", data={"version": "2", "agree": "y"}, status=303)
    rows = db.session.scalars(select(PathEnrolment.path_version_id).order_by(PathEnrolment.id)).all()
    assert rows[-1] == setting.new
    assert own not in visit("/me", as_="amina").links().values()
    assert said in visit("/me/LP/C1", as_="amina", lang=lang).text


def test_share_that_falls_is_explained_to_the_person_and_on_the_plan(visit, setting, people):
    said = "The share falls because something counts no more, or only once it is made up."
    assert said in visit(f"/me/version/{refs.seal(people['mine'])}", as_="amina").text
    assert said in visit(drawn(visit), as_="farid").text


@pytest.mark.parametrize("made", [True, False])
def test_what_was_judged_for_one_version_is_named_before_the_lists(visit, setting, people, monkeypatch, made):
    """Work of a portfolio and panels do not move with a person; said only where a version asks for them."""
    if made:
        monkeypatch.setattr(shown, "_OF_ONE_VERSION", {ComponentType.MODULE})
    own = visit(f"/me/version/{refs.seal(people['mine'])}", as_="amina").text
    assert ("a panel that heard you count for version 1 only" in own) is made
    assert (
        "panels were accepted for version 1 and do not count" in visit(drawn(visit), as_="farid").text
    ) is made


def test_account_without_the_role_of_an_official_reads_what_to_do(visit, setting, people):
    """It reads what moving means; a form that leads to a closed door is not shown."""
    with transaction():
        bruno = setting.enrol(E.ACTIVE, person_id=setting.cast.bruno.person_id)[0].id
    own = f"/me/version/{refs.seal(bruno)}"
    page = visit(own, as_="bruno")
    assert "Your account may not move you: the role of an official is missing." in page.text
    assert page.all("input", name="agree") == []
    visit(own, as_="bruno", method="POST", data={"version": "2", "agree": "y"}, status=403)


def test_choice_of_somebody_else_is_not_found(visit, setting, people):
    visit(f"/me/version/{refs.seal(people['other'])}", as_="amina", status=404)
    visit(f"/me/version/{refs.seal(people['mine'])}", as_="farid", status=404)


def test_closed_window_is_said_with_whom_to_ask(visit, setting, people):
    with transaction():
        service.decide_terms(
            setting.cast.farid,
            setting.new,
            teach_out_until=paths.version(setting.old).teach_out_until,
            moves_from=paths.version(setting.old).teach_out_until,
        )
    page = visit(f"/me/version/{refs.seal(people['mine'])}", as_="amina")
    assert "Moving by yourself is not open today." in page.text
    assert page.all("input", name="agree") == []
