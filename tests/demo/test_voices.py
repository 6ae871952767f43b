"""Velmaria's feedback on a module: one piece is carried by the version it led to, one waits for the owner."""

import pytest

from curriculum.accounts import queries as accounts
from curriculum.domain.lifecycles.feedback import FeedbackState
from curriculum.feedback import queries


@pytest.fixture(autouse=True)
def on_demo_day(velmaria):
    with velmaria.opened():
        yield


def test_owner_finds_one_piece_open_and_one_carried_by_version_2():
    rows = queries.to_decide(accounts.signed_in_as("farid"))

    assert [(row.about.code, row.feedback.state, row.feedback.carried_by) for row in rows] == [
        ("BOR-102", FeedbackState.OPEN, None),
        ("BOR-102", FeedbackState.CARRIED, "BOR-102 v2"),
    ]


def test_whoever_gave_it_reads_the_answer():
    [row] = queries.given_by(accounts.signed_in_as("bruno").account_id)

    assert (
        row.answer == "Nous ajoutons la lecture de la puce et la comparaison faciale à la prochaine version."
    )
    assert [one.answer for one in queries.given_by(accounts.signed_in_as("dalia").account_id)] == [None]
