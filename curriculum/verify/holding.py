"""What a holder takes along: the record, its salt, and the proof that it is in the public log."""

from certificates.log.bundle import HolderBundle
from certificates.log.log import Log
from curriculum.awards.issuing import log
from curriculum.verify.queries import Found


def bundle_of(found: Found, tree: Log) -> HolderBundle | None:
    """The proof under the latest checkpoint that a witness signed, else the latest; None without an entry."""
    entry = found.registered.entry
    vouched = None if entry is None else log.checkpoint_over(entry.index)
    if entry is None or vouched is None:
        return None
    return HolderBundle.of(entry, tree.prove(entry.index, vouched.size), vouched.note)
