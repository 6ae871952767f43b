"""Proposals of change: from feedback or law, decided with reasons, carried by the version that is linked."""

import pytest
from sqlalchemy import select

from curriculum import refs
from curriculum.announcements import VersionPublished
from curriculum.audit.models import AuditEvent
from curriculum.catalogue import queries as catalogue
from curriculum.catalogue.models import ModuleVersion
from curriculum.db import announce, db, transaction
from curriculum.desk import owning
from curriculum.domain.lifecycles.feedback import FeedbackState, ProposalSource, ProposalState
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.refusals import RefusalCode
from curriculum.feedback import proposals, proposing, queries, service
from curriculum.feedback.models import ChangeProposal, Feedback
from curriculum.feedback.queries import Thing
from tests.refusing import refused

pytestmark = pytest.mark.database

MODULE = "BOR-901"


@pytest.fixture
def made(house, said):
    """Amina's feedback, turned into a proposal nobody decided on."""
    with transaction():
        return proposing.turn(house.farid, said, code=MODULE, text="A longer exercise.").id


@pytest.fixture
def accepted(house, made):
    with transaction():
        proposing.decide(house.farid, made, accepts=True, reason="Two hours more.")
    return made


@pytest.fixture
def draft(house):
    """Version 3, being written."""
    with transaction():
        module = catalogue.get_module(MODULE)
        row = catalogue.get_version(MODULE, 2)
        values = {name: getattr(row, name) for name in row.__mapper__.columns.keys()}  # noqa: SIM118
        db.session.add(ModuleVersion(**values | NEXT))
        assert module.id == row.module_id
    return 3


NEXT = {"id": 77, "version": 3, "state": VersionState.DRAFT, "published_on": None, "published_at": None}


def state_of(proposal_id):
    db.session.expire_all()
    return db.session.get(ChangeProposal, proposal_id).state


def became(said):
    db.session.expire_all()
    one = proposals.became(db.session.get(Feedback, said))
    return one.state, one.answer, one.version and one.version.name


def test_owner_turns_feedback_into_a_change_and_the_giver_reads_each_step(visit, house, said):
    ref = refs.seal(said)
    assert MODULE in visit("/training/feedback", as_="farid").text
    data = {"subject": MODULE, "text": "A longer exercise."}
    visit(f"/training/feedback/{ref}/propose", as_="farid", method="POST", data=data, status=303)
    visit(f"/training/feedback/{ref}/carried", as_="farid", method="POST", status=303)
    page = visit("/feedback", as_="amina").text
    assert "A longer exercise." in page
    assert "The owner has not decided yet." in page
    db.session.rollback()
    [row] = proposals.to_decide(house.farid)
    address = f"/training/proposals/{refs.seal(row.proposal.id)}"

    data = {"decision": "accept", "reason": "Two hours more."}
    visit(f"{address}/decide", as_="farid", method="POST", data=data, status=303)
    visit(f"{address}/version", as_="farid", method="POST", data={"version": "2"}, status=303)

    page = visit("/feedback", as_="amina").text
    assert "Two hours more." in page
    assert "The change stands in BOR-901 v2" in page
    assert "BOR-901 v2" in visit(f"/training/feedback/{ref}", as_="farid").text


def test_several_pieces_of_feedback_are_one_change(visit, house, made):
    with transaction():
        also = service.give(house.ines, queries.about(Thing.MODULE, MODULE), "Too short for us too.").id
    ref = refs.seal(also)
    assert "A longer exercise." in visit(f"/training/feedback/{ref}", as_="farid").text

    data = {"proposal": refs.seal(made)}
    visit(f"/training/feedback/{ref}/join", as_="farid", method="POST", data=data, status=303)
    with transaction():
        proposing.decide(house.farid, made, accepts=False, reason="The days do not suffice.")

    assert became(also) == (ProposalState.DECLINED, "The days do not suffice.", None)
    assert [row.voices for row in proposals.to_decide(house.farid)] == [2]
    page = visit("/feedback", as_="ines").text
    assert "The days do not suffice." in page
    assert "The exercise at the border post" not in page


def test_linked_draft_is_shown_and_carries_the_change_once_published(visit, house, said, accepted, draft):
    with transaction():
        proposing.link(house.farid, accepted, draft)
    assert became(said) == (ProposalState.ACCEPTED, "Two hours more.", "BOR-901 v3")
    assert "The change is being written in BOR-901 v3 (Draft)" in visit("/feedback", as_="amina").text
    assert "A longer exercise." in visit("/training/modules/BOR-901/2", as_="chidi").text

    with transaction():
        catalogue.get_version(MODULE, 3).state = VersionState.APPROVED
        announce(VersionPublished("module", NEXT["id"]))

    assert state_of(accepted) is ProposalState.CARRIED


def test_publication_of_another_version_carries_nothing(house, accepted, draft):
    with transaction():
        proposing.link(house.farid, accepted, draft)
        announce(VersionPublished("module", catalogue.get_version(MODULE, 2).id))
        announce(VersionPublished("path", NEXT["id"]))

    assert state_of(accepted) is ProposalState.ACCEPTED


