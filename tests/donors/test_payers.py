"""Donors, programmes and their dated phases: entered, changed, kept inside their days."""

from datetime import date

import pytest

from curriculum.db import db
from curriculum.domain.refusals import RefusalCode
from curriculum.donors import queries, service
from curriculum.donors.content import NewPhase, NewProgramme
from tests.factories.catalogue import both
from tests.refusing import refused

pytestmark = pytest.mark.database
R = RefusalCode


def phase(start: date, end: date, **more) -> NewPhase:
    return NewPhase(both("Inception"), start, end, **more)


FIRST = phase(date(2023, 6, 1), date(2024, 5, 31))


def test_phases_stand_in_the_order_of_their_days(deal):
    second = service.enter_phase(
        deal["dalia"], deal["programme"].id, phase(date(2024, 6, 1), date(2027, 5, 31))
    )
    first = service.enter_phase(deal["chidi"], deal["programme"].id, FIRST)

    assert [one.id for one in queries.phases_of(deal["programme"].id)] == [first.id, second.id]


@pytest.mark.parametrize(
    ("new", "code"),
    [
        pytest.param(phase(date(2023, 5, 31), date(2023, 7, 1)), R.PHASE_OUTSIDE_PROGRAMME, id="before-it"),
        pytest.param(phase(date(2027, 5, 1), date(2027, 6, 1)), R.PHASE_OUTSIDE_PROGRAMME, id="after-it"),
        pytest.param(phase(date(2024, 8, 2), date(2024, 8, 1)), R.DATES_CONTRADICT, id="backwards"),
        pytest.param(phase(date(2024, 5, 31), date(2024, 9, 1)), R.PHASES_OVERLAP, id="one-day-in-common"),
    ],
)
def test_phase_is_refused_where_it_does_not_fit(deal, new, code):
    service.enter_phase(deal["dalia"], deal["programme"].id, FIRST)

    refused(code, service.enter_phase, deal["dalia"], deal["programme"].id, new)


def test_phases_overlap_where_that_is_said(deal):
    service.enter_phase(deal["dalia"], deal["programme"].id, FIRST)
    beside = phase(date(2024, 1, 1), date(2024, 12, 31), is_parallel=True)

    assert service.enter_phase(deal["dalia"], deal["programme"].id, beside).is_parallel


def test_changed_phase_does_not_overlap_with_itself(deal):
    made = service.enter_phase(deal["dalia"], deal["programme"].id, FIRST)

    service.change_phase(deal["dalia"], made.id, phase(date(2023, 7, 1), date(2024, 4, 30)))

    assert (made.start, made.end) == (date(2023, 7, 1), date(2024, 4, 30))


def test_programme_keeps_its_phases_inside(deal):
    service.enter_phase(deal["dalia"], deal["programme"].id, FIRST)
    shorter = NewProgramme(
        "", "", both("Horizon"), date(2023, 6, 2), date(2027, 5, 31), "EUR", training_budget=1
    )

    refused(R.PHASE_OUTSIDE_PROGRAMME, service.change_programme, deal["dalia"], deal["programme"].id, shorter)


@pytest.mark.parametrize("who", ["hugo", "farid"])
def test_phases_are_the_donors_own_and_the_designers(deal, who):
    """I-09: another programme's donor changes nothing here."""
    refused(R.NOT_PERMITTED, service.enter_phase, deal[who], deal["programme"].id, FIRST)


DONOR = {"code": "D-SUD", "name_fr": "Agence du Sud", "name_en": "Southern Agency", "type": "bilateral"}


def test_donor_is_entered_changed_and_found_in_the_list(visit, cast):
    assert cast.chidi.account_id
    visit("/training/donors/new", as_="chidi", method="POST", data=DONOR, status=303)
    changed = DONOR | {"name_en": "Agency of the South", "type": "trust_fund"}
    visit("/training/donors/D-SUD/edit", as_="chidi", method="POST", data=changed, status=303)

    db.session.expire_all()
    made = queries.get_donor("D-SUD")
    assert (made.name.en, made.type) == ("Agency of the South", "trust_fund")
    assert visit("/training/donors", as_="ines").links()["D-SUD"] == "/training/donors/D-SUD"


def test_same_donor_twice_is_refused_on_the_page(visit, cast):
    assert cast.dalia.account_id

    page = visit(
        "/training/donors/new", as_="chidi", method="POST", data=DONOR | {"code": "D-NORD"}, status=409
    )

    assert page.problems() != []


@pytest.mark.parametrize(
    ("page", "who"),
    [
        pytest.param("/training/donors/new", "dalia", id="no-donor-enters-donors"),
        pytest.param("/training/donors/D-PMCO/edit", "dalia", id="I-09-another-donor"),
        pytest.param("/training/donors/D-NORD/edit", "ines", id="HR-does-not"),
    ],
)
def test_pages_are_closed_to_others(visit, cast, page, who):
    assert cast.dalia.account_id

    visit(page, as_=who, status=403)


SENT = {"title_fr": "Lancement", "title_en": "Inception", "start": "2023-06-01", "end": "2024-05-31"}


def test_phase_is_entered_changed_and_removed_on_its_pages(visit, stage):
    home = "/training/programmes/HORIZON-F"
    visit(f"{home}/phases/new", as_="chidi", method="POST", data=SENT, status=303)
    link = visit(home, as_="chidi").links()["Inception"]

    visit(link, as_="chidi", method="POST", data=SENT | {"end": "2024-03-31"}, status=303)
    assert [one.end for one in queries.phases_of(stage["programme"].id)] == [date(2024, 3, 31)]

    visit(f"{link}/remove", as_="chidi", method="POST", status=303)
    assert queries.phases_of(stage["programme"].id) == []


def test_phase_that_does_not_fit_comes_back_with_what_was_typed(visit, stage):
    page = visit(
        "/training/programmes/HORIZON-F/phases/new",
        as_="chidi",
        method="POST",
        data=SENT | {"end": "2028-01-01"},
        status=422,
    )

    assert ["within its programme" in one for one in page.problems()] == [True]
    assert [one.get("value") for one in page.all("input", name="title_en")] == ["Inception"]


def test_programme_is_changed_on_its_page(visit, stage):
    page = "/training/programmes/HORIZON-F/edit"
    shown = {one.get("name"): one.get("value") for one in visit(page, as_="chidi").all("input")}
    assert (shown["start"], shown["currency"]) == ("2023-06-01", "EUR")
    sent = SENT | {"currency": "CHF", "end": "2028-05-31", "visibility_fr": "Avec le Nord"}

    visit(page, as_="chidi", method="POST", data=sent, status=303)

    db.session.expire_all()
    made = queries.get_programme("HORIZON-F")
    assert (made.currency, made.end, made.visibility_text.fr) == ("CHF", date(2028, 5, 31), "Avec le Nord")


def test_list_of_offerings_leads_to_donors_and_programmes(visit, stage):
    links = visit("/training/offerings", as_="chidi").links()

    assert links["Donors and programmes"] == "/training/donors"
    assert visit("/training/donors", as_="chidi").links()["HORIZON-F"] == "/training/programmes/HORIZON-F"
