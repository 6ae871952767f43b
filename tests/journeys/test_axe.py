"""No page has a fault that axe can see: in each language, light and dark, on a phone and on a desk."""

import os
from collections.abc import Iterator
from itertools import product

import pytest
from sqlalchemy import select

from curriculum.awards.models import Certificate
from curriculum.db import db
from curriculum.people import queries as people
from tests.journeys.visitor import DESK, PHONE, is_within, violations

pytestmark = pytest.mark.browser

PAGES: dict[str | None, tuple[str, ...]] = {
    None: (
        "/",
        "/login",
        "/catalogue",
        "/catalogue/paths/LP-TRN-BOR",
        "/catalogue/modules/BOR-102",
        "/verify",
        "/v/",
    ),
    "amina": (
        *("/me", "/me/LP-TRN-BOR/C1", "/me/evidence", "/me/evidence/new", "/account"),
        *("/feedback", "/feedback/module/BOR-102"),
    ),
    "chidi": (
        *("/training", "/training/lists", "/training/desk", "/training/runs", "/training/modules"),
        *("/training/offerings", "/training/paths", "/runs/BOR-101-2026B"),
        *("/lists/CEPM-01-L1", "/lists/CEPM-01-L1/desk", "/training/modules/BOR-102/2"),
        *("/lists/FFMS-01-L1/several", "/training/modules/BOR-102/2/equivalences"),
        *("/training/offerings/CEPM-01/syllabus", "/training/programmes/new"),
        *(f"/training/coverage/{page}" for page in ("map", "gaps", "overlaps", "plans")),
        "/training/coverage/map/CEPM-01/ASY-201.v1.O1",
        *("/training/curriculum", "/training/curriculum/import", "/training/modules/BOR-102/2/copy"),
        *("/training/feedback", "/training/proposals", "/training/proposals/new/module/BOR-201"),
        *("/training/needs", "/training/needs?module=BOR-202", "/training/proposals/new/path/LP-TRN-BOR"),
        *("/training/coverage/modules/ASY-201", "/runs/new?bridge=ASY-201.v1"),
        *("/runs/BOR-101-2026B/evaluation", "/training/paths/LP-EXP-POL/1", "/training/modules/BOR-201/1"),
        *("/training/donors", "/training/donors/D-CEPM", "/training/programmes/HORIZON-F"),
        *("/training/offerings/new", "/training/offerings/NORD-06", "/training/offerings/NORD-06/claims"),
        *("/training/offerings/CEPM-01/results", "/training/offerings/CEPM-01/syllabus-file"),
        *("/training/frameworks", "/training/frameworks/CNFGF-GF", "/training/frameworks/import"),
        *("/training/frameworks/CNFGF-GF/crosswalks", "/training/posts", "/training/posts/P-BG-1"),
        *("/training/modules/new", "/training/modules/BOR-102/2/competences"),
        *("/training/paths/new", "/training/paths/LP-EXP-POL/next", "/training/paths/LP-EXP-POL/1/copy"),
        *("/training/donors/new", "/training/donors/D-CEPM/edit", "/training/programmes/HORIZON-F/edit"),
        *("/training/programmes/HORIZON-F/phases/new", "/training/offerings/NORD-06/edit"),
        *("/training/offerings/NORD-06/cancel", "/training/frameworks/CNFGF-GF/scales/new"),
        *("/training/modules/BOR-201/2/changes", "/training/modules/BOR-201/2"),
    ),
    "ines": ("/hr", "/hr/people", "/hr/people/new", "/hr/register", "/people/"),
    "farid": (
        *("/sign-offs", "/applications", "/applications/A-2026-007", "/training/paths/LP-TRN-BOR/2"),
        *("/training/review", "/training/review/modules/BOR-201/2", "/training/review/delegations"),
        "/training/review/modules/BOR-201/2/thread?part=outcomes&key=O3&field=text",
        *("/training/review/modules/BOR-201/2/ask", "/training/modules/BOR-102/2/consequences"),
        *("/training/paths/LP-TRN-BOR/2/consequences", "/training/paths/LP-TRN-BOR/2/changes"),
    ),
    "pavel": ("/training/evidence",),
    "dalia": ("/donor",),
    "omar": (
        "/admin",
        "/admin/accounts",
        "/admin/accounts/amina",
        "/admin/institutions",
        "/admin/institutions/MINT",
        "/admin/instruments",
        "/admin/instruments/new",
    ),
    "sana": ("/admin/mandates", "/admin/mandates/new", "/admin/mandates/M-02"),
}
ALL = tuple(product(("fr", "en"), ("light", "dark"), (PHONE, DESK)))
SAMPLE = (("fr", "light", PHONE), ("en", "dark", DESK))
WAYS = ALL if os.environ.get("FULL") else SAMPLE


def addresses(velmaria, paths: tuple[str, ...]) -> Iterator[str]:
    """The paths, those without an end completed from the register."""
    for path in paths:
        with velmaria.opened():
            found = db.session.scalars(
                select(Certificate).order_by(Certificate.log_index.desc()).limit(1)
            ).one()
            ends = {"/v/": found.token, "/people/": people.person_ref(velmaria.world.persons["amina"])}
            yield path + ends.get(path, "")


@pytest.mark.parametrize(("lang", "scheme", "width"), WAYS)
@pytest.mark.parametrize("who", PAGES, ids=str)
def test_no_page_has_a_fault(velmaria, browser, who, lang, scheme, width) -> None:
    values = {"lang": lang, "scheme": scheme, "width": width}
    page = browser.signed_in(who, **values) if who else browser.window(**values)

    found = {}
    for path in addresses(velmaria, PAGES[who]):
        answer = page.goto(f"{path}{'&' if '?' in path else '?'}lang={lang}")
        faults = violations(page) if answer.status == 200 else [f"status {answer.status}"]
        found[path] = faults + ([] if is_within(page) else ["wider than the window"])

    assert found == {path: [] for path in found}


def test_a_planted_fault_is_seen(browser) -> None:
    page = browser.window()
    page.goto("/")
    page.evaluate("document.querySelector('main').append(document.createElement('img'))")

    assert [line.split(":")[0] for line in violations(page)] == ["image-alt"]
