"""Transcript and attestation of attendance: what they say in both languages, to whom, and what stops them."""

import subprocess
from datetime import date, timedelta

import pytest

from curriculum.announcements import PersonTouched
from curriculum.assessment import service as assessment
from curriculum.db import Bilingual, announce, db, new_id, transaction
from curriculum.delivery.models import AttendanceFigure, FigureState
from curriculum.domain.actors import EVERYWHERE, Role
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.paths.models import PathEnrolment
from curriculum.people import queries as people
from curriculum.people.models import PersonName
from tests.factories.accounts import make_account, make_role
from tests.factories.assessment import make_result
from tests.factories.catalogue import both, make_actor, within
from tests.factories.delivery import make_official, make_run, make_school
from tests.factories.institutions import make_institution
from tests.factories.paths import module_component, published

SPELLINGS = (("Arab", "أمينة", "المزكوري"), ("Cyrl", "Амина", "Мезгури"))
NAMES = ("Amina Mezgouri", "أمينة المزكوري", "Амина Мезгури")
PATH = "LP-TRN-BOR"
TRANSCRIPT, ATTENDANCE = f"/me/{PATH}/transcript.pdf", "/me/attendance.pdf"


def copied(pdf: bytes) -> list[str]:
    """The text of each page as poppler copies it, without marks of direction, spaces joined."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    said = done.stdout.decode("utf-8").translate(dict.fromkeys([0x202A, 0x202B, 0x202C, 0x200E, 0x200F]))
    return [" ".join(page.split()) for page in said.split("\f")[:-1]]


def spell(person_id: int, script: str, given: str, family: str) -> None:
    told = {"script": script, "given": given, "family": family, "folded": ""}
    db.session.add(PersonName(person_id=person_id, id=new_id(), is_primary=True, **told))
    db.session.flush()


def follow(name: str, login: str, employer, version) -> int:
    """An official with an account, employed and admitted to a path."""
    person_id = make_official(name, employer)
    make_role(make_account(login, person_id=person_id), Role.OFFICIAL, EVERYWHERE)
    told = {"state": EnrolmentState.ADMITTED, "designated_on": date(2024, 1, 1)}
    db.session.add(PathEnrolment(person_id=person_id, path_version_id=version.id, **told))
    announce(PersonTouched(person_id))
    return person_id


def make_hr(login: str, employer) -> None:
    account = make_account(login, person_id=make_official(f"{login.title()} Ost"))
    make_role(account, Role.HR_OFFICER, within(employer))


@pytest.fixture
def school(app):
    with transaction():
        return make_school()


@pytest.fixture
def amina(school):
    """Amina in three scripts and Omid on one path, HR of their ministry and of another one."""
    with transaction():
        ministry = make_institution("XMINT", name=Bilingual("Ministère", "Ministry"))
        hr = make_actor("hr", Role.HR_OFFICER, scope=within(school.centre))
        component = module_component(school.version.module)
        version = published(PATH, school.designer, hr, school.signatory, component)
        amina = follow("Amina Mezgouri", "amina", ministry, version)
        for spelling in SPELLINGS:
            spell(amina, *spelling)
        follow("Omid Karimi", "omid", ministry, version)
        make_hr("ines", ministry)
        make_hr("wilma", make_institution("XMAEC"))
        make_account("grace")
    return amina


def attend(school, person_id: int, hours: int | None, code: str = "BOR-101-2026A", **values) -> None:
    """A run of 24 hours with a figure; None while it is disputed."""
    with transaction():
        run = make_run(school, code, **values)
        state = FigureState.DISPUTED if hours is None else FigureState.SETTLED
        db.session.add(AttendanceFigure(person_id=person_id, run_id=run.id, hours=hours, state=state))
        announce(PersonTouched(person_id))


def pass_test(school, person_id: int) -> None:
    with transaction():
        graded = make_result(school, person_id)
    with transaction():
        assessment.verify(school.verifier, person_id, graded.id)


def pages_at(visit, address: str, lang: str = "en") -> list[str]:
    return copied(visit(address, as_="amina", lang=lang).response.data)


def lacking(text: str, *wanted: str) -> list[str]:
    return [one for one in wanted if one not in text]


pytestmark = [pytest.mark.database, pytest.mark.usefixtures("poppler")]


@pytest.fixture(scope="module")
def poppler():
    """Whoever has no poppler is told so by every test that copies text."""
    subprocess.run(["pdftotext", "-v"], capture_output=True, check=True)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        pytest.param(
            "fr",
            (
                "Relevé d’acquis Transcript of training",
                "Ce document n’est pas un certificat",
                " 13,2 ",
            ),
            id="fr-first",
        ),
        pytest.param(
            "en",
            ("Transcript of training Relevé d’acquis", "This document is not a certificate", " 13.2 "),
            id="en-first",
        ),
    ],
)
def test_transcript_names_holder_issuer_path_and_what_was_begun(school, amina, visit, lang, said):
    attend(school, amina, 1320)

    (text,) = pages_at(visit, TRANSCRIPT, lang)

    issuer = f"{'Établi par' if lang == 'fr' else 'Established by'} {school.centre.name.in_(lang)}"
    assert lacking(text, *NAMES, issuer, f"({PATH} v1)", "BOR-101 v1", *said) == []
    assert f"{PATH}/{people.person_ref(amina)}/20261121" in text


def test_completed_module_has_hours_basis_and_the_day_it_was_met(school, amina, visit):
    attend(school, amina, 2400)
    pass_test(school, amina)

    (text,) = pages_at(visit, TRANSCRIPT)

    assert "BOR-101 v1 Title 24 Completed 9 October 2026" in text
    assert "(assessment)" in text
    assert "Total 24" in text


def test_transcript_of_a_path_not_begun_has_no_entries(amina, visit):
    (text,) = pages_at(visit, TRANSCRIPT)

    assert "No entries" in text


def test_attendance_counts_hours_and_leaves_disputed_ones_out_saying_so(school, amina, visit):
    attend(school, amina, 2160)
    attend(school, amina, None, "BOR-101-2026B", start=date(2026, 11, 2), end=date(2026, 11, 5))
    attend(school, amina, 0, "BOR-101-2026C", start=date(2026, 11, 9), end=date(2026, 11, 12))

    (text,) = pages_at(visit, ATTENDANCE)

    wanted = (
        "5 October 2026 8 October 2026 21.6 24",
        "2 November 2026 5 November 2026 0 24",
    )
    assert lacking(text, *NAMES, "Established by Ministry", *wanted, "not counted", "Total 21.6 48") == []
    assert "BOR-101-2026C" not in text


def test_attendance_goes_on_over_pages(school, amina, visit):
    for number in range(40):
        day = date(2024, 1, 1) + timedelta(days=number)
        attend(school, amina, 2400, f"RUN-{number:02}", title=both("Drill"), start=day, end=day)

    found = pages_at(visit, ATTENDANCE)

    assert len(found) > 1
    assert [sum(page.count(f"RUN-{n:02}") for page in found) for n in range(40)] == [1] * 40
    assert "Total 960 960" in found[-1]


@pytest.mark.parametrize(
    ("login", "address", "status"),
    [
        pytest.param("amina", TRANSCRIPT, 200, id="own transcript"),
        pytest.param("amina", "/people/{amina}/progress/" + f"{PATH}/transcript.pdf", 200, id="own file"),
        pytest.param("omid", "/people/{amina}/progress/" + f"{PATH}/transcript.pdf", 403, id="a colleague"),
        pytest.param(
            "ines", "/people/{amina}/progress/" + f"{PATH}/transcript.pdf", 200, id="HR of the employer"
        ),
        pytest.param("wilma", "/people/{amina}/progress/" + f"{PATH}/transcript.pdf", 403, id="HR elsewhere"),
        pytest.param("ines", "/people/nobody/progress/" + f"{PATH}/transcript.pdf", 404, id="no such person"),
        pytest.param("ines", "/people/{amina}/progress/LP-NONE/transcript.pdf", 404, id="no such path"),
        pytest.param("amina", "/me/LP-NONE/transcript.pdf", 404, id="not on that path"),
        pytest.param("grace", TRANSCRIPT, 404, id="an account without a person"),
        pytest.param("grace", ATTENDANCE, 404, id="attendance of nobody"),
        pytest.param("amina", ATTENDANCE, 200, id="own attendance"),
    ],
)
def test_papers_are_for_oneself_and_for_those_who_see_the_progress(amina, visit, login, address, status):
    visit(address.format(amina=people.person_ref(amina)), as_=login, status=status)


@pytest.mark.parametrize("address", [TRANSCRIPT, ATTENDANCE])
def test_strangers_are_sent_to_sign_in(amina, visit, address):
    assert visit(address, status=302).location == f"/login?next={address}"


@pytest.mark.parametrize(
    ("address", "ascii_", "whole"),
    [
        pytest.param(TRANSCRIPT, "Transcript LP-TRN-BOR Zoe Mezgouri.pdf", "Zo%C3%AB", id="transcript"),
        pytest.param(ATTENDANCE, "Attestation of attendance Zoe Mezgouri.pdf", "Zo%C3%AB", id="attendance"),
    ],
)
def test_download_is_private_and_named_for_every_browser(amina, visit, address, ascii_, whole):
    with transaction():
        name = next(one for one in people.names_of(amina) if one.script == "Latn")
        name.given = "Zoë"

    headers = visit(address, as_="amina").response.headers

    assert (headers["Content-Type"], headers["Cache-Control"]) == ("application/pdf", "private, no-store")
    assert f'attachment; filename="{ascii_}"' in headers["Content-Disposition"]
    assert (
        f"filename*=UTF-8''{ascii_.replace(' ', '%20').replace('Zoe', whole)}"
        in headers["Content-Disposition"]
    )


@pytest.mark.parametrize(
    ("given", "named"),
    [
        pytest.param("Ami\U0001f600na", "U+1F600 GRINNING FACE", id="no font has it"),
        pytest.param("Ami\u202ena", "U+202E", id="turns the reading direction unseen"),
        pytest.param("𠀀", "U+20000 CJK UNIFIED IDEOGRAPH-20000", id="a script without a font"),
    ],
)
@pytest.mark.parametrize("address", [TRANSCRIPT, ATTENDANCE])
def test_character_that_cannot_be_printed_is_named_on_a_page(amina, visit, address, given, named):
    with transaction():
        spell(amina, "Zyyy", given, "Mezgouri")

    page = visit(address, as_="amina", status=422)

    assert (page.h1, lacking(page.text, named, "HR department")) == ("This paper cannot be printed", [])


@pytest.mark.parametrize(
    ("length", "code"),
    [
        pytest.param(1990, "text_too_long", id="more rows than a page has"),
        pytest.param(2001, "statement_refused", id="longer than any text may be"),
    ],
)
def test_name_that_fits_on_no_page_is_told_with_its_code(amina, visit, length, code):
    with transaction():
        for script in ("Zinh", "Zsym", "Zyyy", "Zzzz"):
            spell(amina, script, (f"{script} " * 500)[:length].strip(), "a")

    assert code in visit(TRANSCRIPT, as_="amina", status=422).text


def test_attendance_of_somebody_never_employed_names_what_is_missing(app, visit):
    with transaction():
        make_account("noor", person_id=make_official("Noor Adeyemi"))

    assert "employer" in visit(ATTENDANCE, as_="noor", status=422).text


def test_pages_link_to_the_papers(amina, visit):
    own = visit("/me", as_="amina").links()
    base = f"/people/{people.person_ref(amina)}/progress"
    seen = visit(base, as_="ines").links()

    assert own["Download the transcript (PDF)"] == TRANSCRIPT
    assert own["Download the attestation of attendance (PDF)"] == ATTENDANCE
    assert seen["Download the transcript (PDF)"] == f"{base}/{PATH}/transcript.pdf"
    assert "Download the attestation of attendance (PDF)" not in seen
