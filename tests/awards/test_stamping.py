"""With a time-stamping service both signatures are stamped; without its answer nothing is issued."""

import pytest
from sqlalchemy import func, select

from certificates import verify
from curriculum import clock
from curriculum.awards import queries
from curriculum.awards.graduation import running
from curriculum.awards.issuing import seals, stamping
from curriculum.awards.models import Certificate, IssueRequest
from curriculum.config import BadSettings, settings
from curriculum.db import db
from tests.awards import signed_off
from tests.certificates.eyes import tsa
from tests.certificates.eyes.wanted import demand

pytestmark = pytest.mark.database


@pytest.fixture
def waiting(app):
    signed_off.open_keys()
    signed_off.make_batch(1)
    yield
    stamping.configure("", b"")


def test_both_signatures_bear_a_stamp_that_our_trust_knows(waiting, tmp_path):
    demand("openssl")
    with tsa.serving(tmp_path) as service:
        stamping.configure(service.url, service.root)
        assert running.issue_due() == 1
    pdf = queries.document(db.session.scalars(select(Certificate)).one())
    report = verify(pdf, trust=seals.trust(), at=clock.now())
    stamps = {f.check: f.detail for f in report.findings if f.check.startswith("timestamp")}
    assert stamps == {"timestamp_training": "stamped", "timestamp_hr": "stamped"}


def test_nothing_is_issued_while_the_service_is_silent(waiting):
    stamping.configure("http://127.0.0.1:9", b"")
    assert running.issue_due() == 0
    error = db.session.scalars(select(IssueRequest.last_error)).one()
    assert (
        error.startswith("StampError"),
        db.session.scalar(select(func.count()).select_from(Certificate)),
    ) == (
        True,
        0,
    )


SETTINGS = [
    pytest.param(
        {"CURSUS_STAMP_URL": "https://tsa.example"}, "CURSUS_STAMP_ROOTS", id="a service without roots"
    ),
    pytest.param(
        {"CURSUS_STAMP_URL": "tsa", "CURSUS_STAMP_ROOTS": "ROOTS"}, "CURSUS_STAMP_URL", id="no address"
    ),
    pytest.param({"CURSUS_STAMP_ROOTS": "ROOTS"}, "CURSUS_STAMP_URL", id="roots without a service"),
]


@pytest.mark.parametrize(("given", "named"), SETTINGS)
def test_a_service_and_its_roots_belong_together(tmp_path, given, named):
    (tmp_path / "roots.pem").write_text("-----BEGIN CERTIFICATE-----\n")
    environ = {name: value.replace("ROOTS", str(tmp_path / "roots.pem")) for name, value in given.items()}
    with pytest.raises(BadSettings) as refused:
        settings({"CURSUS_INSTANCE": str(tmp_path), "CURSUS_SECRET_KEY": "x" * 40, **environ})
    assert [problem.name for problem in refused.value.problems] == [named]
