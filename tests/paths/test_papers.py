"""Syllabus and brochure: what they say in each language, who gets them, and the drawing as on the screen."""

import io
import subprocess
from datetime import date

import pikepdf
import pytest

from curriculum.db import Bilingual, transaction
from curriculum.domain.actors import OPERATOR
from curriculum.domain.lifecycles.instrument import InstrumentState
from curriculum.domain.path import ComponentType
from curriculum.institutions import service as institutions
from curriculum.institutions.law import queries as law
from curriculum.institutions.law import service as register
from curriculum.institutions.law.service import InstrumentContent
from curriculum.paths import drawn, queries, shown
from curriculum.paths import service as paths
from curriculum.paths.content import ComponentContent
from tests.factories.catalogue import both, make_module, outcome
from tests.factories.catalogue import published as published_module
from tests.factories.paths import content, module_component, published

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("poppler")]
MODULE, PATH = "/catalogue/modules/BOR-102/syllabus.pdf", "/catalogue/paths/LP-X/brochure.pdf"


@pytest.fixture(scope="module")
def poppler():
    """Whoever has no poppler is told so by every test that copies text."""
    subprocess.run(["pdftotext", "-v"], capture_output=True, check=True)


class Owner:
    def __init__(self, key):
        self.id = key


def instrument(cast, code, state=InstrumentState.IN_FORCE):
    said = InstrumentContent(
        "decree",
        Bilingual("Décret sur les titres", "Decree on titles"),
        f"no {code}",
        "CNFGF",
        issuer_name="Parliament",
        in_force_from=date(2020, 1, 1),
    )
    return register.record(cast.chidi, code=code, content=said, state=state)


@pytest.fixture
def curriculum(cast):
    """BOR-102 v1 and v2 asked for by D-1, LP-X v1 of it with practice, resting on D-1; a draft LP-Y."""
    with transaction():
        institutions.set_code_list(OPERATOR, law.KINDS, {"decree": Bilingual("Décret", "Decree")})
        instrument(cast, "D-1")
        module = make_module(owner=Owner(cast.institution("CNFGF")))
        for until in (None, date(2027, 12, 31)):
            published_module(
                module,
                cast.chidi,
                cast.farid,
                outcome(100, critical=True, text="Examine a passport"),
                prerequisites_advised=("BOR-101",),
                legal_instruments=("D-1",),
                entry_requirements=both("Sworn in"),
                languages=("fr",),
                rights_integrated=True,
                teach_out_until=until,
            )
        practice = ComponentContent(
            "C2", ComponentType.PRACTICE, title=both("Border post"), rule={"minimum": 12}, mandatory=False
        )
        components = (module_component(module, number=2), practice)
        published("LP-X", cast.chidi, cast.elif_, cast.farid, *components, instruments=("D-1",))
        path = paths.create_path(cast.chidi, code="LP-Y", owner="CNFGF")
        paths.draft_version(cast.chidi, path_id=path.id, content=content())


