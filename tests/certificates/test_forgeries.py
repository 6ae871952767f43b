"""Every forgery is refused, and for its own reason."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from certificates import Answer, OneRegistered, Outcome, Report, verify
from tests.certificates.conftest import AT, World
from tests.certificates.forgeries.build import FORGERIES
from tests.certificates.forgeries.listed import LISTS
from tests.certificates.forgeries.others import CASES
from tests.certificates.forgeries.papers import PAPERS

# what an outsider with nothing but the public keys finds, and what it means
REASONS = {
    "changed_name": ("signature_training", "broken", Answer.ALTERED),
    "changed_date": ("modification_training", "changed_since", Answer.ALTERED),
    "page_added": ("modification_hr", "bytes_after_signature", Answer.ALTERED),
    "second_signature_removed": ("fields", "signature_missing", Answer.ALTERED),
    "first_signature_removed": ("fields", "signature_missing", Answer.ALTERED),
    "overlay": ("modification_training", "changed_since", Answer.ALTERED),
    "metadata_swapped": ("modification_hr", "bytes_after_signature", Answer.ALTERED),
    "trailing_bytes": ("modification_hr", "bytes_after_signature", Answer.ALTERED),
    "third_signature": ("fields", "other_signatures", Answer.ALTERED),
    "unsigned_draft": ("fields", "signature_missing", Answer.ALTERED),
    "self_made_authority": ("chain_training", "other_authority", Answer.ISSUER_UNKNOWN),
    "seals_exchanged": ("seal_training", "seal_of_another", Answer.ISSUER_UNKNOWN),
    "seal_of_another_institution": ("seal_training", "seal_of_another", Answer.ISSUER_UNKNOWN),
    "another_signatory": ("mandate_training", "other_person", Answer.ALTERED),
    "statement_renamed": ("statement", "no_statement", Answer.ISSUER_UNKNOWN),
    "statement_rewritten": ("statement", "statement_refused", Answer.ALTERED),
    "encrypted": ("structure", "encrypted", Answer.ALTERED),
    "seal_overwritten": ("structure", "unreadable", Answer.ALTERED),
    "signing_time_removed": ("signature_training", "malformed", Answer.ALTERED),
    "plain_document": ("statement", "no_statement", Answer.NOT_FOUND),
    "statement_left_out": ("statement", "no_statement", Answer.ISSUER_UNKNOWN),
}
PAPER_REASONS = {
    "credential_swapped": ("modification_training", "changed_since", Answer.ALTERED),
    "font_swapped": ("modification_training", "changed_since", Answer.ALTERED),
    "stamped_over": ("modification_training", "changed_since", Answer.ALTERED),
    "attached_twice": ("structure", "unreadable", Answer.ALTERED),
    "two_concatenated": ("modification_hr", "bytes_after_signature", Answer.ALTERED),
    "description_swapped": ("modification_training", "changed_since", Answer.ALTERED),
    "credential_of_another": ("agreement", "another_credential", Answer.ALTERED),
    "credential_retold": ("agreement", "credential_differs", Answer.ALTERED),
    "credential_tampered": ("proof", "proof_broken", Answer.ALTERED),
    "credential_left_out": ("credential", "no_credential", Answer.ALTERED),
    "seals_that_allow_everything": ("modification_training", "not_certifying", Answer.ALTERED),
    "second_seal_forbidden": ("modification_training", "other_permission", Answer.ALTERED),
    "ed25519_seal": ("signature_training", "algorithm_refused", Answer.ISSUER_UNKNOWN),
    "signed_by_nobody": ("chain_training", "other_authority", Answer.ISSUER_UNKNOWN),
    "seal_outlived": ("chain_training", "not_in_force", Answer.ISSUER_UNKNOWN),
}
REASONS |= PAPER_REASONS
FORGERIES |= PAPERS
CASES |= LISTS
# what only the register can know
ONLY_REGISTERED = {"one_number_twice": ("claims", "differ", Answer.ALTERED)}


@pytest.fixture(scope="module")
def forged(world: World, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    """Build a forgery by its name, once for every test that looks at it."""
    return cache(lambda name: FORGERIES[name](world, tmp_path_factory.mktemp(name)))


@pytest.fixture(scope="module")
def genuine(world: World) -> Report:
    return verify(world.issued.pdf, trust=world.trust, at=AT)


def test_every_forgery_has_its_reason() -> None:
    assert sorted(FORGERIES) == sorted([*REASONS, *ONLY_REGISTERED])


@pytest.mark.parametrize("name", sorted(REASONS))
def test_forgery_is_refused_for_its_own_reason(
    world: World, genuine: Report, forged: Callable[[str], bytes], name: str
) -> None:
    check, detail, answer = REASONS[name]
    assert genuine.finding(check).outcome is Outcome.PASSED

    report = verify(forged(name), trust=world.trust, at=AT)

    finding = report.finding(check)
    assert finding is not None
    assert (finding.outcome, finding.detail, report.answer) == (Outcome.FAILED, detail, answer)


@pytest.mark.parametrize("name", sorted(FORGERIES))
def test_register_refuses_every_forgery(world: World, forged: Callable[[str], bytes], name: str) -> None:
    asked = {"number": world.issued.number, "register": OneRegistered(world.registered)}

    report = verify(forged(name), **asked, trust=world.trust, at=AT)

    digest = report.finding("digest")
    assert digest is not None
    assert (report.answer, digest.detail) == (Answer.ALTERED, "other_file")
    for check, detail, _ in [ONLY_REGISTERED[name]] if name in ONLY_REGISTERED else []:
        found = report.finding(check)
        assert found is not None
        assert found.detail == detail


def test_gallery_is_large_enough() -> None:
    assert len(FORGERIES) + len(CASES) >= 45


@pytest.mark.parametrize("name", sorted(CASES))
def test_other_forgery_is_refused_for_its_own_reason(world: World, name: str) -> None:
    case = CASES[name](world)

    report = case.report(world)

    finding = report.finding(case.check)
    assert finding is not None
    assert finding.outcome is not Outcome.PASSED
    assert (finding.detail, report.answer) == (case.detail, case.answer)
