"""Has anything been changed since a seal was put on, beyond what may follow it?

pyHanko's own rules let later revisions change title and metadata (credentials.md §6 no. 20); a certificate
never changes these, so those rules are left out here, and so is the filling of any field but signatures.
"""

from __future__ import annotations

import re
from typing import Any

from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DiffResult,
    DSSCompareRule,
    FormUpdatingRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    XrefStreamRule,
)
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.status import SignatureCoverageLevel

from certificates.verifying.report import Answer, Finding, failed, passed

_UPDATES = ModificationLevel.LTA_UPDATES
_CATALOGUE = frozenset({"/AcroForm", "/DSS", "/Extensions"})

RULES = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(ignored_keys=_CATALOGUE),  # type: ignore[no-untyped-call]
        XrefStreamRule().as_qualified(_UPDATES),
        ObjectStreamRule().as_qualified(_UPDATES),
        DSSCompareRule().as_qualified(_UPDATES),
    ],
    form_rule=FormUpdatingRule(
        field_rules=[SigFieldCreationRule(), SigFieldModificationRule()],  # type: ignore[no-untyped-call]
    ),
)
"""What a later revision may hold: a signature in a prepared field, and what an archive adds."""

_END = re.compile(
    rb"\s*(<<((?!startxref|%%EOF).){1,2000}>>\s*)?startxref\s+\d+\s+%%EOF(\r\n|\r|\n)?", re.DOTALL
)


class Changes:
    """One document while its seals are looked at; `closed` is set where archive updates follow the last."""

    def __init__(self, pdf: bytes, reader: Any) -> None:
        self._pdf = pdf
        self._xrefs = reader.xrefs
        self.closed: int | None = None

    def end_of(self, signature: Any) -> int:
        """Count the bytes from the start of the file to the end of what a signature covers."""
        return int(signature.byte_range[2]) + int(signature.byte_range[3])

    def covers_all(self, signature: Any) -> bool:
        """Say whether nothing follows what the signature covers."""
        return self.end_of(signature) == len(self._pdf)

    def revised_since(self, signature: Any) -> bool:
        """Say whether whole revisions follow, and nothing behind the last of them."""
        last = self._xrefs.total_revisions - 1
        if last <= signature.signed_revision:
            return False
        tail = self._pdf[self._xrefs.get_xref_container_info(last).end_location :]
        return _END.fullmatch(tail) is not None


def check_first(signature: Any, status: Any) -> Finding:
    """The certifying seal may be followed by the other one, and by what an archive adds."""
    check = "modification_training"
    if signature.docmdp_level is None:
        return failed(check, "not_certifying", Answer.ALTERED)
    if signature.docmdp_level is not MDPPerm.FILL_FORMS:
        return failed(check, "other_permission", Answer.ALTERED)
    if not status.docmdp_ok:
        return failed(check, "changed_since", Answer.ALTERED)
    return passed(check, "only_second_signature")


def check_last(changes: Changes, signature: Any, status: Any) -> Finding:
    """The last seal covers every byte, or only what an archive adds follows it."""
    check = "modification_hr"
    if changes.covers_all(signature):
        if status.coverage is SignatureCoverageLevel.ENTIRE_FILE:
            return passed(check, "covers_whole_file")
        return failed(check, "bytes_left_out", Answer.ALTERED)
    diff = status.diff_result
    harmless = isinstance(diff, DiffResult) and diff.modification_level <= _UPDATES
    if harmless and changes.revised_since(signature):
        changes.closed = changes.end_of(signature)
        return passed(check, "archive_updates")
    return failed(check, "bytes_after_signature", Answer.ALTERED)
