"""The statement both signatories see: built from the snapshot, made anew by any change (I-07)."""

from certificates.statement import Statement
from curriculum import clock
from curriculum.audit import service as audit
from curriculum.awards import queries
from curriculum.awards.applications.history import history_of
from curriculum.awards.applications.moving import move
from curriculum.awards.models import (
    Application,
    Decision,
    Function,
    IssueRequest,
    SigningStatement,
    SignOff,
)
from curriculum.awards.signing.designation import Designated, designate, obstacles
from curriculum.awards.signing.payload import statement_of
from curriculum.db import db, new_id, savepoint
from curriculum.domain.actors import SYSTEM, Actor
from curriculum.domain.lifecycle import Need
from curriculum.domain.lifecycles.signoff import HR_SIGN_OFF, TRAINING_SIGN_OFF, SignOffState
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.paths import queries as paths
from curriculum.paths.models import PathVersion

NUMBER_LOST = "log_rolled_back"
"""Why a statement is void whose number may have been used on a certificate that a restored backup lacks."""

TABLES = {Function.HR: HR_SIGN_OFF, Function.TRAINING: TRAINING_SIGN_OFF}


def fix(actor: Actor, application: Application) -> SigningStatement:
    """Reserve number, token, dates and both mandates, and ask both signatories (domain.md §2.9)."""
    row = _keep(application, *_new(application, queries.last_statement(application)))
    move(
        actor,
        application,
        "state",
        established={Need.STATEMENT_FIXED},
        number=row.number,
        digest=row.digest,
    )
    return row


def fix_anew(
    actor: Actor,
    application: Application,
    reason: str,
    designated: Designated | None = None,
    *,
    renumbered: bool = False,
) -> SigningStatement | None:
    """Make the statement anew and void both sign-offs (S13); None where nothing on it would change."""
    before = queries.find_statement(application)
    made = _new(application, before or queries.last_statement(application), designated, renumbered=renumbered)
    if before is not None and before.digest == made[0].digest():
        return None
    void(actor, application, reason)
    row = _keep(application, *made)
    move(
        actor,
        application,
        "restate",
        established={Need.STATEMENT_FIXED},
        reason=reason,
        number=row.number,
        digest=row.digest,
    )
    return row


def void(actor: Actor, application: Application, reason: str) -> None:
    """Void the statement in force, its sign-offs and the issue; signed digests stay on record."""
    row = queries.find_statement(application)
    if row is None:
        return
    row.voided_at, row.voided_because = clock.now(), reason
    for sign_off in queries.sign_offs_of(row.id).values():
        if sign_off.state in (SignOffState.PENDING, SignOffState.APPROVED):
            step = TABLES[sign_off.function].advance(sign_off.state, "void")
            sign_off.state = step.state
            record_sign_off(actor, sign_off, step.event, reason)
    request = db.session.get(IssueRequest, row.id)
    if request is not None:
        db.session.delete(request)
    db.session.flush()  # one open statement an application: the old one is closed before the new one opens


def renumber(application: Application) -> None:
    """Void a statement whose number may be on a certificate we know nothing of; it is made anew or sent back.

    The log was longer than this database is, so whatever was reserved before may have been issued since:
    neither the number in force nor one reserved earlier is ever used again.
    """
    for row in queries.statements_of(application):
        if row.voided_at is not None:
            row.voided_because = NUMBER_LOST
    if queries.find_statement(application) is None:
        return
    try:
        with savepoint():
            fix_anew(SYSTEM, application, NUMBER_LOST, renumbered=True)
    except Refusal:  # nobody to designate, no decision left: whoever decides looks at the case again
        take_back(application, NUMBER_LOST)


def take_back(application: Application, reason: str) -> None:
    """Void the statement and give the case back to the decision: what it rested on fell away (J13)."""
    void(SYSTEM, application, reason)
    move(SYSTEM, application, "send_back", reason=reason)


