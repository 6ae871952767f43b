"""What tests of the composer share: a path being made, and how it is written in."""

from dataclasses import replace

from curriculum.catalogue.content import ChangeClass
from curriculum.db import db, transaction
from curriculum.domain.path import ComponentType as K
from curriculum.paths import queries, service
from curriculum.paths.composing import editing
from curriculum.paths.content import ComponentContent, PathContent, Titled
from curriculum.paths.sheets import content_of
from tests.factories.catalogue import both
from tests.page import Page

HOME = "/training/paths"


DRAFT = f"{HOME}/LP-NEW/draft"


NEW = {"code": "LP-NEW", "owner": "CNFGF", "kind": "trainer", "title_fr": "Formateur", "title_en": "Trainer"}


STAGES = (Titled("s1", both("Learn")), Titled("s2", both("Practise")))


ROUTES = (Titled("standard", both("Standard")), Titled("rpl", both("Recognition")))


PRACTICE = ComponentContent(
    "C2",
    K.PRACTICE,
    title=both("Teaching"),
    rule={"unit": "delivery_hours", "minimum": 20, "distinct_sessions": 2, "within_months": 36},
)


def stored(code: str = "LP-NEW") -> PathContent:
    """The open version as the database has it."""
    db.session.remove()
    version = queries.open_version(queries.get_path(code).id)
    return content_of(queries.version(version.id))


def order() -> list[str]:
    return [one.code for one in stored().components]


def cards(page: Page) -> list[str]:
    return [one.get("data-key", "") for one in page.all("li", class_="compose-card")]


def button(page: Page, key: str, way: str) -> str:
    card = page.first("li", id=f"card-{key}")
    return next(one.get("value", "") for one in card.iter("button") if one.get("data-move") == way)


def post(visit, address: str, data: dict[str, object], status: int = 302, as_: str = "chidi") -> Page:
    return visit(address, as_=as_, method="POST", data=data, status=status)


def save(actor, version, edit) -> None:
    """Somebody else saves."""
    with transaction():
        service.revise(actor, version.id, edit(content_of(queries.version(version.id))))


def longer(months: int, title: str = "Teaching"):
    return editing.writing(
        replace(PRACTICE, key="C2", title=both(title), rule={**PRACTICE.rule, "minimum": months})
    )


WHOLE = {
    "entry_requirements": {
        "designation_required": True,
        "min_service_months": 0,
        "min_category": "C",
        "languages": ["fr", "ar"],
        "holds_certificate_kind": "trainer",
        "expired_no_more_than_months": 12,
    },
    "entry_text": both("Drives a car"),
    "certificate_validity_months": 36,
    "renewal": {"mode": "renewal", "window_months_before": 6, "min_cpd_points": 15, "panel_review": True},
    "max_duration_months": 24,
    "hours_minimum_taught": 27550,
    "eqf_level_indicative": 6,
    "languages_of_award": ("fr", "ar"),
    "legal_basis": "Decree 1",
    "stages": STAGES,
    "routes": ROUTES,
    "change_class": ChangeClass.MINOR,
    "change_note": both("Because"),
}
