"""A donor's programme entered on its page, by the donor or by a designer."""

from datetime import date

import pytest

from curriculum.donors import queries

pytestmark = pytest.mark.database

SENT = {
    "donor": "D-NORD",
    "code": "NORD-2027",
    "title_fr": "Frontières 2027",
    "title_en": "Borders 2027",
    "start": "2027-01-01",
    "end": "2028-12-31",
    "currency": "EUR",
    "training_budget": "450000",
}
PAGE = "/training/programmes/new"


@pytest.mark.parametrize("who", ["dalia", "chidi"])
def test_programme_is_entered_and_leads_to_its_first_offering(visit, cast, who):
    assert cast.dalia.account_id

    answer = visit(PAGE, as_=who, method="POST", data=SENT, status=303)

    made = queries.get_programme("NORD-2027")
    assert (made.title.en, made.end, made.training_budget) == ("Borders 2027", date(2028, 12, 31), 450_000)
    assert answer.location == "/training/programmes/NORD-2027"
    form = visit(visit(answer.location, as_=who).links()["Enter an offering"], as_=who)
    chosen = [one.get("value") for one in form.all("option") if one.get("selected") is not None]
    assert "NORD-2027" in chosen


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        pytest.param({"end": "2026-12-31"}, "dates contradict each other", id="ends-before-it-starts"),
        pytest.param({"code": "x y"}, "Invalid input", id="no-such-code"),
        pytest.param({"currency": "euro"}, "Invalid input", id="no-such-currency"),
        pytest.param({"title_fr": ""}, "required", id="one-language-only"),
        pytest.param({"donor": "D-PMCO"}, "Not a valid choice", id="I-09-another-donor"),
    ],
)
def test_wrong_programme_comes_back_and_nothing_is_entered(visit, cast, changed, said):
    assert cast.dalia.account_id

    page = visit(PAGE, as_="dalia", method="POST", data=SENT | changed, status=422)

    assert [said in one for one in page.problems()] == [True]
    assert queries.find_programme(SENT["code"]) is None


def test_same_programme_twice_is_refused_on_the_page(visit, cast):
    assert cast.dalia.account_id
    visit(PAGE, as_="dalia", method="POST", data=SENT, status=303)

    page = visit(PAGE, as_="dalia", method="POST", data=SENT, status=409)

    assert page.problems() != []


@pytest.mark.parametrize("who", ["ines", "amina", "grace"])
def test_page_is_closed_to_others(visit, cast, who):
    assert cast.dalia.account_id

    visit(PAGE, as_=who, status=403)


def test_list_of_offerings_leads_to_it(visit, cast):
    assert cast.dalia.account_id

    assert visit("/training/offerings", as_="dalia").links()["Enter a programme"] == PAGE
    assert "Enter a programme" not in visit("/training/offerings", as_="ines").links()
