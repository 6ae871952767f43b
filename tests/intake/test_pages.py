"""The pages of lists and of the desk, as each audience sees them."""

import io

import pytest

from curriculum.accounts import queries as accounts
from curriculum.clock import today
from curriculum.db import transaction
from curriculum.domain.actors import EVERYWHERE, Role, Scope, ScopeKind
from curriculum.domain.lifecycles.import_row import RowState
from curriculum.intake import queries, service
from tests.factories.accounts import make_account, make_role
from tests.factories.intake import AMINA, World, as_csv, make_world

pytestmark = pytest.mark.database

DOUBT = ("Mezghouri", "Amina", "", "", "12", "")
NOBODY = ("Nobody", "Known", "01/02/1970", "", "3", "")
FAULTY = ("=Evil", "Some", "31/02/1980", "", "3", "")


@pytest.fixture
def world(app) -> World:
    """The small world with accounts one can sign in with."""
    made = make_world()
    with transaction():
        for login, role, scope in (
            ("chief", Role.CURRICULUM_DESIGNER, EVERYWHERE),
            ("nord", Role.DONOR_REPRESENTATIVE, _of(made.dalia)),
            ("pmco", Role.DONOR_REPRESENTATIVE, _of(made.hugo)),
            ("amina", Role.OFFICIAL, EVERYWHERE),
            ("personnel", Role.HR_OFFICER, EVERYWHERE),
        ):
            make_role(make_account(login), role, scope)
    return made


def _of(actor) -> Scope:
    return Scope(ScopeKind.DONOR, actor.grants[0].scope.id)


def acting(login):
    return accounts.actor_of(accounts.by_login(login).id, today())


def upload(*rows, offering="NORD-02", name="nord.csv"):
    return {"offering": offering, "file": (io.BytesIO(as_csv(*rows)), name)}


def received(*rows, by="chief", offering="NORD-02"):
    with transaction():
        return service.receive(
            acting(by), file_name="nord.csv", content=as_csv(*rows), offering_code=offering
        )


def matched(*rows):
    batch = received(*rows)
    with transaction():
        service.match(acting("chief"), batch.id)
    return batch


def states(batch):
    return [row.state for row in queries.rows_of(batch.id)]


def test_uploaded_list_shows_how_it_was_read(world, visit):
    answer = visit("/training/lists", as_="chief", method="POST", data=upload(AMINA, FAULTY), status=303)
    page = visit(answer.location, as_="chief")

    assert page.h1 == "List NORD-02-L1"
    for said in ("UTF-8", "semicolon (found out)", "The birth date does not exist", "31/02/1980", "Amina"):
        assert said in page.text


def test_same_upload_twice_says_so(world, visit):
    first = visit("/training/lists", as_="chief", method="POST", data=upload(AMINA), status=303)
    again = visit(
        "/training/lists", as_="chief", method="POST", data=upload(AMINA, name="new.csv"), status=303
    )

    assert again.location == first.location
    assert "already received as NORD-02-L1" in visit(again.location, as_="chief").html


@pytest.mark.parametrize(
    ("data", "status", "said"),
    [
        (lambda: {"offering": "NORD-02", "file": (io.BytesIO(b""), "x.csv")}, 422, "The file is empty"),
        (lambda: {"offering": "NORD-02"}, 422, "Choose the file"),
        (lambda: upload(AMINA, offering="", name="list NORD-02.csv"), 422, "speaks of NORD-02"),
    ],
    ids=["empty", "no-file", "course-only-suggested"],
)
def test_bad_upload_comes_back_with_a_sentence(world, visit, data, status, said):
    page = visit("/training/lists", as_="chief", method="POST", data=data(), status=status)

    assert said in page.text
    assert queries.count_all() == 0


def test_guessed_columns_can_be_changed(world, visit):
    batch = received(AMINA)
    form = {f"column_{place}": "not_used" for place in range(6)}
    form |= {"column_0": "given", "column_1": "family", "column_4": "hours"}

    assert "guessed from the heading" in visit(f"/lists/{batch.code}/mapping", as_="chief").text
    visit(f"/lists/{batch.code}/mapping", as_="chief", method="POST", data=form, status=303)

    assert [row.given for row in queries.rows_of(batch.id)] == ["Mezgouri"]


def test_mapping_without_hours_is_refused_with_its_reason(world, visit):
    batch = received(AMINA)
    form = {"column_0": "given", "column_1": "family"} | {f"column_{n}": "not_used" for n in range(2, 6)}

    page = visit(f"/lists/{batch.code}/mapping", as_="chief", method="POST", data=form, status=422)

    assert "Hours attended" in page.text


def test_list_goes_from_match_to_count_by_buttons(world, visit):
    batch = received(AMINA)

    visit(f"/lists/{batch.code}/match", as_="chief", method="POST", status=303)
    visit(f"/lists/{batch.code}/apply", as_="chief", method="POST", status=303)

    assert "Applied" in visit(f"/lists/{batch.code}", as_="chief").text


def test_rows_are_filtered_by_state(world, visit):
    batch = matched(AMINA, NOBODY)

    page = visit(f"/lists/{batch.code}?state=unmatched", as_="chief")

    assert "Known Nobody" in page.text
    assert "Amina Mezgouri" not in page.text


