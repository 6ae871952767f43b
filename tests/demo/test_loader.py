"""The whole history through the services: what the visitor of the demonstration must find (issue 2)."""

import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from curriculum import clock
from curriculum.accounts import queries as accounts
from curriculum.audit import queries as trail
from curriculum.awards import queries as awards
from curriculum.awards.models import Certificate, SigningKey
from curriculum.db import db
from curriculum.demo import loader, summary
from curriculum.demo.world import World
from curriculum.domain.lifecycles.import_row import COUNTED
from curriculum.domain.matching import Lane
from curriculum.intake import queries as intake
from curriculum.paths import queries as paths
from curriculum.people.models import Person, ServiceRecord
from curriculum.progress import queries as progress
from curriculum.verify import service as verify
from tests.conftest import NOW
from tests.demo import story

TRUTH = json.loads((Path(__file__).parents[1] / "data" / "demo-people.json").read_text("utf-8"))


@pytest.fixture(autouse=True)
def on_demo_day(velmaria):
    with velmaria.opened():
        yield


@pytest.fixture
def found(velmaria) -> summary.Summary:
    return summary.of_today()


def test_every_person_list_and_row_is_there(found) -> None:
    assert (found.persons, found.lists, found.rows) == (233, 22, 365)


def test_what_waits_for_the_visitor(found) -> None:
    assert (found.undecided, found.disputes) == (20, 2)
    assert found.waiting == {
        "A-2026-007": "awaiting_signoffs",
        "A-2026-008": "decision_ready",
        "A-2026-009": "admissibility",
    }


def test_certificates_by_kind_and_status(found) -> None:
    assert found.certificates == {
        "completion": {"revoked": 1, "valid": 3},
        "expert": {"suspended": 1, "valid": 3},
        "trainer": {"expired": 1, "superseded": 1, "valid": 6},
    }


def test_ten_certificates_rest_on_the_lists_of_two_donors(velmaria, found) -> None:
    holders = {awards.certificate_by_number(one.number).person_id for one in found.shared}
    names = {key: name for name, key in velmaria.world.persons.items()}

    assert {names[one] for one in holders} == {
        *("P0004", "P0012", "P0014", "P0036", "P0040", "P0042", "P0060", "P0071", "P0078", "P0147"),
    }


def test_names_are_printed_in_three_scripts() -> None:
    printed = [{name.script for name in awards.statement_of(one).holder} for one in certificates()]

    assert Counter(script for scripts in printed for script in scripts) == {"Latn": 16, "Arab": 4, "Cyrl": 6}


def certificates() -> list[Certificate]:
    return list(db.session.scalars(select(Certificate).order_by(Certificate.log_index)))


def meant(velmaria) -> list[tuple[object, str | None]]:
    """Every stored row beside the number of whom it truly means."""
    number = {one["person_id"]: one["personnel_no"] for one in TRUTH["officials"]}
    pairs = []
    for entry in TRUTH["donor_lists"]:
        rows = intake.rows_of(velmaria.world.kept["list", entry["list_id"]])
        truths = [number.get(row["truth_person_id"] or "") for row in entry["rows"]]
        pairs += zip(rows, truths, strict=True)
    return pairs


def test_no_row_is_linked_to_the_wrong_person(velmaria) -> None:
    person = {one["personnel_no"]: one["person_id"] for one in TRUTH["officials"]}
    ids = {number: velmaria.world.persons[key] for number, key in person.items()}

    wrong = [
        (row.batch_id, row.number)
        for row, number in meant(velmaria)
        if row.state in COUNTED and row.person_id != ids.get(number)
    ]

    assert wrong == []


def test_nine_rows_of_ten_link_or_come_first(velmaria, found) -> None:
    known = [row for row, number in meant(velmaria) if number is not None]
    linked = [row for row in known if row.lane is Lane.LINKED]

    assert (len(known), found.found / len(known) >= 0.85) == (356, True)
    assert len(linked) / len(known) >= 0.8


def test_every_certificate_verifies_as_outsiders_check_it() -> None:
    answers = Counter(verify.recheck(one.number, NOW, whole=True).answer.value for one in certificates())

    assert answers == {"valid": 12, "expired": 1, "revoked": 1, "suspended": 1, "superseded": 1}


def test_the_projection_agrees_with_the_second_opinion(velmaria) -> None:
    """`story.py` computes Amina's standing from the data files alone."""
    amina = velmaria.world.persons["amina"]
    [enrolment] = paths.enrolments_of(amina)
    [standing] = [one for one in progress.standings_of([amina]) if one.enrolment_id == enrolment.id]

    assert (standing.percent, standing.met) == (75, False)


def test_the_trail_has_no_broken_link() -> None:
    assert trail.broken_links() == []


def test_keys_are_older_than_what_they_sign() -> None:
    rows = db.session.execute(select(SigningKey.function, SigningKey.valid_from))
    made = {function: begun.date() for function, begun in rows}
    first = min(one.issued_at.date() for one in certificates())

    assert (made["root"], made["issuing"], made["log"]) == (date(2019, 9, 2),) * 3
    assert max(made.values()) < first


def test_dates_stand_where_the_data_has_them(velmaria) -> None:
    raw = story.persons()["P0014"]
    key = velmaria.world.persons["P0014"]
    hired = db.session.scalar(select(ServiceRecord.from_).where(ServiceRecord.person_id == key))

    assert (db.session.get(Person, key).birth_date, hired) == (
        date.fromisoformat(raw["birth_date"]),
        date.fromisoformat(raw["hired_on"]),
    )
    assert clock.today() == date(2026, 11, 21)


def test_nobody_acts_as_the_opener_of_the_register_any_more() -> None:
    assert accounts.by_login("registre").status.value == "disabled"


def test_sittings_keep_every_event_in_order(tmp_path) -> None:
    told = loader.timeline(World(tmp_path))

    assert [event for sitting in loader.sittings(told) for event in sitting] == told


def test_a_shift_moves_days_and_leaves_birth_dates(tmp_path) -> None:
    world = World(tmp_path, shift_days=30)
    raw = world.people["P0014"]
    person = loader.people_loader.new_person(world, raw)

    assert person.hired_on == date.fromisoformat(raw["hired_on"]) + timedelta(days=30)
    assert person.birth_date == date.fromisoformat(raw["birth_date"])
    assert world.moment("2026-11-21").date() == date(2026, 12, 21)
