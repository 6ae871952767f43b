"""Velmaria is listened to: feedback became changes, each with its version; one piece waits for the owner."""

import pytest

from curriculum.accounts import queries as accounts
from curriculum.delivery import queries as delivery
from curriculum.domain.evaluation import Gain, Mean, Moment, Statement
from curriculum.domain.lifecycles.feedback import FeedbackState, ProposalState
from curriculum.feedback import asked, proposals, queries


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


def test_run_was_tested_and_judged_by_all_and_again_months_later():
    run = delivery.get("BOR-102-2025C")
    means = {
        moment: list(asked.means(asked.answers_of(asked.find(run.id, moment).id)).values())
        for moment in (Moment.REACTION, Moment.FOLLOW_UP)
    }

    assert means == {
        Moment.REACTION: [Mean(5, 460), Mean(5, 440), Mean(5, 380), Mean(5, 380)],
        Moment.FOLLOW_UP: [Mean(5, 440), Mean(5, 400), Mean(5, 380), Mean(5, 280)],
    }
    assert asked.gain_of(run.id) == Gain(5, 64)


def test_owner_reads_the_open_lines_and_the_low_mean_without_a_name():
    rows = [row.feedback for row in queries.to_decide(accounts.signed_in_as("farid"))]
    unnamed = [one for one in rows if one.given_by is None]

    assert {one.statement for one in unnamed} == {None, Statement.USE}
    assert sorted(one.text for one in unnamed) == [
        "",
        "Au poste, un seul lecteur de puce sert à trois guichets.",
        "L'atelier sur la puce mérite une demi-journée de plus.",
    ]