STEPS = [
    pytest.param(
        lambda who, row: proposing.decide(who, row, accepts=True, reason=" "),
        RefusalCode.REASON_MISSING,
        id="decided without a reason",
    ),
    pytest.param(
        lambda who, row: proposing.link(who, row, 2),
        RefusalCode.WRONG_STATE,
        id="linked before it is decided",
    ),
    pytest.param(
        lambda who, row: proposing.propose(who, named(), ProposalSource.LAW, " "),
        RefusalCode.VALUE_MISSING,
        id="nothing is proposed",
    ),
    pytest.param(
        lambda who, row: proposing.propose(who, named(), ProposalSource.LAW, "x" * 4001),
        RefusalCode.VALUE_TOO_LONG,
        id="more than anybody reads",
    ),
]


def named():
    return queries.named(Thing.MODULE, MODULE)


@pytest.mark.parametrize(("act", "code"), STEPS)
def test_step_that_is_not_open_is_refused(house, made, act, code):
    refused(code, act, house.farid, made)
    assert state_of(made) is ProposalState.PROPOSED


@pytest.mark.parametrize("number", [0, 9])
def test_version_that_is_not_there_is_not_linked(house, accepted, number):
    refused(RefusalCode.NOT_FOUND, proposing.link, house.farid, accepted, number)


def test_feedback_goes_into_proposals_about_the_same_thing_only(house, made):
    with transaction():
        other = service.give(house.amina, queries.about(Thing.PATH, "LP-901"), "Later.").id

    refused(RefusalCode.NOT_FOUND, proposing.join, house.farid, other, made)
    refused(RefusalCode.NOT_FOUND, lambda: proposing.turn(house.farid, other, code=MODULE, text="Other."))


def test_what_a_version_carries_is_settled(visit, house, said, accepted):
    with transaction():
        proposing.link(house.farid, accepted, 2)

    refused(RefusalCode.WRONG_STATE, proposing.decline, house.farid, said, answer="No.")
    refused(RefusalCode.WRONG_STATE, proposing.decide, house.farid, accepted, accepts=False, reason="No.")
    page = visit(f"/training/feedback/{refs.seal(said)}", as_="farid")
    assert "Or change nothing" not in page.text


def test_feedback_is_taken_out_of_a_change_with_a_reason(house, said, made):
    with transaction():
        proposing.decline(house.farid, said, answer="That is another matter.")

    assert became(said) == (FeedbackState.DECLINED, "That is another matter.", None)
    assert [row.voices for row in proposals.to_decide(house.farid)] == [0]


def test_others_neither_propose_nor_decide(visit, house, made):
    assert house.ines
    address = f"/training/proposals/{refs.seal(made)}"
    refused(RefusalCode.NOT_PERMITTED, proposing.decide, house.ines, made, accepts=True, reason="Yes.")
    refused(RefusalCode.NOT_PERMITTED, proposing.propose, house.bruno, named(), ProposalSource.LAW, "New.")
    for path in ("/training/proposals", address, f"/training/proposals/new/module/{MODULE}"):
        visit(path, as_="ines", status=403)


def test_law_asks_for_a_change_nobody_gave_feedback_on(visit, house):
    address = f"/training/proposals/new/path/{'LP-901'}"
    assert address in visit("/training/paths/LP-901/1", as_="farid").links().values()

    data = {"source": "law", "text": "The order of 2026 asks for a language test."}
    visit(address, as_="farid", method="POST", data=data, status=303)

    db.session.rollback()
    [row] = proposals.to_decide(house.farid)
    assert (row.about.code, row.proposal.source, row.voices) == ("LP-901", ProposalSource.LAW, 0)
    assert "The order of 2026" in visit("/training/paths/LP-901/1", as_="farid").text


def test_empty_form_is_shown_again_with_what_is_missing(visit, house, said, made):
    ref, proposal = refs.seal(said), refs.seal(made)
    for address in (
        f"/training/feedback/{ref}/propose",
        f"/training/feedback/{ref}/join",
        f"/training/feedback/{ref}/answer",
        f"/training/proposals/{proposal}/decide",
        f"/training/proposals/new/module/{MODULE}",
    ):
        page = visit(address, as_="farid", method="POST", data={}, status=422)
        assert "There is a problem" in page.text


def test_undecided_change_waits_for_the_owner(house, made):
    queues = {one.key: one for one in owning.feedback(house.farid)}

    assert [(one.text, one.note) for one in queues["proposals"].items] == [(MODULE, "A longer exercise.")]
    assert queues["feedback"].count == 0


def test_trail_tells_each_step(house, accepted):
    with transaction():
        proposing.link(house.farid, accepted, 2)

    told = select(AuditEvent.event).where(AuditEvent.event.startswith("proposal:")).order_by(AuditEvent.seq)
    assert list(db.session.scalars(told)) == [
        "proposal:made",
        "proposal:accepted",
        "proposal:linked",
        "proposal:carried",
    ]
