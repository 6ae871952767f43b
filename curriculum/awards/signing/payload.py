"""What a statement says: built from the frozen snapshot, the decision and both mandates; and its words."""

from collections.abc import Iterable
from datetime import date, timedelta

from certificates import wording
from certificates.kinds import kind_named
from certificates.layout.facts import VALUES
from certificates.numbers import make_code, make_number, make_token
from certificates.parties import (
    Institution,
    ModuleRef,
    Orientation,
    Paper,
    PathRef,
    Scope,
    Signatory,
    Theme,
    Visibility,
)
from certificates.statement import Statement
from curriculum import clock
from curriculum.awards import queries
from curriculum.awards.applications.history import snapshot_of
from curriculum.awards.models import Application, Certificate, Decision, Function, Mandate, SigningStatement
from curriculum.awards.queries import sheets
from curriculum.awards.signing import addresses
from curriculum.awards.signing.designation import Designated
from curriculum.awards.signing.printed import SEALS, printed
from curriculum.catalogue import queries as catalogue
from curriculum.domain.currency import FOREVER, valid_until
from curriculum.donors import queries as donors
from curriculum.institutions import queries as institutions
from curriculum.paper import holder, text
from curriculum.paths.models import PathVersion
from curriculum.people import queries as people


def statement_of(
    application: Application,
    decision: Decision,
    version: PathVersion,
    designated: Designated,
    before: SigningStatement | None,
) -> Statement:
    """The statement of an application; number, code and token are those of `before` where there is one."""
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
        # As the candidate consented to them.
        holder=holder(application.printed_names),
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
        paper=_paper(version),
    )


def _paper(version: PathVersion) -> Paper:
    """The sheet that the path's owner chose, in the path's own language and one that others read."""
    other = "en" if version.authoritative_language == "fr" else "fr"
    sheet = sheets.find_sheet(version.path.owner_institution_id)
    if sheet is None:
        return Paper(other_language=other)
    return Paper(Orientation(sheet.orientation), other, sheet.emblem_digest, sheet.names_in_code)


def _replaced(application: Application) -> Certificate | None:
    key = application.replaces_certificate_id
    return None if key is None else queries.certificate(key)


def validity(
    application: Application, decision: Decision, version: PathVersion, replaced: Certificate | None
) -> tuple[date, date | None]:
    """From when until when (S17): from the decision; a renewal from the day after the earlier one ends (J9);
    a reissue keeps the dates of what it replaces."""
    effective = decision.decided_on
    # Also where the case of a reissue was sent back and granted once more.
    if replaced is not None and "decided_as" in snapshot_of(application):
        return replaced.effective_from, replaced.valid_until
    if replaced is not None and replaced.valid_until is not None:
        effective = max(effective, replaced.valid_until + timedelta(days=1))
    until = valid_until(effective, version.certificate_validity_months)
    return effective, None if until == FOREVER else until


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
    return printed(institutions.by_id(institution_id))


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
