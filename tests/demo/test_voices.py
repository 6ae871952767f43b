"""Velmaria is listened to: feedback became changes, each with its version; one piece waits for the owner."""

import pytest

from curriculum.accounts import queries as accounts
from curriculum.domain.lifecycles.feedback import FeedbackState, ProposalState
from curriculum.feedback import proposals, queries


@pytest.fixture(autouse=True)
def on_demo_day(velmaria):
    with velmaria.opened():
        yield


def test_owner_finds_one_piece_open_and_the_rest_taken_up():
    rows = queries.to_decide(accounts.signed_in_as("farid"))

    assert [(row.about.code, row.feedback.state) for row in rows if row.feedback.given_by] == [
        ("BOR-102", FeedbackState.OPEN),
        ("BOR-102", FeedbackState.TAKEN_UP),
        ("BOR-201", FeedbackState.TAKEN_UP),
        ("BOR-201", FeedbackState.TAKEN_UP),
    ]


def test_one_change_stands_and_one_is_in_review():
    rows = proposals.to_decide(accounts.signed_in_as("farid"))
    versions = [proposals.version_of(row.proposal) for row in rows]

    assert [(row.proposal.state, one.name, row.voices) for row, one in zip(rows, versions, strict=True)] == [
        (ProposalState.ACCEPTED, "BOR-201 v2", 2),
        (ProposalState.CARRIED, "BOR-102 v2", 1),
    ]


@pytest.mark.parametrize(
    ("login", "answers"),
    [
        pytest.param("bruno", ["accepted", "carried"], id="one in review, one published"),
        pytest.param("amina", ["accepted"], id="an official reads that hers is being made"),
        pytest.param("dalia", ["open"], id="a donor waits"),
    ],
)
def test_whoever_gave_it_reads_what_became_of_it(login, answers):
    given = queries.given_by(accounts.signed_in_as(login).account_id)

    assert [proposals.became(one).state.value for one in given] == answers
