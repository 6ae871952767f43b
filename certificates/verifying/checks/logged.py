"""Does the public log hold the entry of this certificate?"""

from __future__ import annotations

from certificates.errors import CertificateError
from certificates.log.checkpoint import read_checkpoint
from certificates.log.entry import Entry
from certificates.log.log import Proof
from certificates.log.store import LogStore
from certificates.verifying.register import Registered
from certificates.verifying.report import Answer, Finding, failed, passed, unknown
from certificates.verifying.trust import Trust


def check_log(registered: Registered, trust: Trust | None, log: LogStore | None) -> list[Finding]:
    """Ask the log itself where it is at hand, and the checkpoint where a proof is."""
    entry = registered.entry
    if entry is None:
        return [failed("log", "not_entered", Answer.ALTERED)] if log is not None else []
    if not _speaks_of(entry, registered):
        return [failed("log", "entry_of_another", Answer.ALTERED)]
    findings = [] if log is None else [_in_store(entry, log)]
    if registered.proof is not None and trust is not None and trust.checkpoint is not None:
        findings.append(_under_checkpoint(entry, registered.proof, trust.checkpoint, trust.log_key or ""))
    return findings


def _speaks_of(entry: Entry, registered: Registered) -> bool:
    record = entry.record
    said = (record.number, record.pdf, record.statement)
    statement = registered.statement
    return said == (statement.number, registered.pdf_sha256, statement.digest())


def _in_store(entry: Entry, log: LogStore) -> Finding:
    try:
        found = list(log.leaves(entry.index, entry.index + 1))
        same = found == [entry.record.leaf(entry.salt)]
    except (CertificateError, OSError, ValueError):
        return unknown("log", "log_unreachable")
    return passed("log", "entered") if same else failed("log", "entry_missing", Answer.ALTERED)


def _under_checkpoint(entry: Entry, proof: Proof, note: str, verifier: str) -> Finding:
    try:
        vouched = read_checkpoint(note, verifier)
        leaf = entry.record.leaf(entry.salt)
    except (CertificateError, ValueError):
        return unknown("checkpoint", "checkpoint_unreadable")
    if vouched.size != proof.size:
        return unknown("checkpoint", "other_size")
    holds = proof.index == entry.index and proof.holds(leaf, vouched.root)
    return passed("checkpoint", "included") if holds else failed("checkpoint", "not_included", Answer.ALTERED)
