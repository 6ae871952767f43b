"""May this person apply? What speaks for and against, and the shortest repair (I-17, R11)."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from curriculum.domain.currency import add_months, whole_months
from curriculum.domain.dossier import CertificateHeld, CertificateStanding, Dossier, EntryFacts
from curriculum.domain.missing import Missing
from curriculum.domain.module import PrerequisiteStanding
from curriculum.domain.path import EntryRequirements, Path
from curriculum.domain.problems import MODULE_TYPES, unmet_prerequisites
from curriculum.domain.progress import prerequisites
from curriculum.domain.repairs import shortest
from curriculum.domain.standing import ExcludedWhy, Progress, State


class Verdict(StrEnum):
    """Which way a reason points."""

    FOR = "for"
    AGAINST = "against"
    WARNING = "warning"


class ReasonCode(StrEnum):
    """Why, as a code; the labels speak."""

    COMPONENT_MET = "component_met"
    COMPONENT_WAIVED = "component_waived"
    COMPONENT_NOT_MET = "component_not_met"
    OPTIONAL_NOT_MET = "optional_not_met"
    DESIGNATED = "designated"
    NOT_DESIGNATED = "not_designated"
    SERVICE_ENOUGH = "service_enough"
    SERVICE_SHORT = "service_short"
    CATEGORY_HIGH_ENOUGH = "category_high_enough"
    CATEGORY_TOO_LOW = "category_too_low"
    GRADE_FITS = "grade_fits"
    GRADE_DIFFERS = "grade_differs"
    LANGUAGES_KNOWN = "languages_known"
    LANGUAGE_NOT_KNOWN = "language_not_known"
    PATH_HELD = "path_held"
    EQUIVALENT_EXPERIENCE = "equivalent_experience"
    PATH_NOT_HELD = "path_not_held"
    CERTIFICATE_HELD = "certificate_held"
    CERTIFICATE_NOT_HELD = "certificate_not_held"
    CERTIFICATE_REVOKED = "certificate_revoked"
    CERTIFICATE_EXPIRED_TOO_LONG = "certificate_expired_too_long"
    ADMITTED_ON_GROUNDS = "admitted_on_grounds"
    DISPUTE_OPEN = "dispute_open"
    RESULTS_AWAITED = "results_awaited"
    EVIDENCE_ENDS_SOON = "evidence_ends_soon"
    PREREQUISITE_NOT_HELD = "prerequisite_not_held"
    ALREADY_CERTIFIED = "already_certified"


class Reason(NamedTuple):
    """One reason: `have` and `need` where they are numbers, `facts` where they are names or dates."""

    code: ReasonCode
    verdict: Verdict
    subject: str
    have: int = 0
    need: int = 0
    facts: tuple[str, ...] = ()


class Decision(NamedTuple):
    """Yes or no, with all reasons, also when yes; the repair is empty when nothing has to be done."""

    eligible: bool
    reasons: tuple[Reason, ...]
    shortest_repair: tuple[Missing, ...]


R = ReasonCode
OUTWEIGHS: Mapping[ReasonCode, tuple[ReasonCode, ...]] = {
    R.DESIGNATED: (R.NOT_DESIGNATED,),
    R.SERVICE_ENOUGH: (R.SERVICE_SHORT,),
    R.CATEGORY_HIGH_ENOUGH: (R.CATEGORY_TOO_LOW,),
    R.GRADE_FITS: (R.GRADE_DIFFERS,),
    R.LANGUAGES_KNOWN: (R.LANGUAGE_NOT_KNOWN,),
    R.PATH_HELD: (R.PATH_NOT_HELD,),
    R.EQUIVALENT_EXPERIENCE: (R.PATH_NOT_HELD,),
    # A certificate that runs out meanwhile was good enough; one that is revoked was never.
    R.CERTIFICATE_HELD: (R.CERTIFICATE_NOT_HELD, R.CERTIFICATE_EXPIRED_TOO_LONG),
}
"""What was found at admission and frozen, and the later findings it outweighs (I-18)."""


def ground(reason: Reason) -> str:
    """A reason as admission freezes it: what was found, of what; only what speaks for is a ground."""
    return f"{reason.code.value}:{reason.subject}"


def decide(dossier: Dossier, progress: Progress, on: date) -> Decision:
    """Decide whether an application is admissible on a day, and why."""
    reasons = (
        *_components(progress),
        *entry(dossier, on),
        *_disputes(progress),
        *_warnings(dossier, progress, on),
    )
    eligible = all(reason.verdict is not Verdict.AGAINST for reason in reasons)
    return Decision(eligible, reasons, shortest(progress, dossier.path.groups))


def entry(dossier: Dossier, on: date) -> tuple[Reason, ...]:
    """Judge the entry requirements of a path; what was granted at admission stands (I-18)."""
    return tuple(_as_admitted(reason, dossier) for reason in _entry(dossier, on))


def forewarned(dossier: Dossier) -> tuple[Reason, ...]:
    """Warn at admission of every module of the path that asks for one neither held nor on the path (S20).

    Nobody has chosen an elective yet, so each option is looked at by itself.
    """
    path = dossier.path
    refs = dict.fromkeys(ref for one in path.components if one.type in MODULE_TYPES for ref in one.offered)
    lacking = (one for ref in refs for one in unmet_prerequisites(path, (ref,), dossier.modules_held))
    return tuple(_not_held(one) for one in lacking)


def _not_held(module: PrerequisiteStanding) -> Reason:
    lacking = module.missing_all + module.missing_any
    return Reason(ReasonCode.PREREQUISITE_NOT_HELD, Verdict.WARNING, module.module, facts=lacking)


def _as_admitted(reason: Reason, dossier: Dossier) -> Reason:
    if reason.verdict is not Verdict.AGAINST:
        return reason
    for found, outweighed in OUTWEIGHS.items():
        if reason.code in outweighed and f"{found.value}:{reason.subject}" in dossier.entry.grounds:
            return reason._replace(code=R.ADMITTED_ON_GROUNDS, verdict=Verdict.FOR, facts=(found,))
    return reason


def _entry(dossier: Dossier, on: date) -> Iterator[Reason]:
    wanted, facts = dossier.path.entry, dossier.entry
    if wanted.designation_required:
        named = facts.designated_on is not None and facts.designated_on <= on
        codes = (ReasonCode.DESIGNATED, ReasonCode.NOT_DESIGNATED)
        shown = (facts.designated_on.isoformat(),) if named and facts.designated_on else ()
        yield _either(codes, named, "designation", facts=shown)
    if wanted.min_service_months:
        months = whole_months(facts.service, on)
        enough = months >= wanted.min_service_months
        codes = (ReasonCode.SERVICE_ENOUGH, ReasonCode.SERVICE_SHORT)
        yield _either(codes, enough, "service", have=months, need=wanted.min_service_months)
    if wanted.min_category is not None:
        # Category A is the highest; contract staff without a grade have none.
        high = facts.category is not None and facts.category <= wanted.min_category
        codes = (ReasonCode.CATEGORY_HIGH_ENOUGH, ReasonCode.CATEGORY_TOO_LOW)
        yield _either(codes, high, "category", facts=(facts.category or "", wanted.min_category))
    if wanted.min_rank is not None or wanted.grades:
        yield _grade(wanted, facts)
    if wanted.languages:
        missing = tuple(one for one in wanted.languages if one not in facts.languages)
        codes = (ReasonCode.LANGUAGES_KNOWN, ReasonCode.LANGUAGE_NOT_KNOWN)
        yield _either(codes, not missing, "languages", facts=missing or wanted.languages)
    for code in wanted.required_paths:
        yield _required_path(code, dossier, on)
    if wanted.holds_certificate_kind is not None:
        yield _held_certificate(wanted.holds_certificate_kind, dossier, on)


def _grade(wanted: EntryRequirements, facts: EntryFacts) -> Reason:
    """Judge the grade: high enough where a least is asked, one of those named where some are."""
    rank = facts.rank
    high = wanted.min_rank is None or (rank is not None and rank <= wanted.min_rank)
    named = not wanted.grades or facts.grade in wanted.grades
    asked = (wanted.min_grade or "", *wanted.grades)
    codes = (ReasonCode.GRADE_FITS, ReasonCode.GRADE_DIFFERS)
    return _either(codes, high and named, "grade", facts=(facts.grade or "", *filter(None, asked)))


def _either(
    codes: tuple[ReasonCode, ReasonCode],
    good: bool,
    subject: str,
    *,
    have: int = 0,
    need: int = 0,
    facts: tuple[str, ...] = (),
) -> Reason:
    verdict = Verdict.FOR if good else Verdict.AGAINST
    return Reason(codes[0] if good else codes[1], verdict, subject, have, need, facts)


def _required_path(code: str, dossier: Dossier, on: date) -> Reason:
    held = next((one.ref for one in dossier.certificates if one.path == code and one.in_force(on)), None)
    if held is not None:
        return Reason(ReasonCode.PATH_HELD, Verdict.FOR, code, facts=(held,))
    ground = dossier.entry.equivalent_experience
    if ground is not None and dossier.path.entry.equivalent_experience_accepted:
        return Reason(ReasonCode.EQUIVALENT_EXPERIENCE, Verdict.FOR, code, facts=(ground,))
    return Reason(ReasonCode.PATH_NOT_HELD, Verdict.AGAINST, code)


def _held_certificate(kind: str, dossier: Dossier, on: date) -> Reason:
    """Judge what a renewal starts from: in force, or expired no longer ago than the grace (LP-REF-TRN)."""
    own = [one for one in dossier.certificates if one.kind == kind and one.effective_from <= on]
    reasons = [_usable(one, dossier.path, on) for one in sorted(own, key=_latest_first)]
    nothing = Reason(ReasonCode.CERTIFICATE_NOT_HELD, Verdict.AGAINST, kind)
    good = (reason for reason in reasons if reason.verdict is Verdict.FOR)
    return next(good, reasons[0] if reasons else nothing)


def _latest_first(one: CertificateHeld) -> tuple[int, str]:
    return -one.effective_from.toordinal(), one.ref


def _usable(one: CertificateHeld, path: Path, on: date) -> Reason:
    wanted = path.entry
    if one.status is CertificateStanding.REVOKED and wanted.not_revoked:
        return Reason(ReasonCode.CERTIFICATE_REVOKED, Verdict.AGAINST, one.kind, facts=(one.ref,))
    if one.status is not CertificateStanding.ISSUED:
        return Reason(ReasonCode.CERTIFICATE_NOT_HELD, Verdict.AGAINST, one.kind, facts=(one.ref, one.status))
    if one.expires_on is not None and on > add_months(
        one.expires_on, wanted.expired_no_more_than_months or 0
    ):
        facts = (one.ref, one.expires_on.isoformat())
        return Reason(ReasonCode.CERTIFICATE_EXPIRED_TOO_LONG, Verdict.AGAINST, one.kind, facts=facts)
    return Reason(ReasonCode.CERTIFICATE_HELD, Verdict.FOR, one.kind, facts=(one.ref,))


def _components(progress: Progress) -> Iterator[Reason]:
    for one in progress.components:
        if one.state is State.MET:
            code = ReasonCode.COMPONENT_WAIVED if one.waived else ReasonCode.COMPONENT_MET
            yield Reason(code, Verdict.FOR, one.code, one.percent, 100, one.by)
        elif one.mandatory:
            yield Reason(ReasonCode.COMPONENT_NOT_MET, Verdict.AGAINST, one.code, one.percent, 100)
        else:
            yield Reason(ReasonCode.OPTIONAL_NOT_MET, Verdict.WARNING, one.code, one.percent, 100)


def _disputes(progress: Progress) -> Iterator[Reason]:
    """Block on an open dispute that touches something not met; elsewhere it is only worth knowing (I-10)."""
    disputed: dict[str, set[str]] = {}
    for left in progress.excluded:
        if left.why is ExcludedWhy.DISPUTED:
            disputed.setdefault(left.outcome, set()).add(left.ref)
    for component in progress.components:
        codes = {outcome.code for module in component.modules for outcome in module.outcomes}
        refs = sorted({ref for code in codes & disputed.keys() for ref in disputed[code]})
        if refs:
            open_ = component.mandatory and component.state is not State.MET
            verdict = Verdict.AGAINST if open_ else Verdict.WARNING
            yield Reason(ReasonCode.DISPUTE_OPEN, verdict, component.code, facts=tuple(refs))


def _warnings(dossier: Dossier, progress: Progress, on: date) -> Iterator[Reason]:
    awaited = sorted({(one.outcome, one.ref) for one in progress.excluded if one.why is ExcludedWhy.WAITING})
    for outcome, ref in awaited:
        yield Reason(ReasonCode.RESULTS_AWAITED, Verdict.WARNING, outcome, facts=(ref,))
    for ending in progress.expiring():
        facts = (ending.component, ending.until.isoformat())
        yield Reason(ReasonCode.EVIDENCE_ENDS_SOON, Verdict.WARNING, ending.subject, facts=facts)
    for module in prerequisites(dossier, progress):
        if not module.met:
            yield _not_held(module)
    if progress.certified:
        yield Reason(ReasonCode.ALREADY_CERTIFIED, Verdict.WARNING, progress.path, facts=(on.isoformat(),))
