"""Every service against every state and against the wrong people (domain.md §2.9, I-01)."""

import pytest

from curriculum.awards import service
from curriculum.awards.models import Function
from curriculum.db import transaction
from curriculum.domain.lifecycles.application import WITHDRAWABLE, ApplicationState
from curriculum.domain.refusals import Refusal, RefusalCode
from tests.factories.awards import make_candidacy, ready

pytestmark = pytest.mark.database
S = ApplicationState


def decide(actor, code):
    return service.decide(actor, code, outcome=service.Outcome.REFUSE, reasons="Hours", minutes="PV 2")


ACTS = {
    "take": (lambda actor, code: service.take(actor, code), "farid", (S.SUBMITTED,)),
    "return": (
        lambda actor, code: service.return_(actor, code, reason="Paper missing"),
        "farid",
        (S.ADMISSIBILITY,),
    ),
    "admit": (lambda actor, code: service.admit_application(actor, code), "farid", (S.ADMISSIBILITY,)),
    "check": (lambda actor, code: service.check(actor, code), "bruno", (S.IN_ASSESSMENT_CHECK,)),
    "resume": (lambda actor, code: service.resume(actor, code), "farid", (S.DEFERRED,)),
    "decide": (decide, "jonas", (S.DECISION_READY,)),
    "withdraw": (lambda actor, code: service.withdraw_application(actor, code), "amina", WITHDRAWABLE),
}
"""What is done, by whom, and from where it may be done."""


def refusal_of(act, actor, code):
    """What the act answers; whatever it wrote is undone."""
    try:
        with transaction():
            act(actor, code)
            raise UndoneError
    except UndoneError:
        return None
    except Refusal as refusal:
        return refusal.code


class UndoneError(Exception):
    """The act went through; undo it."""


@pytest.mark.parametrize("name", ACTS)
def test_act_is_refused_from_every_other_state(name, cast):
    act, who, allowed = ACTS[name]
    case = make_candidacy(cast)
    code, actor = case.apply().code, getattr(cast, who)

    answers = {}
    for state in ApplicationState:
        with transaction():
            case.application.state = state
        answers[state] = refusal_of(act, actor, code)

    wrong = RefusalCode.WRONG_STATE
    assert answers == {state: None if state in allowed else wrong for state in ApplicationState}


@pytest.mark.parametrize("name", ACTS)
def test_act_is_refused_to_everybody_else(name, cast):
    act, right, allowed = ACTS[name]
    case = make_candidacy(cast)
    code = case.apply().code
    with transaction():
        case.application.state = allowed[0]
    others = {"amina", "bruno", "chidi", "ines", "elif_", "farid", "jonas", "viktor", "sana", "omar", "dalia"}
    others |= {"clara", "grace", "leila", "pavel"}
    # Leïla and Pavel are assessors of CNFGF too, so they may check as Bruno does.
    others -= {right, *(("leila", "pavel") if name == "check" else ())}

    answers = {who: refusal_of(act, getattr(cast, who), code) for who in sorted(others)}

    assert refusal_of(act, getattr(cast, right), code) is None
    assert set(answers.values()) == {RefusalCode.NOT_PERMITTED}


@pytest.mark.parametrize("verb", [service.return_signature, service.refuse_signature])
def test_signature_is_declined_only_where_one_is_asked(verb, cast):
    code = ready(make_candidacy(cast))

    answer = refusal_of(lambda a, c: verb(a, c, Function.HR, reason="Old grade"), cast.elif_, code)

    assert answer is RefusalCode.WRONG_STATE


@pytest.mark.parametrize(
    ("state", "who", "act"),
    [
        pytest.param(
            S.ADMISSIBILITY, "farid", lambda a, c: service.return_(a, c, reason=" "), id="I-17-return"
        ),
        pytest.param(
            S.DECISION_READY,
            "jonas",
            lambda a, c: service.decide(a, c, outcome=service.Outcome.GRANT, reasons="", minutes="PV"),
            id="I-17-grant",
        ),
    ],
)
def test_reason_is_needed(state, who, act, cast):
    case = make_candidacy(cast)
    code = case.apply().code
    with transaction():
        case.application.state = state

    assert refusal_of(act, getattr(cast, who), code) is RefusalCode.REASON_MISSING