def copied(pdf):
    """The text of the paper, spaces joined."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode("utf-8").split())


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (f"{MODULE}?in=en", ["Title Title (fr)", "Total workload 30 h", "O1 Examine a passport Skill"]),
        (f"{MODULE}?in=en", ["Test 100% 60 / 100", "All critical outcomes are held."]),
        (f"{MODULE}?in=en", ["Helpful, not required: BOR-101", "(critical)", "Asked for by law"]),
        (f"{MODULE}?in=en", ["Decree on titles", "no D-1 · Parliament · since 1 January 2020"]),
        (f"{MODULE}?in=fr", ["Title (fr) Title", "Charge de travail totale 30 h", "Décret sur les titres"]),
        (f"{MODULE}?in=en", ["Languages it is taught in French", "Human rights within the"]),
        (f"{MODULE}?in=en&version=1", ["This version was replaced.", "BOR-102 v1"]),
        (f"{PATH}?in=en", ["Trainer Trainer (fr)", "Code LP-X v1", "1 BOR-102 Title 30 h Assessed by"]),
        (
            f"{PATH}?in=en",
            ["2 Border post: 12 h", "(Optional)", "Open to every official.", "Decree on titles"],
        ),
        (f"{PATH}?in=fr", ["Trainer (fr) Trainer", "Ce que le parcours exige", "Décret sur les titres"]),
    ],
)
def test_what_a_paper_says(visit, curriculum, address, said):
    answer = visit(address).response
    text = copied(answer.data)

    assert [words for words in said if words not in text] == []
    assert (answer.mimetype, "Set-Cookie" in answer.headers) == ("application/pdf", False)


@pytest.mark.parametrize(
    ("address", "who", "status"),
    [
        (PATH, None, 200),
        (f"{PATH}?version=2", None, 404),  # never written
        ("/catalogue/paths/LP-Y/brochure.pdf", None, 404),  # a draft is nobody's business yet
        ("/training/paths/LP-Y/1/brochure.pdf", "chidi", 200),  # but its author's
        ("/training/paths/LP-Y/1/brochure.pdf", "grace", 403),
        ("/training/modules/BOR-102/1/syllabus.pdf", "chidi", 200),
        ("/training/modules/BOR-102/1/syllabus.pdf", "grace", 403),
    ],
)
def test_who_gets_a_paper(visit, curriculum, address, who, status):
    visit(address, as_=who, status=status)


def test_the_public_page_says_how_a_module_is_taught_and_for_whom(visit, curriculum):
    text = visit("/catalogue/modules/BOR-102").text

    assert "Helpful, not required: BOR-101" in text
    assert "Sworn in" in text
    assert "Languages it is taught in French" in text


def test_a_draft_says_that_it_is_none_in_force_and_rests_on_nothing(visit, curriculum):
    text = copied(visit("/training/paths/LP-Y/1/brochure.pdf?in=en", as_="chidi").response.data)

    assert "This version is not published: Draft." in text
    assert "no legal basis recorded" in text
    assert "The way through the path" not in text


def test_the_language_of_a_paper_leaves_the_pages_in_theirs(visit, curriculum):
    visit("/training/paths/LP-Y/1/brochure.pdf?in=fr", as_="chidi")

    assert visit("/training/paths/LP-Y/1", as_="chidi").first("html").get("lang") == "en"


def test_the_drawing_is_the_figure_of_the_paper_in_the_words_of_the_screen(visit, curriculum):
    picture = drawn.picture(shown.seen(queries.get_version("LP-X", 1)))
    with pikepdf.open(io.BytesIO(visit(f"{PATH}?in=en").response.data)) as opened:
        told = [
            str(one.Alt) for one in opened.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one
        ]

    assert told == [f"Drawing of the path: Trainer. {picture.alternative}"]


def test_what_no_font_can_draw_is_refused_with_the_character(visit, cast, curriculum):
    with transaction():
        path = paths.create_path(cast.chidi, code="LP-Z", owner="CNFGF")
        paths.draft_version(cast.chidi, path_id=path.id, content=content(title=both("Way \U00013000")))

    page = visit("/training/paths/LP-Z/1/brochure.pdf", as_="chidi", status=422)

    assert "\U00013000" in page.text


@pytest.mark.parametrize(
    ("address", "who", "name"),
    [
        ("/catalogue/modules/BOR-102", None, "Syllabus (PDF)"),
        ("/catalogue/paths/LP-X", None, "Brochure (PDF)"),
        ("/training/paths/LP-X/1", "chidi", "Brochure (PDF)"),
        ("/training/modules/BOR-102/2", "chidi", "Syllabus (PDF)"),
    ],
)
def test_papers_are_linked_in_both_languages(visit, curriculum, address, who, name):
    page = visit(address, as_=who)

    assert name in page.text
    links = [link.get("href") for link in page.all("a", type="application/pdf")]
    assert [link.partition("?")[2].partition("in=")[2] for link in links] == ["fr", "en"]
    assert all(visit(link, as_=who).status == 200 for link in links)
