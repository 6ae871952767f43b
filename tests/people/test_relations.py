"""What ties two persons: who may declare and end it, and the pages (I-02, I-04)."""

from datetime import date, timedelta

import pytest

from curriculum import refs
from curriculum.audit import queries as trail
from curriculum.db import transaction
from curriculum.delivery.case import close_to
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.domain.separation import Involvement, Part
from curriculum.people import queries, relation_list, service
from curriculum.people.models import RelationKind
from curriculum.people.words import Tie
from tests.refusing import refused

pytestmark = pytest.mark.database

SINCE, TODAY = date(2026, 1, 5), date(2026, 11, 21)


def declared(cast, by="ines", *, first="elif", second="amina", kind=RelationKind.REPORTING_LINE, **values):
    with transaction():
        return service.declare_relation(
            getattr(cast, by),
            person_id=cast.person(first),
            about_person_id=cast.person(second),
            kind=kind,
            **{"from_": SINCE} | values,
        )


def ended(cast, relation, by="ines", **values):
    with transaction():
        given = {"on": TODAY, "reason": "Transferred, order 12"} | values
        return service.end_relation(getattr(cast, by), relation.id, **given)


def answer(act, *args, **values) -> str:
    try:
        act(*args, **values)
    except Refusal as no:
        return no.code.value
    return "done"


WHO = [
    ("ines", "done", "done", "HR of the employer of both"),
    ("elif_", "done", "not_permitted", "declares for herself; the bar on her is not hers to lift"),
    ("amina", "done", "not_permitted", "the other side declares too"),
    ("bruno", "not_permitted", "not_permitted", "an assessor, about two others"),
    ("sana", "not_permitted", "not_permitted", "the administrator has no say in persons' data"),
    ("omar", "not_permitted", "not_permitted", "nor has the system's"),
    ("dalia", "not_permitted", "not_permitted", "a donor never"),
    ("grace", "not_permitted", "not_permitted", "no role"),
]


@pytest.mark.parametrize(("who", "declares", "ends", "reason"), WHO, ids=[row[0] for row in WHO])
def test_each_declares_and_ends_as_far_as_the_law_says(who, declares, ends, reason, cast):
    relation = declared(cast, kind=RelationKind.MENTOR)

    found = (answer(declared, cast, who), answer(ended, cast, relation, who))

    assert found == (declares, ends), reason


def test_hr_of_another_institution_has_no_say(cast):
    relation = declared(cast, first="bruno", second="farid", by="bruno")

    assert answer(declared, cast, "ines", first="bruno", second="farid") == "not_permitted"
    assert answer(ended, cast, relation, "ines") == "not_permitted"


def test_hr_officer_ends_no_relation_of_her_own(cast):
    relation = declared(cast, first="ines", second="amina")

    refused(RefusalCode.OWN_RECORD, ended, cast, relation, "ines")


WRONG = [
    ({"first": "amina"}, "own_record", "with oneself"),
    ({}, "already_exists", "a second click"),
    ({"first": "amina", "second": "elif"}, "done", "the line the other way round is another fact"),
    ({"kind": RelationKind.RELATIVE}, "done", "another tie of the same two"),
]


@pytest.mark.parametrize(("values", "says", "reason"), WRONG, ids=[row[2] for row in WRONG])
def test_same_tie_is_declared_once(values, says, reason, cast):
    declared(cast)

    assert answer(declared, cast, **values) == says, reason


def test_kin_are_kin_both_ways_round(cast):
    declared(cast, kind=RelationKind.RELATIVE)

    again = answer(declared, cast, first="amina", second="elif", kind=RelationKind.RELATIVE)

    assert again == "already_exists"


ENDS = [
    ({}, "done", "today"),
    ({"on": SINCE}, "done", "declared by mistake: its first day is its last"),
    ({"on": date(2026, 1, 4)}, "dates_contradict", "before it began"),
    ({"reason": " "}, "reason_missing", "no reason"),
]


@pytest.mark.parametrize(("values", "says", "reason"), ENDS, ids=[row[2] for row in ENDS])
def test_relation_ends_with_date_and_reason(values, says, reason, cast):
    assert answer(ended, cast, declared(cast), **values) == says, reason


def test_relation_ends_once(cast):
    relation = declared(cast)
    ended(cast, relation)

    refused(RefusalCode.WRONG_STATE, ended, cast, relation)


def test_relation_bars_until_its_last_day(cast):
    bar = (Involvement(cast.person("elif"), Part.SUPERIOR),)
    relation = declared(cast)
    ended(cast, relation, on=date(2026, 6, 30))

    days = [date(2026, 1, 4), SINCE, date(2026, 6, 30), date(2026, 7, 1)]

    assert [close_to(cast.person("amina"), day) for day in days] == [(), bar, bar, ()]


def test_mentor_of_former_days_stays_barred(cast):
    """I-02: the decider has not mentored the candidate; an end on a page does not undo it."""
    bar = (Involvement(cast.person("elif"), Part.MENTORED),)
    ended(cast, declared(cast, kind=RelationKind.MENTOR), on=date(2026, 6, 30))

    days = [date(2026, 1, 4), SINCE, date(2026, 6, 30), TODAY]

    assert [close_to(cast.person("amina"), day) for day in days] == [(), bar, bar, bar]


