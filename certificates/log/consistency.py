"""That one checkpoint continues another: proved from leaves or tiles, checked from a small file.

The file is what a C2SP tlog-witness takes: `old` and the smaller size, one hash a line in base64, and
after a blank line the newer checkpoint, which may be left out.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from certificates.errors import LogError
from certificates.log.checkpoint import Checkpoint
from certificates.log.tree import Hashed, consistency_holds

MOST_STEPS = 63
_OLD = re.compile(r"old (0|[1-9]\d{0,18})", re.A)


class NotConsistent(LogError):
    """A tree that does not continue another: leaves were taken away or changed after they were published."""

    code = "log_not_consistent"


@dataclass(frozen=True)
class ConsistencyProof:
    """The hashes that lead from the root of `old` leaves to a later one."""

    old: int
    path: tuple[bytes, ...]

    def text(self, note: str = "") -> str:
        """Write the proof, with the newer checkpoint behind it if it is given."""
        lines = [f"old {self.old}", *(base64.b64encode(step).decode() for step in self.path), ""]
        return "\n".join(lines) + ("\n" + note if note else "")


def read_proof(text: str) -> tuple[ConsistencyProof, str | None]:
    """Read a proof and the checkpoint behind it, if there is one; neither is checked yet."""
    head, _, note = text.partition("\n\n")
    first, *steps = head.removesuffix("\n").split("\n")
    found = _OLD.fullmatch(first)
    if found is None or len(steps) > MOST_STEPS:
        raise LogError(problem="proof_malformed")
    try:
        path = tuple(base64.b64decode(step, validate=True) for step in steps)
    except ValueError as error:
        raise LogError(problem="proof_malformed") from error
    if any(len(step) != 32 for step in path):
        raise LogError(problem="proof_malformed")
    return ConsistencyProof(int(found[1]), path), note or None


def prove(tree: Hashed, old: Checkpoint, new: Checkpoint) -> ConsistencyProof:
    """Prove from the tree itself that both checkpoints are of it, or refuse by name."""
    if max(old.size, new.size) > tree.size:
        raise LogError(problem="no_such_leaf", size=tree.size)
    for one in (old, new):
        if tree.root(one.size) != one.root:
            raise NotConsistent(problem="rewritten", size=one.size)
    in_order(old, new)
    return ConsistencyProof(old.size, tree.consistency(old.size, new.size) if old.size else ())


def demand(old: Checkpoint, new: Checkpoint, proof: ConsistencyProof | None) -> None:
    """Refuse a checkpoint that does not continue an earlier one; equal ones need no proof."""
    in_order(old, new)
    if old.size in (0, new.size):
        if old.size and old.root != new.root:
            raise NotConsistent(problem="two_roots", size=old.size)
        return
    if proof is None:
        raise LogError(problem="proof_missing", old=old.size, size=new.size)
    if proof.old != old.size:
        raise LogError(problem="proof_of_another_size", found=proof.old, expected=old.size)
    if not consistency_holds(old.size, new.size, old.root, new.root, proof.path):
        raise NotConsistent(problem="inconsistent", old=old.size, size=new.size)


def in_order(old: Checkpoint, new: Checkpoint) -> None:
    """Refuse two checkpoints of different logs, and a newer one that is smaller."""
    if old.origin != new.origin:
        raise LogError(problem="other_log", found=new.origin, expected=old.origin)
    if new.size < old.size:
        raise NotConsistent(problem="smaller_tree", found=new.size, seen=old.size)