def record_sign_off(actor: Actor, sign_off: SignOff, event: str, reason: str | None, **facts: str) -> None:
    """Leave a sign-off in the trail with mandate and legal basis (S21)."""
    mandate = queries.mandate(sign_off.mandate_id)
    audit.record(
        actor,
        event,
        "sign_off",
        sign_off.id,
        about=sign_off.person_id,
        reason=reason,
        function=sign_off.function.value,
        mandate=mandate.code,
        legal_ref=mandate.legal_ref,
        **facts,
    )


def _keep(application: Application, statement: Statement, designated: Designated) -> SigningStatement:
    row = SigningStatement(
        id=new_id(),
        person_id=application.person_id,
        application_id=application.id,
        number=statement.number,
        token=statement.token,
        payload=statement.canonical_bytes().decode("utf-8"),
        digest=statement.digest(),
    )
    db.session.add(row)
    db.session.flush()
    for function in Function:
        mandate = designated.of(function)
        db.session.add(
            SignOff(
                id=new_id(),
                person_id=application.person_id,
                application_id=application.id,
                statement_id=row.id,
                function=function,
                mandate_id=mandate.id,
                signatory_id=mandate.person_id,
                state=SignOffState.PENDING,
            )
        )
    db.session.flush()
    return row


def _new(
    application: Application,
    before: SigningStatement | None,
    designated: Designated | None = None,
    *,
    renumbered: bool = False,
) -> tuple[Statement, Designated]:
    """The statement as of today; number, token and code stay those first reserved, unless they are lost."""
    decision = _decision(application)
    version = paths.version(application.path_version_id)
    chosen = designated or _designated(application, decision, version, before)
    lost = before is not None and before.voided_because == NUMBER_LOST
    kept = None if renumbered or lost else before
    return statement_of(application, decision, version, chosen, kept), chosen


def _decision(application: Application) -> Decision:
    decision = queries.find_decision(application)
    if decision is None:
        missing = ("decision",)
        raise Refusal(RefusalCode.CONDITION_NOT_MET, object="application", action="state", missing=missing)
    return decision


def designated_today(application: Application) -> Designated:
    """Both mandates for a statement made today, or the refusal that names what is missing."""
    version = paths.version(application.path_version_id)
    return _designated(application, _decision(application), version, None)


def designated_without(application: Application, mandate_id: int) -> Designated:
    """Both mandates when one of them is not to be used any more."""
    version = paths.version(application.path_version_id)
    return designate(
        employer_id=_decision(application).employer_id,
        owner_id=version.path.owner_institution_id,
        history=history_of(application, clock.today()),
        on=clock.today(),
        without=mandate_id,
    )


def bodies_of(application: Application) -> frozenset[int]:
    """The institutions that sign: the employer at decision date and the owner of the path (I-15)."""
    decision = queries.find_decision(application)
    owner = paths.version(application.path_version_id).path.owner_institution_id
    return frozenset({owner} if decision is None else {owner, decision.employer_id})


def _designated(
    application: Application, decision: Decision, version: PathVersion, before: SigningStatement | None
) -> Designated:
    """Whoever was asked first, while they may sign; else the mandates in force today.

    Where nobody else can be found those asked first stay named: a correction must not fail for want of a
    mandate, and signing refuses by itself until another one is in force.
    """
    history, today = history_of(application, clock.today()), clock.today()
    asked = None if before is None or before.voided_at else _asked(before)
    if asked is not None and asked.is_in_force(today) and not obstacles(asked.hr, asked.training, history):
        return asked
    try:
        return designate(
            employer_id=decision.employer_id,
            owner_id=version.path.owner_institution_id,
            history=history,
            on=today,
        )
    except Refusal:
        if asked is None:
            raise
        return asked


def _asked(row: SigningStatement) -> Designated:
    found = {
        function: queries.mandate(one.mandate_id) for function, one in queries.sign_offs_of(row.id).items()
    }
    return Designated(found[Function.HR], found[Function.TRAINING])
