"""What a path or module rests on in law: shown to everybody, with the text of what is published."""

from datetime import date, timedelta

import pytest

from curriculum import clock
from curriculum.db import Bilingual, transaction
from curriculum.domain.actors import OPERATOR
from curriculum.domain.lifecycles.instrument import InstrumentState
from curriculum.domain.path import ComponentType
from curriculum.institutions import service as institutions
from curriculum.institutions.law import queries, service
from curriculum.institutions.law.service import InstrumentContent
from curriculum.paths import service as paths
from curriculum.paths.content import ComponentContent, Titled
from tests.factories.catalogue import both, make_module, outcome
from tests.factories.catalogue import published as published_module
from tests.factories.paths import content, module_component, published

pytestmark = pytest.mark.database
TEXT = b"%PDF-1.7 the text"


class Owner:
    def __init__(self, key):
        self.id = key


@pytest.fixture
def law(cast):
    """LP-LAW rests on a repealed and an unknown code, its module on M-1; LP-DRAFT on a decree in force."""
    with transaction():
        institutions.set_code_list(OPERATOR, queries.KINDS, {"decree": Bilingual("Décret", "Decree")})
        for code, state in (("OLD", "in_force"), ("M-1", "in_force"), ("SECRET", "in_force")):
            made = service.record(
                cast.chidi,
                code=code,
                content=InstrumentContent(
                    "decree",
                    Bilingual(f"Décret {code}", f"Decree {code}"),
                    f"no {code}",
                    "CNFGF",
                    issuer_name="Parliament",
                    in_force_from=date(2020, 1, 1),
                ),
                state=InstrumentState(state),
            )
            service.keep_file(cast.chidi, made.id, TEXT, "decree.pdf")
        owner = Owner(cast.institution("CNFGF"))
        module = make_module(owner=owner)
        published_module(
            module, cast.chidi, cast.farid, outcome(100, critical=True), legal_instruments=("M-1",)
        )
        published(
            "LP-LAW",
            cast.chidi,
            cast.elif_,
            cast.farid,
            module_component(module),
            instruments=("OLD", "NOPE"),
        )
        service.step(cast.chidi, queries.get("OLD").id, "repeal", on=date(2026, 1, 1), reason="by another")
        draft = paths.create_path(cast.chidi, code="LP-DRAFT", owner="CNFGF")
        paths.draft_version(
            cast.chidi, path_id=draft.id, content=content(module_component(module), instruments=("SECRET",))
        )


@pytest.mark.parametrize(
    ("address", "who", "said"),
    [
        ("/catalogue/paths/LP-LAW", None, ["Decree OLD", "no OLD", "2020 to 1 January 2026", "Repealed"]),
        ("/catalogue/modules/BOR-102", None, ["Asked for by law", "Decree M-1", "Parliament"]),
        ("/training/paths/LP-DRAFT/1", "chidi", ["Decree SECRET", "since 1 January 2020"]),
    ],
)  # fmt: skip
def test_the_basis_is_shown_with_what_became_of_it(visit, law, address, who, said):
    text = visit(address, as_=who).text

    assert [words for words in said if words not in text] == []
    assert "no legal basis recorded" not in text.lower()


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("OLD", 200),  # of a published path, repealed or not
        ("M-1", 200),  # of a published module
        ("SECRET", 404),  # of a draft only
        ("NOPE", 404),  # named by a path, known to nobody
    ],
)
def test_who_reads_the_text(visit, law, code, status):
    answer = visit(f"/catalogue/instruments/{code}/file", status=status).response

    assert (answer.data == TEXT) is (status == 200)
    assert "Set-Cookie" not in answer.headers


def test_what_rests_on_an_instrument_is_shown_before_it_ends(visit, law):
    paths = visit("/training/instruments/OLD", as_="chidi")
    modules = visit("/training/instruments/M-1", as_="chidi")
    linked = visit("/admin/instruments/OLD", as_="chidi").links()

    assert paths.links()["LP-LAW v1"] == "/training/paths/LP-LAW/1"
    assert "No module names it." in paths.text
    assert modules.links()["BOR-102 v1"] == "/training/modules/BOR-102/1"
    assert linked["Paths and modules that rest on it"] == "/training/instruments/OLD"


@pytest.mark.parametrize(("days", "count"), [(0, 0), (400, 1)])  # a year after they were entered
def test_what_is_due_waits_on_the_desk(visit, law, days, count):

    with clock.moved_to(clock.now() + timedelta(days)):
        page = visit("/training", as_="chidi")

    assert page.text.count("Decree M-1") == count


def test_routes_and_words_of_entry_are_shown_to_everybody(visit, cast, law):
    practice = ComponentContent(
        "C1", ComponentType.PRACTICE, title=both("Border post"), rule={"minimum": 9}, routes=("rpl",)
    )
    panel = ComponentContent("C2", ComponentType.PANEL, rule={"panel_size_min": 3})
    ways = (Titled("standard", both("Courses")), Titled("rpl", both("Recognition")))
    with transaction():
        published(
            "LP-WAYS",
            cast.chidi,
            cast.elif_,
            cast.farid,
            practice,
            panel,
            routes=ways,
            entry_text=both("Sworn in"),
        )
    text = visit("/catalogue/paths/LP-WAYS").text

    assert "There are several routes: Courses, Recognition." in text
    assert text.count("only by the route: Recognition") == 1
    assert "Sworn in" in text
