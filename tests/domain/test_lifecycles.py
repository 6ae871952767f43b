"""Every object's states and verbs, all of them: what is listed here happens, all else is refused."""

from itertools import product

import pytest

from curriculum.domain.lifecycle import Lifecycle, Need
from curriculum.domain.lifecycles import application, certificate, import_row
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from tests.domain.lifecycles_of_curriculum import CURRICULUM
from tests.domain.lifecycles_of_people import PEOPLE

TABLES = CURRICULUM | PEOPLE
ALL_NEEDS = frozenset(Need)


def rows(text: str) -> dict[tuple[str, str], tuple[str, str, set[str]]]:
    split = [line.split(maxsplit=5) for line in text.strip().splitlines()]
    return {(r[0], r[1]): (r[2], r[3], set(r[4].split(",")) - {"."}) for r in split}


def answer(lifecycle: Lifecycle, state, action: str) -> str:
    try:
        return lifecycle.advance(state, action, ALL_NEEDS).state.value
    except Refusal as refusal:
        return refusal.code.value


@pytest.mark.parametrize("name", TABLES)
def test_every_state_answers_every_verb_as_the_table_says(name):
    lifecycle, states, text = TABLES[name]
    expected = {pair: row[0] for pair, row in rows(text).items()}
    verbs = {action for _, action in expected}

    found = {(s.value, verb): answer(lifecycle, s, verb) for s, verb in product(states, verbs)}

    assert found == {pair: expected.get(pair, RefusalCode.WRONG_STATE.value) for pair in found}
    assert {t.action for t in lifecycle.transitions} == verbs


@pytest.mark.parametrize("name", TABLES)
def test_every_step_names_its_permission_and_needs(name):
    lifecycle, _, text = TABLES[name]

    found = {
        (t.from_.value, t.action): (t.to.value, t.permission.value if t.permission else "-", set(t.needs))
        for t in lifecycle.transitions
    }

    assert found == rows(text)
    assert len(found) == len(lifecycle.transitions)


@pytest.mark.parametrize("name", TABLES)
def test_every_state_can_be_reached_from_the_start(name):
    lifecycle, states, _ = TABLES[name]
    reached = {lifecycle.start}

    for _ in states:
        reached |= {t.to for t in lifecycle.transitions if t.from_ in reached}

    assert reached == set(states)


@pytest.mark.parametrize("name", TABLES)
def test_events_follow_the_grammar_and_one_event_has_one_meaning(name):
    lifecycle, _, _ = TABLES[name]
    targets = {}
    for t in lifecycle.transitions:
        targets.setdefault(t.event, set()).add(t.to)

    assert {event.count(":") for event in targets} == {1}
    # A row is linked whether the bar or the desk did it; who is taken back stands as before the move.
    several = {event for event, states in targets.items() if len(states) > 1}
    assert several <= {"row:linked", "enrolment:taken_back"}


def test_only_the_worker_issues():
    issuing = [t for t in application.APPLICATION.transitions if t.to is application.ApplicationState.ISSUED]

    assert [(t.from_.value, t.permission) for t in issuing] == [("signed_off", Permission.CERTIFICATE_ISSUE)]


def test_a_step_of_a_certificate_is_taken_by_the_same_people_from_every_state():
    found = {(t.action, t.permission) for t in certificate.CERTIFICATE.transitions}

    assert found == set(certificate.MAY_TAKE.items())


def test_undecided_and_counted_rows_are_told_apart():
    states = import_row.RowState

    assert set(states) - import_row.UNDECIDED - import_row.COUNTED == {states.IGNORED, states.DUPLICATE_ROW}
