"""Several rows accepted in one confirmed step: each its own decision, the refused ones left alone (J2)."""

from datetime import date

import pytest

from curriculum import refs
from curriculum.audit import queries as trail
from curriculum.db import transaction
from curriculum.delivery import queries as delivery
from curriculum.domain.actors import EVERYWHERE, Role, Scope, ScopeKind
from curriculum.domain.lifecycles.import_batch import BatchState
from curriculum.domain.lifecycles.import_row import RowState
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.intake import queries, service
from curriculum.intake.bench.firsts import firsts
from curriculum.intake.service import Decision
from tests.factories.accounts import make_account, make_role
from tests.factories.intake import HEADINGS, as_csv, make_world, matched, new_person

pytestmark = pytest.mark.database

WITH_EMPLOYER = (*HEADINGS, "Employeur")
ROWS = (
    ("Mezgouri", "Amina", "", "", "24", "", "MINT"),
    ("Dragomirov", "Pavel", "", "", "12", "", "MINT"),
    ("Okafor", "Chidi", "", "", "6", "", ""),
    ("Haddad", "Lina", "", "", "6", "", "MINT"),
    ("Mezghouri", "Amina", "", "", "20", "", "MINT"),
)
"""Rows 2 and 3 stand out; 4 has a name alone, 5 two namesakes, 6 is Amina once more."""


@pytest.fixture
def world(app):
    extra = [
        new_person("VM-3", "Chidi", "Okafor", date(1980, 1, 2)),
        new_person("VM-4", "Lina", "Haddad", date(1981, 1, 2)),
        new_person("VM-5", "Lina", "Haddad", date(1990, 5, 6)),
    ]
    made = make_world(extra)
    with transaction():
        make_role(make_account("chief"), Role.CURRICULUM_DESIGNER, EVERYWHERE)
        donor = Scope(ScopeKind.DONOR, made.dalia.grants[0].scope.id)
        make_role(make_account("nord"), Role.DONOR_REPRESENTATIVE, donor)
    return made


@pytest.fixture
def batch(world):
    return matched(world, content=as_csv(*ROWS, headings=WITH_EMPLOYER))


def accept(world, batch, picks):
    with transaction():
        return service.accept_several(world.designer, batch.id, picks)


def states(batch):
    return [row.state for row in queries.rows_of(batch.id)]


def hours(world, number):
    return [figure.hours for figure in delivery.figures_of(world.persons[number])]


OPEN = [RowState.CANDIDATE] * 5


def test_only_rows_without_doubt_are_offered(world, batch):
    assert states(batch) == OPEN
    assert [(one.row.number, one.card.person_id) for one in firsts(batch, limit=50)] == [
        (2, world.persons["VM-1"]),
        (3, world.persons["VM-2"]),
        (6, world.persons["VM-1"]),
    ]


def test_chosen_rows_are_linked_each_by_its_own_event(world, batch):
    picks = {2: world.persons["VM-1"], 3: world.persons["VM-2"]}

    assert accept(world, batch, picks) == {}

    assert states(batch)[:2] == [RowState.LINKED, RowState.LINKED]
    assert (hours(world, "VM-1"), hours(world, "VM-2")) == ([2400], [1200])
    told = [one for one in trail.of_object("batch", batch.id) if one.event == "row:linked"]
    assert sorted((one.facts["row"], one.about_person_id) for one in told) == sorted(picks.items())


def test_second_line_of_one_person_is_refused_and_the_rest_stands(world, batch):
    picks = {2: world.persons["VM-1"], 3: world.persons["VM-2"], 6: world.persons["VM-1"]}

    refused = accept(world, batch, picks)

    assert {number: one.code for number, one in refused.items()} == {6: RefusalCode.ALREADY_EXISTS}
    assert states(batch) == [RowState.LINKED, RowState.LINKED, *OPEN[2:]]
    assert (hours(world, "VM-1"), hours(world, "VM-2")) == ([2400], [1200])


REFUSED = [
    pytest.param(4, "VM-3", RefusalCode.CHANGED_MEANWHILE, id="S08-a-name-alone"),
    pytest.param(5, "VM-4", RefusalCode.CHANGED_MEANWHILE, id="two-namesakes"),
    pytest.param(2, "VM-2", RefusalCode.CHANGED_MEANWHILE, id="not-the-person-that-was-seen"),
    pytest.param(99, "VM-1", RefusalCode.NOT_FOUND, id="no-such-row"),
]


