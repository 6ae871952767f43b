"""Does the public log hold the entry of this certificate, and who else has seen the log?"""

from __future__ import annotations

from functools import lru_cache

from certificates.errors import CertificateError
from certificates.log.checkpoint import read_body, read_checkpoint
from certificates.log.entry import Entry
from certificates.log.log import Proof
from certificates.log.store import LogStore
from certificates.log.vouching import vouching
from certificates.log.witness import cosignatures
from certificates.statement import Statement
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
    findings = [] if log is None else [_in_store(entry, log, trust)]
    if registered.proof is not None and trust is not None and trust.checkpoint is not None:
        findings.append(_under_checkpoint(entry, registered.proof, trust.checkpoint, trust))
        findings += _witnessed(trust.checkpoint, trust)
    return findings


def _speaks_of(entry: Entry, registered: Registered) -> bool:
    record = entry.record
    said = (record.number, record.pdf, record.statement)
    statement = registered.statement
    return said == (statement.number, registered.pdf_sha256, _digest(statement))


@lru_cache(maxsize=256)
def _digest(statement: Statement) -> str:
    """What was signed off never changes, and a public page asks about the same certificates again."""
    return statement.digest()


def _in_store(entry: Entry, log: LogStore, trust: Trust | None) -> Finding:
    try:
        found = list(log.leaves(entry.index, entry.index + 1))
        if found == [entry.record.leaf(entry.salt)]:
            return passed("log", "entered")
        back = trust is not None and _rolled_back(log, trust)
    except (CertificateError, OSError, ValueError):
        return unknown("log", "log_unreachable")
    return failed("log", "rolled_back" if back else "entry_missing", Answer.ALTERED)


def _rolled_back(log: LogStore, trust: Trust) -> bool:
    """A log that is shorter than its own checkpoint was set back."""
    if trust.checkpoint is None or not _signed_with(trust.checkpoint, trust.log_key or ""):
        return False
    return log.size() < read_body(trust.checkpoint).size


def _under_checkpoint(entry: Entry, proof: Proof, note: str, trust: Trust) -> Finding:
    stolen = None if _signed_with(note, trust.log_key or "") else _stolen(note, trust)
    if stolen is not None and stolen not in vouching(note, trust.stolen_logs, trust.witnesses):
        return unknown("checkpoint", "log_key_compromised")
    try:
        vouched = read_checkpoint(note, stolen or trust.log_key or "")
        leaf = entry.record.leaf(entry.salt)
    except (CertificateError, ValueError):
        return unknown("checkpoint", "checkpoint_unreadable")
    if vouched.size != proof.size:
        return unknown("checkpoint", "other_size")
    holds = proof.index == entry.index and proof.holds(leaf, vouched.root)
    return passed("checkpoint", "included") if holds else failed("checkpoint", "not_included", Answer.ALTERED)


def _stolen(note: str, trust: Trust) -> str | None:
    """The key in other hands that signed a checkpoint, if one did: alone it proves nothing."""
    return next((key for key in trust.stolen_logs if _signed_with(note, key)), None)


def _signed_with(note: str, verifier: str) -> bool:
    try:
        read_checkpoint(note, verifier)
    except (CertificateError, ValueError):
        return False
    return True


def _witnessed(note: str, trust: Trust) -> list[Finding]:
    """Count the configured witnesses that have signed the checkpoint; none configured, none asked."""
    if not trust.witnesses:
        return []
    try:
        signed = {one.name for one in cosignatures(note, trust.witnesses)}
    except CertificateError:
        return [unknown("witness", "witness_unreadable")]
    count = f"{len(signed)}/{len(trust.witnesses)}"
    if len(signed) < len(trust.witnesses):
        return [unknown("witness", "not_cosigned", count)]
    return [passed("witness", "cosigned", count)]
