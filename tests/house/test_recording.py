"""Every change records exactly one event of the closed vocabulary, beside the change (style.md §3, Audit)."""

import importlib
import pkgutil
import re
from functools import cache

import pytest

from curriculum.audit.events import EVENTS, ROOMS
from curriculum.domain import lifecycles
from curriculum.domain.lifecycle import Lifecycle
from curriculum.domain.permissions import Permission
from tests.house.reading import ROOT, constants, sources
from tests.house.recording import Room, faults, services

SHARED = {"paths": ("curriculum/catalogue/versioning.py",)}
"""Module and path versions take their steps through one door, which records them."""

PARTS = {
    "curriculum.catalogue.drafting.carry_over": "part of revising a draft, which is the event",
    "curriculum.catalogue.versioning.note_writer": "part of drafting and revising, which are the events",
    "curriculum.catalogue.restoring.sign": "part of bringing a version in, which is the event",
    "curriculum.intake.counting.count_rows": "part of apply and decide; hours and evidence tell their own",
    "curriculum.intake.counting.stop_counting": "part of reopen; hours and evidence tell their own",
    "curriculum.reviews.saying.note": "an entry of a thread; begin, answer, settle, take, decline record",
    "curriculum.awards.applications.moving.note_step": "the line of a page, beside the event of the step",
}
"""Take an actor and write, but are only called by services that record."""

TWO_OBJECTS = {
    "curriculum.catalogue.service.publish": "the version published, and the one it replaces",
    "curriculum.catalogue.copying.copy": "the module opened, its draft begun, and where it comes from",
    "curriculum.paths.copying.copy": "the path opened, its draft begun, and where it comes from",
    "curriculum.paths.service.publish": "the version published, and the one it replaces",
    "curriculum.intake.bench.lanes.match": "a list nobody mapped is mapped first, as recognised",
    "curriculum.intake.counting.apply": "rows that count now, or the list applied; the ways through cross",
    "curriculum.intake.bench.deciding.decide": "the row decided, and the list when it was the last one",
    "curriculum.intake.bench.deciding.accept_several": "each row accepted, and the list when none is left",
    "curriculum.intake.bench.deciding.reopen": "the row taken back, and the list that is open again by it",
    "curriculum.feedback.proposing.turn": "the proposal made, and the feedback it took up",
    "curriculum.feedback.proposing.link": "the version linked, and the change it carries if it is published",
    "curriculum.donors.syllabus.keep": "the syllabus, and the claims accepted on the one before",
    "curriculum.awards.decisions.deciding.decide": "the application decided, and its statement fixed",
    "curriculum.awards.signing.unsigned.fix_waiting": "every application that waited for a mandate",
    "curriculum.awards.mandates.lifecycle.approve_mandate": "the mandate, and the statements waiting for it",
    "curriculum.awards.register.reissuing.reissue": "the application opened, and its statement fixed",
    "curriculum.awards.signing.signoffs.sign": "the sign-off, and the application when it is the second",
    "curriculum.awards.signing.signoffs.return_signature": "the sign-off, the other voided, the application",
    "curriculum.awards.signing.signoffs.refuse_signature": "the sign-off, the other voided, the application",
    "curriculum.awards.signing.signoffs.reassign": "the sign-off, and the statement made anew",
    "curriculum.awards.graduation.signing_many.sign_shown": "each sign-off, as `sign` does it",
    "curriculum.awards.signing.statements.fix_anew": "two sign-offs voided, and the statement made anew",
    "curriculum.awards.keys.turning.rotate_issuing": "the authority that follows, and the stolen one",
    "curriculum.transitions.drawing.draw": "the plan begun, and counted at once where few are on it",
    "curriculum.awards.signing.statements.void": "each sign-off that becomes void",
}
"""Move more than one object of the trail, which has an event for each."""

NOTHING_WRITTEN = {
    "curriculum.people.service.register_many": "an empty list writes nothing and is no event",
    "curriculum.people.service.register": "the same, by way of the list of one",
    "curriculum.evidence.service.record_many": "a list that says nothing new only links",
}
"""Ways that look like writing and have nothing to write."""

SUMMED_UP = {"row:faulted", "row:proposed", "row:rematched", "row:unmatched"}
"""Steps of thousands of rows at once: `batch:matched` tells them as counts."""

GRAMMAR = re.compile(r"[a-z_]+:[a-z_]+")


def _room(room: str) -> Room:
    texts = sources(f"curriculum/{room}") | {path: (ROOT / path).read_text() for path in SHARED.get(room, ())}
    return Room.read({path.removesuffix(".py").replace("/", "."): text for path, text in texts.items()})


@pytest.mark.parametrize("room", ROOMS)
def test_every_changing_service_records_exactly_one_event(room):
    read = _room(room)
    excused = {name for name in PARTS | TWO_OBJECTS | NOTHING_WRITTEN if name.split(".")[1] == room}

    assert services(read)
    assert {name for name in faults(read) if name.split(".")[1] == room} == excused


@pytest.mark.parametrize(
    ("body", "counts"),
    [
        pytest.param("row.name = name", [0], id="forgotten"),
        pytest.param("row.name = name\n    _tell(actor)\n    _tell(actor)", [2], id="told twice"),
        pytest.param("row.name = name\n    if name:\n        _tell(actor)", [0, 1], id="told sometimes"),
        pytest.param(
            "for one in row:\n        db.session.add(one)\n        _tell(actor)", [1, 2], id="told for each"
        ),
    ],
)
def test_planted_service_is_named(body, counts):
    tell = "def _tell(actor):\n    audit.record(actor, 'x:y', 'x', 1)\n"
    text = f"from curriculum.audit import service as audit\n{tell}def rename(actor, row, name):\n    {body}\n"

    assert faults(Room.read({"curriculum.planted.service": text})) == {
        "curriculum.planted.service.rename": counts
    }


def test_service_that_records_once_is_left_alone():
    text = (
        "from curriculum.audit.service import record\n"
        "def rename(actor, row, name):\n"
        "    if row.name == name:\n        return row\n"
        "    row.name = name\n    record(actor, 'x:y', 'x', 1)\n    return row\n"
    )

    assert faults(Room.read({"curriculum.planted.service": text})) == {}


@cache
def _told() -> set[str]:
    """Every word of the grammar that the rooms write, apart from permissions."""
    aside = ("curriculum/audit/vocabulary", "curriculum/domain", "curriculum/migrations")
    texts = [text for path, text in sources("curriculum").items() if not path.startswith(aside)]
    return {word for text in texts for word in constants(text) if GRAMMAR.fullmatch(word)} - set(Permission)


def _stepped() -> set[str]:
    names = [one.name for one in pkgutil.iter_modules(lifecycles.__path__, "curriculum.domain.lifecycles.")]
    tables = [one for name in names for one in vars(importlib.import_module(name)).values()]
    return {event for one in tables if isinstance(one, Lifecycle) for event in one.events()}


def test_every_recorded_word_is_in_the_vocabulary():
    assert _told() - EVENTS.keys() == set()
    assert _stepped() - EVENTS.keys() == SUMMED_UP


def test_no_word_of_the_vocabulary_is_unused():
    assert EVENTS.keys() - _told() - _stepped() == set()


def test_every_word_has_a_phrase_that_quotes_only_its_facts():
    quoted = {word: set(re.findall(r"%\((\w+)\)s", str(event.phrase))) for word, event in EVENTS.items()}
    everyone = {"actor", "about", "reason"}
    unknown = {word: names - EVENTS[word].facts - everyone for word, names in quoted.items()}

    assert {word: names for word, names in unknown.items() if names} == {}