@pytest.mark.parametrize(("number", "person", "code"), REFUSED)
def test_doubtful_row_is_refused_by_itself(world, batch, number, person, code):
    refused = accept(world, batch, {3: world.persons["VM-2"], number: world.persons[person]})

    assert {at: one.code for at, one in refused.items()} == {number: code}
    assert states(batch) == [RowState.CANDIDATE, RowState.LINKED, *OPEN[2:]]


def test_row_decided_meanwhile_is_refused(world, batch):
    with transaction():
        service.decide(world.designer, batch.id, 2, Decision.IGNORE)

    refused = accept(world, batch, {2: world.persons["VM-1"]})

    assert [one.code for one in refused.values()] == [RefusalCode.WRONG_STATE]
    assert states(batch)[0] is RowState.IGNORED


def test_last_open_rows_accepted_apply_the_list(world):
    batch = matched(world, content=as_csv(*ROWS[:2], headings=WITH_EMPLOYER))

    accept(world, batch, {2: world.persons["VM-1"], 3: world.persons["VM-2"]})

    assert queries.batch(batch.id).state is BatchState.APPLIED


@pytest.mark.parametrize(
    ("who", "picks", "code"),
    [
        pytest.param("designer", {}, RefusalCode.VALUE_MISSING, id="nothing-chosen"),
        pytest.param("dalia", {2: 1}, RefusalCode.NOT_PERMITTED, id="I-09-the-donor"),
    ],
)
def test_whole_step_is_refused(world, batch, who, picks, code):
    with pytest.raises(Refusal) as caught, transaction():
        service.accept_several(getattr(world, who), batch.id, picks)

    assert caught.value.code is code
    assert states(batch) == OPEN


def chosen(world, *pairs):
    return {"row": [f"{number}:{refs.seal(world.persons[person])}" for number, person in pairs]}


def test_page_shows_the_grounds_and_asks_again_before_it_links(world, batch, visit):
    page = visit(f"/lists/{batch.code}/several", as_="chief")
    assert [row[0] for row in page.rows()] == ["Row 2", "Row 3", "Row 6"]
    assert "Dragomirov" in page.rows()[1][2]
    assert page.rows()[1][3] != ""

    asked = visit(f"/lists/{batch.code}/several", as_="chief", method="POST", data=chosen(world, (3, "VM-2")))

    assert asked.h1 == "Confirm the rows to accept"
    assert [row[0] for row in asked.rows()] == ["3"]
    assert states(batch) == OPEN


def test_confirmed_rows_are_linked_and_refused_ones_named(world, batch, visit):
    data = chosen(world, (2, "VM-1"), (3, "VM-2"), (6, "VM-1")) | {"confirmed": "yes"}

    answer = visit(f"/lists/{batch.code}/several", as_="chief", method="POST", data=data, status=303)

    page = visit(answer.location, as_="chief").html
    assert "2 rows were accepted." in page
    assert "Row 6 was left as it is" in page
    assert states(batch) == [RowState.LINKED, RowState.LINKED, *OPEN[2:]]


def test_page_without_a_choice_says_so(world, batch, visit):
    page = visit(f"/lists/{batch.code}/several", as_="chief", method="POST", data={}, status=422)

    assert "Choose at least one row." in page.html
    assert states(batch) == OPEN


@pytest.mark.parametrize("number", ["9" * 23, "9" * 5000], ids=["no column holds it", "no number is so long"])
def test_number_beyond_every_line_is_no_choice(number, world, batch, visit):
    data = {"row": f"{number}:{refs.seal(world.persons['VM-1'])}", "confirmed": "yes"}

    page = visit(f"/lists/{batch.code}/several", as_="chief", method="POST", data=data, status=422)

    assert "Choose at least one row." in page.html


def test_choosing_all_ticks_every_box(world, batch, visit):
    ticked = visit(f"/lists/{batch.code}/several?all=1", as_="chief").all("input", name="row")
    plain = visit(f"/lists/{batch.code}/several", as_="chief").all("input", name="row")

    assert [one.get("checked") is not None for one in ticked] == [True, True, True]
    assert [one.get("checked") is not None for one in plain] == [False, False, False]


def test_donor_does_not_see_whom_the_register_knows(world, batch, visit):
    visit(f"/lists/{batch.code}/several", as_="nord", status=403)


def test_page_asks_as_much_for_one_row_as_for_three(world, batch, visit, counted):
    visit(f"/lists/{batch.code}/several", as_="chief")
    with counted() as three:
        visit(f"/lists/{batch.code}/several", as_="chief")
    accept(world, batch, {2: world.persons["VM-1"], 3: world.persons["VM-2"]})
    with counted() as one:
        visit(f"/lists/{batch.code}/several", as_="chief")

    assert one.count == three.count
