"""One candidacy of the cast, ready at any step: Amina completed a trainer path of CNFGF."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from certificates.status import Happening
from curriculum import clock
from curriculum.announcements import PersonTouched
from curriculum.assessment.models import AssessmentResult, ResultKind, ResultState
from curriculum.awards import queries, service
from curriculum.awards.models import Application, Certificate, Function, Mandate, SignOff
from curriculum.awards.register.replacing import happened
from curriculum.catalogue.models import Module, ModuleVersion, Outcome, OutcomeType, Theme
from curriculum.db import announce, db, new_id, transaction
from curriculum.domain.lifecycles.application import ApplicationState
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.lifecycles.mandate import MandateState
from curriculum.domain.lifecycles.version import VersionState
from curriculum.paths.models import Path, PathComponent, PathEnrolment, PathKind, PathVersion
from tests.cast import Cast
from tests.factories.catalogue import both

NAMES = {"Latn": "Amina Mezgouri", "Arab": "أمينة المزكوري"}
LONG_AGO = date(2019, 9, 2)


@dataclass(frozen=True)
class Candidacy:
    """Who wants what: the person, the enrolment and the application's code once there is one."""

    cast: Cast
    person_id: int
    enrolment_id: int
    path_version_id: int
    module_version_id: int

    @property
    def application(self) -> Application:
        return queries.applications_of(self.person_id)[0]

    @property
    def code(self) -> str:
        return self.application.code

    @property
    def digest(self) -> str:
        statement = queries.find_statement(self.application)
        assert statement is not None
        return statement.digest

    def sign_off(self, function: Function) -> SignOff:
        statement = queries.find_statement(self.application)
        assert statement is not None
        return queries.sign_offs_of(statement.id)[function]

    def apply(self, names: Mapping[str, str] | None = None) -> Application:
        with transaction():
            return service.apply_for(self.cast.amina, self.person_id, self.enrolment_id, names or NAMES)


def granted(case: Candidacy) -> str:
    """The code of an application granted by Jonas, whose statement waits for both signatures."""
    code = ready(case)
    with transaction():
        service.decide(case.cast.jonas, code, outcome=service.Outcome.GRANT, reasons="All met", minutes="PV")
    return code


def ready(case: Candidacy) -> str:
    """The code of an application that Farid admitted and Bruno checked; it waits for the decision."""
    code = case.apply().code
    with transaction():
        service.take(case.cast.farid, code)
        service.admit_application(case.cast.farid, code)
        service.check(case.cast.bruno, code)
    return code


def signed(case: Candidacy) -> str:
    """The code of an application that both signed; its issue is due."""
    code = granted(case)
    with transaction():
        service.sign(case.cast.elif_, code, Function.HR, case.digest)
        service.sign(case.cast.farid, code, Function.TRAINING, case.digest)
    return code


def issued(case: Candidacy, **values) -> Certificate:
    """A certificate in the register as the worker leaves it, without a signed document."""
    signed(case)
    with transaction():
        statement = queries.find_statement(case.application)
        assert statement is not None
        said = queries.read_statement(statement)
        dull = {
            "issued_at": clock.now(),
            "effective_from": said.effective_from,
            "valid_until": said.valid_until,
            "pdf_sha256": "0" * 64,
            "credential_sha256": "0" * 64,
            "log_index": queries.issued_count(),
        } | values
        certificate = Certificate(
            id=new_id(),
            number=said.number,
            token=said.token,
            kind=said.kind,
            person_id=case.person_id,
            application_id=case.application.id,
            path_version_id=case.path_version_id,
            statement_id=statement.id,
            **dull,
        )
        db.session.add(certificate)
        case.application.state = ApplicationState.ISSUED
        db.session.flush()
        happened(certificate, Happening.ISSUED, certificate.issued_at)
    return certificate


