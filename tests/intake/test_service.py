"""A list from receipt to undo, step by step, with what must not happen at each."""

from datetime import date

import pytest
from sqlalchemy import func, select

from curriculum.audit.models import AuditEvent
from curriculum.db import db, transaction
from curriculum.delivery import queries as delivery
from curriculum.domain.lifecycles.import_batch import BatchState
from curriculum.domain.lifecycles.import_row import RowState
from curriculum.domain.refusals import Refusal
from curriculum.domain.refusals import RefusalCode as R
from curriculum.evidence import queries as evidence
from curriculum.evidence import service as proving
from curriculum.evidence.models import Evidence, EvidenceType
from curriculum.intake import arrival, counting, queries, service
from curriculum.intake.models import ColumnProfile, ImportBatch, ImportRow, NotSamePerson
from curriculum.intake.reading.columns import Field
from curriculum.intake.service import Decision
from tests.factories.intake import AMINA, PAVEL, as_csv, make_world, matched, new_person, receive

pytestmark = pytest.mark.database


@pytest.fixture
def world(app):
    return make_world()


def rows(batch):
    return queries.rows_of(batch.id)


def applied(world, *lines):
    batch = matched(world, *lines)
    with transaction():
        return service.apply(world.designer, batch.id)


def decide(world, batch, number, decision, **values):
    with transaction():
        return service.decide(world.designer, batch.id, number, decision, **values)


def events(prefix):
    wanted = select(AuditEvent.event).where(AuditEvent.event.startswith(prefix)).order_by(AuditEvent.seq)
    return db.session.scalars(wanted).all()


def refusal(act, *args, **values):
    with pytest.raises(Refusal) as refused, transaction():
        act(*args, **values)
    return refused.value.code


def test_received_list_keeps_its_cells_and_says_how_it_was_read(world):
    batch = receive(world, AMINA, file_name="C:\\lists\\Liste\u202e.csv")

    assert (batch.code, batch.state, batch.file_name) == ("NORD-02-L1", BatchState.RECEIVED, "Liste.csv")
    assert batch.details["header_row"] == 1
    assert batch.details["guessed"] == list(batch.mapping)
    assert [(row.number, tuple(row.cells), row.hours) for row in rows(batch)] == [(2, AMINA, 2400)]
    assert events("batch") == ["batch:received"]


@pytest.mark.parametrize("name", ["nord.csv", "renamed.csv"])
def test_same_file_twice_changes_nothing(world, name):
    first = receive(world, AMINA)

    again = receive(world, AMINA, file_name=name)

    assert again.id == first.id
    assert db.session.scalar(select(func.count()).select_from(ImportBatch)) == 1
    assert events("batch") == ["batch:received"]


def test_second_upload_that_saw_no_list_is_refused(world, monkeypatch):
    """Two uploads at once: the second looked before the first was written, and the database says no."""
    receive(world, AMINA)
    monkeypatch.setattr(arrival.queries, "find_received", lambda *_: None)
    monkeypatch.setattr(arrival.queries, "count_of_offering", lambda *_: 7)

    assert refusal(receive_inside, world, AMINA) is R.ALREADY_EXISTS


def test_same_file_for_another_offering_is_refused(world):
    receive(world, AMINA)

    assert refusal(receive_inside, world, AMINA, offering_code="PMCO-01") is R.FILE_ALREADY_RECEIVED


def receive_inside(world, *lines, actor=None, **values):
    given = {"file_name": "x.csv", "content": as_csv(*lines), "offering_code": "NORD-02", **values}
    return service.receive(actor or world.designer, **given)


def test_discarded_file_may_come_again(world):
    first = receive(world, AMINA)
    with transaction():
        service.discard(world.designer, first.id, "wrong sheet")

    again = receive(world, AMINA)

    assert (again.id != first.id, again.code) == (True, "NORD-02-L2")


def test_donor_hands_in_only_for_its_own_offerings(world):
    assert receive(world, AMINA, actor=world.dalia).donor_id == queries.get("NORD-02-L1").donor_id
    assert refusal(receive_inside, world, PAVEL, actor=world.hugo) is R.FILE_OF_OTHER_DONOR
    assert (
        refusal(receive_inside, world, AMINA, actor=world.hugo, offering_code="PMCO-01")
        is R.FILE_OF_OTHER_DONOR
    )


def test_donor_sees_only_its_own_lists(world):
    receive(world, AMINA, actor=world.dalia)
    receive(world, PAVEL, actor=world.hugo, offering_code="PMCO-01")

    assert [one.code for one in queries.visible_to(world.designer)] == ["PMCO-01-L1", "NORD-02-L1"]
    assert [one.code for one in queries.visible_to(world.dalia)] == ["NORD-02-L1"]
    assert [one.code for one in queries.visible_to(world.hugo)] == ["PMCO-01-L1"]
    assert [one.code for one in queries.receivable(world.dalia)] == ["NORD-02"]