def test_desk_shows_the_row_beside_its_candidate_and_goes_on(world, visit):
    batch = matched(DOUBT, NOBODY)
    page = visit("/training/desk", as_="chief")
    for said in ("1 of 2 rows to decide", "Amina Mezghouri", "Amina Mezgouri", "Why this person is proposed"):
        assert said in page.text
    person = page.first("input", name="person").get("value")

    form = {"decision": "link", "person": person, "queue": "all", "place": "0"}
    answer = visit(f"/lists/{batch.code}/rows/2/decision", as_="chief", method="POST", data=form, status=303)

    assert answer.location == "/training/desk?place=0"
    assert "Known Nobody" in visit(answer.location, as_="chief").text
    assert states(batch) == [RowState.LINKED, RowState.UNMATCHED]


@pytest.mark.parametrize(
    ("form", "state"),
    [
        ({"decision": "ignore"}, RowState.IGNORED),
        ({"decision": "duplicate", "duplicate_of": "2"}, RowState.DUPLICATE_ROW),
        ({"decision": "link", "number": "vm-2"}, RowState.LINKED),
        ({"decision": "link", "number": "VM-77"}, RowState.UNMATCHED),  # nobody has it: refused
        ({"decision": "link"}, RowState.UNMATCHED),  # nobody named: refused
        ({"decision": "nonsense"}, RowState.UNMATCHED),  # no such decision: refused
    ],
)
def test_desk_takes_each_decision(world, visit, form, state):
    batch = matched(AMINA, NOBODY)

    visit(f"/lists/{batch.code}/rows/3/decision", as_="chief", method="POST", data=form, status=303)

    assert states(batch)[1] is state


def test_empty_desk_says_so(world, visit):
    assert "No row waits for you" in visit("/training/desk", as_="chief").text


def test_faulty_row_is_corrected_on_its_page(world, visit):
    batch = matched(FAULTY)
    form = {
        "family": "Mezgouri",
        "given": "Amina",
        "birth_date": "02/03/1985",
        "hours": "24",
        "reason": "letter",
    }

    page = visit(f"/lists/{batch.code}/rows/2", as_="chief")
    assert "The birth date does not exist (31/02/1980)" in page.text
    visit(f"/lists/{batch.code}/rows/2/mend", as_="chief", method="POST", data=form, status=303)

    assert states(batch) == [RowState.AUTO_LINKED]


def test_hr_opens_a_file_from_a_row(world, visit):
    batch = matched(NOBODY)
    form = {"family": "Known", "given": "Nobody", "personnel_no": "VM-9", "institution": "MINT"}
    url = f"/lists/{batch.code}/rows/2/person"

    assert "This field is required" in visit(url, as_="personnel", method="POST", data=form, status=422).text
    visit(url, as_="personnel", method="POST", data=form | {"hired_on": "2010-01-01"}, status=303)

    assert states(batch) == [RowState.NEW_PERSON_CREATED]


def test_undo_asks_for_a_reason(world, visit):
    batch = matched(AMINA)
    url = f"/lists/{batch.code}/undo"

    visit(url, as_="chief", method="POST", data={"reason": ""}, status=422)
    visit(url, as_="chief", method="POST", data={"reason": "wrong course"}, status=303)

    assert "Undone" in visit(f"/lists/{batch.code}", as_="chief").text


def test_rejected_rows_run_in_no_spreadsheet(world, visit):
    batch = matched(AMINA, FAULTY)

    text = visit(f"/lists/{batch.code}/rejected.csv", as_="chief").html

    assert "'=Evil" in text
    assert ";=Evil" not in text
    assert "Amina" not in text


def test_donor_sees_its_own_lists_and_participants_only(world, visit):
    received(AMINA, by="nord")
    received(NOBODY, by="pmco", offering="PMCO-01")

    assert "Known Nobody" in visit("/donor", as_="pmco").text
    page = visit("/donor", as_="nord")
    assert "Amina Mezgouri" in page.text
    assert "Known" not in page.html
    assert "PMCO" not in page.html
    visit("/lists/PMCO-01-L1", as_="nord", status=404)


def test_donor_hands_in_from_its_own_page(world, visit):
    answer = visit("/training/lists", as_="nord", method="POST", data=upload(AMINA), status=303)

    assert "List NORD-02-L1" in visit(answer.location, as_="nord").text


def test_donor_sees_no_name_of_the_register(world, visit):
    batch = matched(("Mezghouri", "Amina", "02/03/1985", "", "12", ""))
    assert states(batch) == [RowState.AUTO_LINKED]
    assert "→ Amina Mezgouri" in visit(f"/lists/{batch.code}", as_="chief").text

    page = visit(f"/lists/{batch.code}", as_="nord")

    assert "Amina Mezghouri" in page.text
    assert "Amina Mezgouri" not in page.text


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/training/desk", "GET"),
        ("/lists/NORD-02-L1/desk", "GET"),
        ("/lists/NORD-02-L1/rows/2", "GET"),
        ("/lists/NORD-02-L1/mapping", "GET"),
        ("/lists/NORD-02-L1/undo", "GET"),
        ("/lists/NORD-02-L1/match", "POST"),
        ("/lists/NORD-02-L1/apply", "POST"),
        ("/lists/NORD-02-L1/rows/2/decision", "POST"),
    ],
)
@pytest.mark.parametrize("login", ["nord", "amina"])
def test_desk_is_closed_to_donors_and_officials(world, visit, path, method, login):
    matched(DOUBT)

    visit(path, as_=login, method=method, status=403)


def test_lists_page_asks_as_much_for_one_list_as_for_three(world, visit, counted):
    received(AMINA)
    visit("/training/lists", as_="chief")
    with counted() as one:
        visit("/training/lists", as_="chief")
    received(DOUBT)
    received(NOBODY)
    with counted() as three:
        visit("/training/lists", as_="chief")

    assert three.count == one.count