def make_candidacy(cast: Cast, login: str = "amina", **values) -> Candidacy:
    """Everything up to a complete path, mandates included; committed."""
    cast.enter()
    with transaction():
        needs = values.pop("needs", ())
        version = make_module_version(cast, values.pop("module", "BOR-101"), prerequisites_all=list(needs))
        path = make_path_version(cast, version, **values)
        if queries.find_mandate("M-HR") is None:
            make_mandate(cast, "M-HR", "elif", "MINT", Function.HR)
            make_mandate(cast, "M-TRAINING", "farid", "CNFGF", Function.TRAINING)
        person_id = cast.person(login)
        enrolment = PathEnrolment(
            person_id=person_id,
            id=new_id(),
            path_version_id=path.id,
            state=EnrolmentState.ACTIVE,
            entry_grounds={},
            designated_on=date(2025, 1, 6),
            exemptions=[],
        )
        db.session.add(enrolment)
        make_verified_result(cast, person_id, version)
        db.session.flush()
        announce(PersonTouched(person_id))
    return Candidacy(cast, person_id, enrolment.id, path.id, version.id)


def make_module_version(cast: Cast, code: str, **values) -> ModuleVersion:
    """A published module of 30 hours with one outcome, owned by CNFGF."""
    theme = Theme(id=new_id(), code=f"T-{code}", title=both("Borders"))
    module = Module(id=new_id(), code=code, owner_institution_id=cast.institution("CNFGF"), theme_id=theme.id)
    version = ModuleVersion(
        id=new_id(),
        module_id=module.id,
        version=1,
        title=both(f"Title of {code}"),
        summary=both("Summary"),
        target_group=both("Officials"),
        hours_contact=0,
        hours_self_study=3000,
        module_assessment_required=False,
        **values,
    )
    outcome = Outcome(
        id=new_id(),
        version_id=version.id,
        code=f"{code}.O1",
        position=1,
        type=OutcomeType.SKILL,
        bloom="apply",
        text=both("Check a document"),
        critical=True,
        weight=100,
    )
    for row in (theme, module, version, outcome):
        db.session.add(row)
        db.session.flush()
    version.state, version.published_on = VersionState.PUBLISHED, date(2024, 1, 8)
    db.session.flush()
    return version


def make_path_version(cast: Cast, module: ModuleVersion, **values) -> PathVersion:
    """A published trainer path of CNFGF that asks for one module, and for what is given as `also`."""
    code, also = values.pop("path", "LP-TRN-BOR"), values.pop("also", ())
    path = Path(id=new_id(), code=code, owner_institution_id=cast.institution("CNFGF"))
    given = {
        "kind": PathKind.TRAINER,
        "title": both("Trainer in border management"),
        "purpose": both("A pool of trainers"),
        "certificate_validity_months": 36,
    } | values
    version = PathVersion(id=new_id(), path_id=path.id, version=1, **given)
    component = PathComponent(
        id=new_id(),
        path_version_id=version.id,
        position=1,
        code="C1",
        type="module",
        module_version_id=module.id,
        min_proof_level=3,
    )
    more = [PathComponent(id=new_id(), path_version_id=version.id, **one) for one in also]
    for row in (path, version, component, *more):
        db.session.add(row)
        db.session.flush()
    version.state, version.published_on = VersionState.PUBLISHED, date(2024, 1, 8)
    db.session.flush()
    return version


def make_mandate(
    cast: Cast, code: str, login: str, institution: str, function: Function, **values
) -> Mandate:
    """An active mandate since 2019 without end."""
    given = {
        "capacity": both(f"Director for {function.value}"),
        "legal_ref": f"Order {institution} 2019-1",
        "deed": b"deed",
        "deed_sha256": "0" * 64,
        "from_": LONG_AGO,
        "state": MandateState.ACTIVE,
        "proposed_by": cast.account("sana"),
        "approved_by": cast.account("viktor"),
    } | values
    mandate = Mandate(
        id=new_id(),
        code=code,
        person_id=cast.person(login),
        institution_id=cast.institution(institution),
        function=function,
        **given,
    )
    db.session.add(mandate)
    db.session.flush()
    return mandate


def make_verified_result(cast: Cast, person_id: int, version: ModuleVersion) -> AssessmentResult:
    """The module's own test, graded by Leïla and verified by Pavel."""
    result = AssessmentResult(
        person_id=person_id,
        id=new_id(),
        kind=ResultKind.MODULE,
        module_version_id=version.id,
        outcome_ids=[],
        score=7500,
        passed=True,
        assessed_on=date(2026, 10, 5),
        assessor_id=cast.person("leila"),
        verifier_id=cast.person("pavel"),
        state=ResultState.VERIFIED,
    )
    db.session.add(result)
    db.session.flush()
    return result
