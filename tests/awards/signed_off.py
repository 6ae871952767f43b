"""Applications that bear both sign-offs, as rows: what the issuing begins with, any number of them."""

import atexit
import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path as Folder
from tempfile import mkdtemp

from certificates.numbers import make_code, make_number, make_token
from certificates.statement import Statement
from curriculum import clock
from curriculum.awards import keys, queries
from curriculum.awards.models import (
    Application,
    Certificate,
    Function,
    IssueRequest,
    Mandate,
    SigningStatement,
    SignOff,
)
from curriculum.db import db, new_id, transaction
from curriculum.domain.lifecycles.application import ApplicationState
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.lifecycles.mandate import MandateState
from curriculum.domain.lifecycles.signoff import SignOffState
from curriculum.institutions import queries as institutions
from curriculum.institutions.models import Institution, InstitutionRole
from curriculum.paths.models import Path, PathEnrolment, PathKind, PathVersion
from curriculum.people.models import Person
from tests.certificates import samples
from tests.factories.catalogue import both

PASSPHRASE = "correct horse battery staple"
DOMAIN = "certificates.velmaria.example"


def make_holders() -> list[keys.Holder]:
    """CNFGF seals for training and MINT for HR, as the sample statements say; flushed."""
    rows = {}
    for code, role in (("CNFGF", InstitutionRole.TRAINER), ("MINT", InstitutionRole.EMPLOYER)):
        row = institutions.find(code) or Institution(
            id=new_id(), code=code, type="body", name=both(code), roles=[role.value]
        )
        db.session.add(row)
        rows[code] = row
    db.session.flush()
    return [keys.Holder(rows["CNFGF"], Function.TRAINING), keys.Holder(rows["MINT"], Function.HR)]


@cache
def key_folder() -> Folder:
    """One folder of keys for the whole run; the register of each test reads its public parts."""
    folder = Folder(mkdtemp(prefix="cursus-keys-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def open_keys(folder: Folder | None = None) -> keys.OpenKeys:
    """Keys made, published in this database, and open for issuing."""
    folder = folder or key_folder()
    with transaction():
        holders = make_holders()
    keys.make(folder, PASSPHRASE, clock.now() - timedelta(days=400), domain=DOMAIN, holders=holders)
    return keys.unlock(folder, PASSPHRASE)


def make_path(code: str = "LP-TRN-BOR") -> PathVersion:
    path = Path(id=new_id(), code=code, owner_institution_id=institutions.get("CNFGF").id)
    db.session.add(path)
    db.session.flush()
    version = PathVersion(
        id=new_id(), path_id=path.id, version=2, kind=PathKind.TRAINER, title=both("T"), purpose=both("P")
    )
    db.session.add(version)
    db.session.flush()
    return version


def fresh(**changes) -> Statement:
    """A trainer statement with number, code and token of its own."""
    return samples.statement(
        **{
            "number": make_number("trainer", 2026),
            "code": make_code(),
            "verify_url": f"http://127.0.0.1:8000/v/{make_token()}",
        }
        | changes
    )


def make_signed_off(
    version: PathVersion, statement: Statement | None = None, *, replaces: Certificate | None = None
) -> IssueRequest:
    """One application in `signed_off` with its statement and the row that asks for issuing; flushed."""
    return _make(version, [statement or fresh()], replaces)[0]


def _make(
    version: PathVersion, stated: Sequence[Statement], replaces: Certificate | None = None
) -> list[IssueRequest]:
    """All of them table by table, so that thousands cost seconds."""
    mandates = [_mandate(function) for function in Function]
    people = [Person(id=new_id()) for _ in stated]
    enrolments = [_enrolment(person, version) for person in people]
    applications = [
        _application(enrolment, one, replaces) for enrolment, one in zip(enrolments, stated, strict=True)
    ]
    rows = [_statement(*both) for both in zip(applications, stated, strict=True)]
    signatures = [_signature(row, mandate) for row in rows for mandate in mandates]
    asked = [_request(row) for row in rows]
    for made in (people, enrolments, applications, rows, signatures, asked):
        db.session.add_all(made)
        db.session.flush()
    return asked


def _enrolment(person: Person, version: PathVersion) -> PathEnrolment:
    return PathEnrolment(
        person_id=person.id,
        id=new_id(),
        path_version_id=version.id,
        state=EnrolmentState.APPLIED,
        designated_on=date(2026, 1, 5),
    )


def _application(enrolment: PathEnrolment, stated: Statement, replaces: Certificate | None) -> Application:
    return Application(
        person_id=enrolment.person_id,
        id=new_id(),
        code=f"A-{stated.number}",
        enrolment_id=enrolment.id,
        path_version_id=enrolment.path_version_id,
        state=ApplicationState.SIGNED_OFF,
        snapshot="{}",
        snapshot_hash="0" * 64,
        replaces_certificate_id=replaces.id if replaces else None,
    )


def _statement(application: Application, stated: Statement) -> SigningStatement:
    payload = stated.canonical_bytes()
    return SigningStatement(
        id=new_id(),
        person_id=application.person_id,
        application_id=application.id,
        number=stated.number,
        token=stated.token,
        payload=payload.decode(),
        digest=hashlib.sha256(payload).hexdigest(),
    )


def _request(row: SigningStatement) -> IssueRequest:
    return IssueRequest(
        statement_id=row.id,
        person_id=row.person_id,
        application_id=row.application_id,
        due_at=clock.now(),
    )


def _signature(row: SigningStatement, mandate: Mandate) -> SignOff:
    """The approval of one function on the text of a statement."""
    return SignOff(
        id=new_id(),
        person_id=row.person_id,
        application_id=row.application_id,
        statement_id=row.id,
        function=mandate.function,
        mandate_id=mandate.id,
        signatory_id=mandate.person_id,
        state=SignOffState.APPROVED,
        payload_hash=row.digest,
        decided_at=clock.now(),
    )


def _mandate(function: Function) -> Mandate:
    """The one mandate of a function, made when first needed; it ended since, so no account stands behind."""
    code = f"M-SIGNED-{function.value}"
    if (known := queries.find_mandate(code)) is not None:
        return known
    person = Person(id=new_id())
    db.session.add(person)
    db.session.flush()
    mandate = Mandate(
        id=new_id(),
        code=code,
        person_id=person.id,
        institution_id=institutions.get("MINT" if function is Function.HR else "CNFGF").id,
        function=function,
        capacity=both("Director"),
        legal_ref="Order 2019-1",
        from_=date(2019, 9, 2),
        state=MandateState.ENDED,
    )
    db.session.add(mandate)
    db.session.flush()
    return mandate


def make_batch(count: int) -> None:
    """So many applications, all due; committed."""
    with transaction():
        make_holders()
        _make(make_path(), [fresh() for _ in range(count)])


def replacing(older: Certificate, **changes) -> Statement:
    """A statement that names the certificate it replaces."""
    return replace(fresh(), replaces=older.number, **changes)