@pytest.mark.parametrize("act", ["match", "apply", "discard"])
def test_donor_can_do_nothing_but_hand_in(world, act):
    batch = receive(world, AMINA, actor=world.dalia)
    more = ("why not",) if act == "discard" else ()

    assert refusal(getattr(service, act), world.dalia, batch.id, *more) is R.NOT_PERMITTED


def test_mapping_is_remembered_for_the_donors_next_list(world):
    headings = ("Alpha", "Beta", "Gamma")
    batch = receive(world, content=as_csv(("Mezgouri", "Amina", "24"), headings=headings))
    mapping = {"Alpha": Field.FAMILY, "Beta": Field.GIVEN, "Gamma": Field.HOURS}
    with transaction():
        service.set_mapping(world.designer, batch.id, mapping)

    following = receive(world, content=as_csv(("Dragomirov", "Pavel", "12"), headings=headings))

    assert [(row.family, row.given, row.hours) for row in rows(batch)] == [("Mezgouri", "Amina", 2400)]
    assert [(row.family, row.given, row.hours) for row in rows(following)] == [("Dragomirov", "Pavel", 1200)]
    assert following.details["guessed"] == []
    assert db.session.scalar(select(func.count()).select_from(ColumnProfile)) == 3


def test_list_with_unknown_headings_waits_for_its_mapping(world):
    batch = receive(world, content=as_csv(("Mezgouri", "Amina", "24"), headings=("Alpha", "Beta", "Gamma")))

    assert refusal(service.match, world.designer, batch.id) is R.COLUMN_MISSING
    assert queries.batch(batch.id).state is BatchState.RECEIVED


def test_match_puts_rows_into_lanes_with_one_event(world):
    lines = (
        AMINA,
        PAVEL,
        ("Nobody", "Known", "01/02/1970", "", "3", ""),
        ("X", "Y", "31/02/1980", "", "3", ""),
    )

    batch = matched(world, *lines, AMINA)

    assert [row.state for row in rows(batch)] == [
        RowState.AUTO_LINKED,
        RowState.AUTO_LINKED,
        RowState.UNMATCHED,
        RowState.INVALID,
        RowState.DUPLICATE_ROW,
    ]
    assert events("batch") == ["batch:received", "batch:mapped", "batch:matched"]
    assert (rows(batch)[4].duplicate_of, events("row")) == (2, [])


def test_one_person_twice_with_other_hours_waits_for_the_desk(world):
    batch = matched(world, AMINA, (*AMINA[:4], "12", "73"))

    assert [row.state for row in rows(batch)] == [RowState.AUTO_LINKED, RowState.CANDIDATE]
    assert rows(batch)[1].duplicate_of == 2


def test_applied_rows_count_once(world):
    batch = applied(world, AMINA, PAVEL)
    with transaction():
        service.apply(world.designer, batch.id)

    amina, pavel = world.persons["VM-1"], world.persons["VM-2"]
    assert batch.state is BatchState.APPLIED
    figures = {one.person_id: one.hours for one in delivery.figures_of_many([amina, pavel])}
    assert figures == {amina: 2400, pavel: 2160}
    kinds = {one.person_id: (one.type, one.score) for one in db.session.scalars(select(Evidence))}
    assert kinds == {amina: (EvidenceType.ASSESSMENT_RESULT, 7300), pavel: (EvidenceType.ATTENDANCE, None)}
    assert events("batch")[-1] == "batch:applied"
    assert events("batch").count("batch:applied") == 1


def test_batch_with_undecided_rows_counts_the_others(world):
    batch = applied(world, AMINA, ("Nobody", "Known", "", "", "3", ""))

    assert batch.state is BatchState.MATCHED
    assert [row.applied_at is not None for row in rows(batch)] == [True, False]
    assert events("batch")[-1] == "batch:counted"


def test_last_decision_applies_the_list(world):
    batch = applied(world, AMINA, ("Dragomirov", "Pavel", "", "", "12", ""))
    assert rows(batch)[1].state is RowState.CANDIDATE

    decide(world, batch, 3, Decision.LINK, person_id=world.persons["VM-2"])

    assert queries.batch(batch.id).state is BatchState.APPLIED
    assert [f.hours for f in delivery.figures_of(world.persons["VM-2"])] == [1200]
    assert events("row") == ["row:linked"]


def test_different_is_never_proposed_again(world):
    line = ("Dragomirov", "Pavel", "", "", "12", "")
    batch = matched(world, line)
    decide(world, batch, 2, Decision.DIFFERENT, person_id=world.persons["VM-2"])
    row = rows(batch)[0]

    again = matched(world, line, AMINA)

    assert (row.state, events("row")) == (RowState.UNMATCHED, ["row:different"])
    assert rows(again)[0].state is RowState.UNMATCHED
    assert queries.candidates_of(again.id, 2) == []
    link = (world.designer, again.id, 2, Decision.LINK)
    assert refusal(service.decide, *link, person_id=world.persons["VM-2"]) is R.REMEMBERED_DIFFERENT
    assert db.session.scalar(select(func.count()).select_from(NotSamePerson)) == 1