def test_both_acts_are_on_record_with_their_facts(cast):
    ended(cast, declared(cast))

    rows = [(one.event, one.facts, one.reason) for one in trail.about(cast.person("amina"), limit=2)]

    facts = {"kind": "reporting_line", "of": "VM-200185-B"}
    over = ("relation:ended", facts | {"on": "2026-11-21"}, "Transferred, order 12")
    assert rows == [over, ("relation:declared", facts, None)]


@pytest.mark.parametrize("tie", Tie)
def test_tie_chosen_is_the_tie_shown_from_either_side(tie, cast):
    amina, elif_ = cast.person("amina"), cast.person("elif")
    first, second = ("elif", "amina") if tie.is_declarer else ("amina", "elif")
    declared(cast, first=first, second=second, kind=tie.kind)
    opposite = {"superior": "subordinate", "subordinate": "superior", "mentor": "mentee", "mentee": "mentor"}

    shown = [one.tie.value for person in (amina, elif_) for one in relation_list.tied_to(person)]

    assert shown == [tie.value, opposite.get(tie.value, tie.value)]


def at(cast, login: str, page: str = "") -> str:
    return f"/people/{queries.person_ref(cast.person(login))}/relations{page}"


@pytest.mark.parametrize("text", ["karaday", "VM-200185-B", "vm-200185-b"])
def test_hr_finds_the_other_declares_and_ends(text, cast, visit):
    found = visit(at(cast, "amina", f"/new?q={text}"), as_="ines")
    ref = found.first("input", type="radio").get("value")
    sent = {"person": ref, "tie": "superior", "from_": "2026-01-05", "note": "leads her unit"}

    done = visit(at(cast, "amina", f"/new?q={text}"), as_="ines", method="POST", data=sent, status=303)

    page = visit(done.location, as_="ines")
    row = ["Elif Karadaylan VM-200185-B · Institution MINT", "Superior", "since 5 January 2026"]
    assert page.rows() == [[*row, "leads her unit", "End Superior, Elif Karadaylan"]]
    last = {"on": "2026-11-20", "reason": "Transferred"}
    visit(page.links()[row_end(page)], as_="ines", method="POST", data=last, status=303)
    assert "ended" in visit(at(cast, "amina"), as_="ines").rows()[0][1]


def row_end(page) -> str:
    return next(text for text in page.links() if text.startswith("End "))


def test_both_names_stand_in_every_script(cast, visit):
    page = visit(at(cast, "elif", "/new?q=أمينة"), as_="ines")

    assert "Amina Mezgouri · أمينة المزكوري · VM-200037-X" in page.text
    assert "Elif Karadaylan" in page.text


@pytest.mark.parametrize(
    ("text", "found"), [("VM-200185-B", 1), ("Karadaylan", 0)], ids=["number", "no search by name"]
)
def test_one_without_search_declares_by_number_only(text, found, cast, visit):
    page = visit(at(cast, "amina", f"/new?q={text}"), as_="amina")

    assert len(page.all("input", type="radio")) == found
    assert ("E. K." in page.text, "Karadaylan" in page.text.replace(text, "")) == (bool(found), False)


def test_no_relation_ends_in_the_future(cast):
    relation = declared(cast)

    refused(RefusalCode.DATE_IN_FUTURE, ended, cast, relation, on=TODAY + timedelta(days=1))


def test_own_relations_are_reached_from_the_account_page(cast, visit):
    cast.enter()
    links = visit("/account", as_="amina").links()

    assert visit(links["Your declared relations"], as_="amina").h1 == "Your declared relations"
    assert "Your declared relations" not in visit("/account", as_="grace").links()


@pytest.mark.parametrize("who", ["amina", "bruno", "sana", "omar", "dalia", "grace", "jonas"])
def test_relations_of_others_stay_closed(who, cast, visit):
    declared(cast)

    visit(at(cast, "elif"), as_=who, status=403)


def test_relation_is_not_ended_from_the_file_of_a_third(cast, visit):
    relation = declared(cast)

    visit(at(cast, "sana", f"/{refs.seal(relation.id)}/end"), as_="ines", status=404)


def test_nobody_chosen_keeps_what_was_typed(cast, visit):
    sent = {"tie": "mentor", "from_": "2026-02-31", "note": "since the course"}

    page = visit(at(cast, "amina", "/new?q=Karadaylan"), as_="ines", method="POST", data=sent, status=422)

    assert page.problems()[0] == "Choose who it is."
    assert page.first("textarea").text.strip() == "since the course"
    assert page.first("input", name="from_").get("value") == "2026-02-31"


def test_list_asks_as_much_for_one_as_for_three(cast, visit, counted):
    declared(cast)
    visit(at(cast, "amina"), as_="ines")
    with counted() as one:
        visit(at(cast, "amina"), as_="ines")
    declared(cast, first="sana")
    declared(cast, first="bruno")

    with counted() as three:
        page = visit(at(cast, "amina"), as_="ines")

    assert len(page.rows()) == 3
    assert three.count == one.count, three.statements
