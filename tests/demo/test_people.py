"""The staff of Velmaria and the desk: nobody is confused, and every power is held by somebody."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from curriculum.domain.actors import Grant, Role, Scope, ScopeKind
from curriculum.domain.weight import incompatible
from tests.demo import story

TRUTH = json.loads((Path(__file__).parents[1] / "data" / "demo-people.json").read_text("utf-8"))
EMPLOYERS = ["MINT", "MAEC", "MTAS", "INSV", "VASS", "ENAPV", "CFDMA", "CNFGF", "ADV"]
OWNERS = ["ENAPV", "CFDMA", "CNFGF", "ADV"]
CAST = [
    "amina", "bruno", "chidi", "ines", "elif", "farid", "jonas", "dalia",
    "hugo", "leila", "pavel", "viktor", "sana", "omar", "clara", "grace", "thiago",
    "milena",
]  # fmt: skip


def staff() -> dict[str, Any]:
    found: dict[str, Any] = story.data("staff.json")
    return found


def test_committed_people_are_the_originals_without_the_truth() -> None:
    plain = json.loads(json.dumps(TRUTH))
    plain["meta"].pop("statistics")
    for official in plain["officials"]:
        official.pop("name_variants_seen", None)
    for row in (row for entry in plain["donor_lists"] for row in entry["rows"]):
        del row["truth_person_id"], row["noise"]

    assert story.data("demo-people.json") == plain


def test_numbers_of_staff_and_officials_never_meet() -> None:
    numbers = [one["personnel_no"] for one in story.persons().values()]

    assert (len(numbers), len(set(numbers))) == (233, 233)


def test_no_family_name_of_the_staff_occurs_among_officials_or_lists() -> None:
    families = {name["family"] for one in staff()["persons"] for name in one["names"]}
    others = {name["family"] for one in TRUTH["officials"] for name in one["names"]}
    others |= {
        row[part] for entry in TRUTH["donor_lists"] for row in entry["rows"] for part in ("family", "given")
    }

    assert families & others == set()


def test_the_cast_is_offered_and_only_donors_and_grace_have_no_person() -> None:
    cast = [one for one in staff()["accounts"] if one["cast"]]

    assert sorted(one["login"] for one in cast) == sorted(CAST)
    assert [one["login"] for one in cast if one["person"] is None] == ["dalia", "hugo", "grace"]
    assert [one["login"] for one in cast if not one["roles"]] == ["grace"]


def grants(account: dict[str, Any]) -> list[Grant]:
    return [
        Grant(
            Role(one["role"]),
            Scope(ScopeKind(one["scope_type"]), one["scope"]),
            date.fromisoformat(one["from"]),
            date.fromisoformat(one["to"]) if one["to"] else None,
        )
        for one in account["roles"]
    ]


def test_nobody_holds_roles_that_exclude_each_other() -> None:
    accounts = staff()["accounts"]

    assert sum(len(one["roles"]) for one in accounts) > 100
    assert [one["login"] for one in accounts if incompatible(grants(one))] == []


def in_force(function: str, on: str) -> dict[str, str]:
    return {
        one["institution"]: one["person"]
        for one in staff()["mandates"]
        if one["function"] == function and one["from"] <= on and (one["to"] is None or on <= one["to"])
    }


def test_every_employer_has_an_hr_mandate_before_and_after_the_change() -> None:
    assert sorted(in_force("HR", "2024-03-31")) == sorted(EMPLOYERS)
    assert sorted(in_force("HR", "2024-04-01")) == sorted(EMPLOYERS)


def test_every_owner_and_the_city_have_a_training_mandate() -> None:
    assert sorted(in_force("TRAINING", "2026-11-20")) == sorted([*OWNERS, "VASS"])


def test_no_person_holds_both_functions_for_one_institution() -> None:
    hr, training = in_force("HR", "2026-11-20"), in_force("TRAINING", "2026-11-20")

    assert [code for code in training if hr[code] == training[code]] == []


def test_the_ended_mandates_name_their_successors() -> None:
    mandates = {one["ref"]: one for one in staff()["mandates"]}
    ended = [one["ref"] for one in mandates.values() if one["to"]]

    assert ended == [one["replaces"] for one in mandates.values() if one["replaces"]]


def test_the_city_and_the_centres_borrow_hr_by_deed() -> None:
    lent = {
        one["institution"]: one["borrowed_from"] for one in staff()["mandates"] if one["function"] == "HR"
    }

    assert [code for code in EMPLOYERS if lent[code]] == ["VASS", "ENAPV", "CFDMA", "CNFGF", "ADV"]


def test_desk_decisions_are_the_truth_except_the_twenty_left() -> None:
    numbers = {one["person_id"]: one["personnel_no"] for one in TRUTH["officials"]}
    wrong, left = [], 0
    for entry in TRUTH["donor_lists"]:
        for row in entry["rows"]:
            said = story.data("desk.json")[entry["list_id"]][str(row["row"])]
            truth = numbers.get(row["truth_person_id"], "outsider")
            if "duplicate_row_in_same_list" in row["noise"]:
                truth = "duplicate"
            left += said == "leave"
            wrong += [(entry["list_id"], row["row"])] if said not in (truth, "leave") else []

    assert (wrong, left) == ([], 20)


def test_no_row_left_could_link_by_itself() -> None:
    left = [
        row
        for entry in TRUTH["donor_lists"]
        for row in entry["rows"]
        if story.data("desk.json")[entry["list_id"]][str(row["row"])] == "leave"
    ]

    assert [row for row in left if row["personnel_no"] or row["birth_date"]] == []
