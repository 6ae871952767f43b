"""The statement both signatories see: built from the snapshot, made anew by any change (I-07)."""

from collections.abc import Iterable
from datetime import date, timedelta

from certificates import wording
from certificates.kinds import kind_named
from certificates.layout.facts import VALUES
from certificates.numbers import make_code, make_number, make_token
from certificates.parties import Function as Seal
from certificates.parties import (
    HolderName,
    Institution,
    ModuleRef,
    PathRef,
    Scope,
    Signatory,
    Theme,
    Visibility,
)
from certificates.statement import Statement
from certificates.text import Text
from curriculum import clock
from curriculum.audit import service as audit
from curriculum.awards import addresses, queries
from curriculum.awards.case import history_of, snapshot_of
from curriculum.awards.designation import Designated, designate, obstacles
from curriculum.awards.models import (
    Application,
    Certificate,
    Decision,
    Function,
    IssueRequest,
    Mandate,
    SigningStatement,
    SignOff,
)
from curriculum.awards.moving import move
from curriculum.catalogue import queries as catalogue
from curriculum.db import Bilingual, db, new_id
from curriculum.domain.actors import Actor
from curriculum.domain.currency import FOREVER, valid_until
from curriculum.domain.lifecycle import Need
from curriculum.domain.lifecycles.signoff import HR_SIGN_OFF, TRAINING_SIGN_OFF, SignOffState
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.donors import queries as donors
from curriculum.institutions import queries as institutions
from curriculum.paths import queries as paths
from curriculum.paths.models import PathVersion
from curriculum.people import queries as people

TABLES = {Function.HR: HR_SIGN_OFF, Function.TRAINING: TRAINING_SIGN_OFF}
SEALS = {Function.HR: Seal.HR, Function.TRAINING: Seal.TRAINING}


def text(content: Bilingual) -> Text:
    """Bilingual content as the certificate carries it; an empty language is left out."""
    return Text.from_mapping({code: said for code, said in (("fr", content.fr), ("en", content.en)) if said})


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
    actor: Actor, application: Application, reason: str, designated: Designated | None = None
) -> SigningStatement | None:
    """Make the statement anew and void both sign-offs (S13); None where nothing on it would change."""
    before = queries.find_statement(application)
    made = _new(application, before or queries.last_statement(application), designated)
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
    application: Application, before: SigningStatement | None, designated: Designated | None = None
) -> tuple[Statement, Designated]:
    """The statement as of today; number, token and code stay those first reserved."""
    decision = _decision(application)
    version = paths.version(application.path_version_id)
    chosen = designated or _designated(application, decision, version, before)
    return _statement(application, decision, version, chosen, before), chosen


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


def _statement(
    application: Application,
    decision: Decision,
    version: PathVersion,
    designated: Designated,
    before: SigningStatement | None,
) -> Statement:
    kept = None if before is None else queries.read_statement(before)
    token = make_token() if kept is None else kept.token
    replaced = _replaced(application)
    effective, until = validity(application, decision, version, replaced)
    snapshot = snapshot_of(application)
    return Statement(
        number=make_number(version.kind.value, clock.today().year) if kept is None else kept.number,
        code=make_code() if kept is None else kept.code,
        verify_url=addresses.of_token(token) if kept is None else kept.verify_url,
        kind=version.kind.value,
        holder=_holder(application),
        path=PathRef(version.path.code, version.version, text(version.title)),
        scope=_scope(snapshot["scope"], version),
        hours=snapshot["scope"]["hours"],
        eqf_indicative=version.eqf_level_indicative,
        decision_ref=decision.code,
        decision_date=decision.decided_on,
        effective_from=effective,
        valid_until=until,
        issuer=_institution(version.path.owner_institution_id),
        signatories=tuple(_signatory(designated.of(one)) for one in (Function.TRAINING, Function.HR)),
        authoritative_language=version.authoritative_language,
        replaces=None if replaced is None else replaced.number,
        visibility=tuple(_visibility(snapshot["programmes"])),
    )


def _replaced(application: Application) -> Certificate | None:
    key = application.replaces_certificate_id
    return None if key is None else queries.certificate(key)


def validity(
    application: Application, decision: Decision, version: PathVersion, replaced: Certificate | None
) -> tuple[date, date | None]:
    """From when until when (S17): from the decision; a renewal from the day after the earlier one ends (J9);
    a reissue keeps the dates of what it replaces."""
    effective = decision.decided_on
    if replaced is not None and decision.application_id != application.id:
        return replaced.effective_from, replaced.valid_until
    if replaced is not None and replaced.valid_until is not None:
        effective = max(effective, replaced.valid_until + timedelta(days=1))
    until = valid_until(effective, version.certificate_validity_months)
    return effective, None if until == FOREVER else until


def _holder(application: Application) -> tuple[HolderName, ...]:
    """The names as the candidate consented to them: Latin first, for it is read by everybody who checks."""
    printed: dict[str, str] = application.printed_names
    return tuple(HolderName(one, printed[one]) for one in sorted(printed, key=lambda s: (s != "Latn", s)))


def _scope(frozen: dict[str, list[dict[str, object]]], version: PathVersion) -> Scope:
    modules = [catalogue.get_version(str(one["code"]), int(str(one["version"]))) for one in frozen["modules"]]
    languages = tuple(str(one) for one in frozen["languages"]) or (version.authoritative_language,)
    may_teach = tuple(str(one) for one in frozen["may_teach"])
    return Scope(
        themes=tuple(
            Theme(theme.code, text(theme.title))
            for theme in (catalogue.get_theme(str(code)) for code in frozen["themes"])
        ),
        modules=tuple(ModuleRef(one.module.code, one.version, text(one.title)) for one in modules),
        may_teach=may_teach,
        languages=languages if may_teach else (),
    )


def _institution(institution_id: int) -> Institution:
    row = institutions.by_id(institution_id)
    return Institution(row.code, text(row.name))


def _signatory(mandate: Mandate) -> Signatory:
    return Signatory(
        SEALS[mandate.function],
        people.display_name(mandate.person_id),
        text(mandate.capacity),
        mandate.legal_ref,
        _institution(mandate.institution_id),
    )


def _visibility(codes: Iterable[str]) -> Iterable[Visibility]:
    for code in codes:
        programme = donors.get_programme(code)
        if programme.visibility_text is not None:
            said = programme.disclaimer
            yield Visibility(code, text(programme.visibility_text), None if said is None else text(said))


def shown_text(statement: Statement, language: str = "") -> str:
    """The statement as words, in its authoritative language unless another is asked for: what is signed."""
    language = language or statement.authoritative_language
    said = wording.words(language, statement.kind)
    labels = wording.words(language, "facts")
    colon = "\N{NO-BREAK SPACE}:" if language == "fr" else ":"
    lines = [said["title"], f"{said['lead']} {' / '.join(name.text for name in statement.holder)}"]
    path = statement.path
    lines.append(f"{said['sentence']} {path.title.to(language)} ({path.code} v{path.version})")
    for name in (*kind_named(statement.kind).facts, "decision", "effective", "until"):
        value = VALUES[name](statement, language)
        if value:
            lines.append(f"{labels[name]}{colon} {value}")
    for one in statement.signatories:
        head = wording.words(language, "signatures")[one.function.value]
        lines.append(
            f"{head}{colon} {one.name}, {one.capacity.to(language)}, {one.institution.name.to(language)} "
            f"({one.mandate_ref})"
        )
    lines.append(statement.number)
    return "\n".join(lines)