def test_two_rows_of_one_list_are_not_one_person(world):
    batch = matched(world, AMINA, ("Mezgouri", "Amina", "", "", "12", ""))
    link = (world.designer, batch.id, 3, Decision.LINK)

    assert refusal(service.decide, *link, person_id=world.persons["VM-1"]) is R.ALREADY_EXISTS
    assert decide(world, batch, 3, Decision.DUPLICATE, duplicate_of=2).state is RowState.DUPLICATE_ROW


def test_left_out_row_can_be_reopened_with_a_reason(world):
    batch = matched(world, ("Nobody", "Known", "", "", "3", ""), ("Some", "Body", "", "", "3", ""))
    decide(world, batch, 2, Decision.IGNORE)

    assert refusal(service.reopen, world.designer, batch.id, 2, " ") is R.REASON_MISSING
    with transaction():
        row = service.reopen(world.designer, batch.id, 2, "she is at MAEC")
    assert row.state is RowState.CANDIDATE


def test_mended_row_is_matched_at_once(world):
    batch = matched(world, ("Mezgouri", "Amina", "31/02/1985", "", "24", ""))
    texts = {
        Field.FAMILY: "Mezgouri",
        Field.GIVEN: "Amina",
        Field.BIRTH_DATE: "02/03/1985",
        Field.HOURS: "24",
    }

    with transaction():
        service.mend(world.designer, batch.id, 2, texts, "the donor wrote again")

    row = rows(batch)[0]
    assert (row.state, row.person_id, row.problems) == (RowState.AUTO_LINKED, world.persons["VM-1"], [])
    assert row.cells[2] == "31/02/1985"


def test_only_hr_opens_a_file_from_a_row_and_it_counts_at_once(world):
    batch = matched(world, ("Body", "Some", "01/02/1970", "VM-9", "3", ""))
    new = new_person("VM-9", "Some", "Body", date(1970, 2, 1))
    assert refusal(service.decide, world.designer, batch.id, 2, Decision.CREATE, new=new) is R.NOT_PERMITTED

    with transaction():
        row = service.decide(world.hr, batch.id, 2, Decision.CREATE, new=new)

    assert row.state is RowState.NEW_PERSON_CREATED
    assert [f.hours for f in delivery.figures_of(row.person_id)] == [300]
    assert queries.batch(batch.id).state is BatchState.APPLIED


def test_nobody_links_hours_to_their_own_file(world):
    """I-01"""
    batch = matched(world, ("Nobody", "Known", "", "", "3", ""))
    link = (world.designer, batch.id, 2, Decision.LINK)

    assert refusal(service.decide, *link, person_id=world.designer.person_id) is R.OWN_RECORD


def test_undo_takes_everything_back_once(world):
    batch = applied(world, AMINA)
    with transaction():
        service.undo(world.designer, batch.id, "wrong course")

    assert batch.state is BatchState.ROLLED_BACK
    assert delivery.figures_of(world.persons["VM-1"]) == []
    assert [one.withdrawn_at is None for one in db.session.scalars(select(Evidence))] == [False]
    assert refusal(service.undo, world.designer, batch.id, "again") is R.WRONG_STATE


def test_undone_file_may_come_again_and_counts(world):
    first = applied(world, AMINA)
    with transaction():
        service.undo(world.designer, first.id, "wrong course")

    again = applied(world, AMINA)

    assert again.code == "NORD-02-L2"
    assert [f.hours for f in delivery.figures_of(world.persons["VM-1"])] == [2400]


def test_undo_needs_a_reason(world):
    assert refusal(service.undo, world.designer, applied(world, AMINA).id, " ") is R.REASON_MISSING


def test_held_list_cannot_be_undone(world):
    batch = applied(world, AMINA)
    with transaction():
        ids = db.session.scalars(select(Evidence.id)).all()
        proving.hold(ids, 77, person_id=world.persons["VM-1"])

    assert evidence.held(batch.id)
    assert refusal(service.undo, world.designer, batch.id, "wrong course") is R.EVIDENCE_HELD
    assert [f.hours for f in delivery.figures_of(world.persons["VM-1"])] == [2400]


@pytest.mark.parametrize("step", ["_attend", "_prove", "finish"])
def test_fault_while_applying_leaves_no_half_state(world, monkeypatch, step):
    batch = matched(world, AMINA, PAVEL)
    monkeypatch.setattr(counting, step, _fault)

    with pytest.raises(OSError, match="disk"), transaction():
        service.apply(world.designer, batch.id)

    assert db.session.scalars(select(ImportRow.applied_at)).all() == [None, None]
    assert delivery.figures_of(world.persons["VM-1"]) == []
    assert db.session.scalars(select(Evidence)).all() == []
    assert queries.batch(batch.id).state is BatchState.MATCHED


def _fault(*args):
    raise OSError("disk full")
