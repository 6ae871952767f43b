"""`python -m certificates log …`: recompute, compare checkpoints, witness one, check what a holder keeps."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from certificates.errors import LogError
from certificates.log.bundle import LARGEST_BUNDLE, read_holder_bundle
from certificates.log.checkpoint import LARGEST_NOTE, Checkpoint, read_checkpoint
from certificates.log.consistency import ConsistencyProof, NotConsistent, demand, prove, read_proof
from certificates.log.files import FileStore
from certificates.log.folder import TileFolder, check_folder
from certificates.log.log import Health, Log, fsck
from certificates.log.tree import Hashed
from certificates.log.witness import SeenFile, cosignatures, make_witness_key, open_witness_key
from certificates.passphrases import ask

YES, NO = 0, 1
Told = tuple[int, str]
"""Exit status, and what is said."""
_LARGEST_PROOF = 2 * LARGEST_NOTE


def add_to(commands: Any) -> None:
    """Add `log` with what it can do."""
    log = commands.add_parser("log", help="recompute, compare and witness the public log")
    does = log.add_subparsers(required=True, metavar="WHAT")
    _fsck_options(does.add_parser("fsck", help="recompute everything and compare with a checkpoint"))
    _consistency_options(does.add_parser("consistency", help="does one checkpoint continue another?"))
    key = does.add_parser("witness-key", help="make the key of a witness")
    key.add_argument("file", type=Path, help="where to write it; the public part gets the ending .pub")
    key.add_argument("--name", required=True, help="name of the witness, as witness.example/w1")
    key.set_defaults(run=_witness_key)
    _witness_options(does.add_parser("witness", help="check a checkpoint and sign it as a witness"))
    _proven_options(does.add_parser("proven", help="does a holder's proof hold, and is it of this PDF?"))
    who = does.add_parser("cosigned", help="which witnesses signed a checkpoint, and when")
    who.add_argument("checkpoint", type=Path)
    who.add_argument("--witness", type=Path, action="append", required=True, help="public key, repeatable")
    who.add_argument("--log-key", type=Path, required=True, help="log.pub")
    who.set_defaults(run=_cosigned)


def _proven_options(asked: argparse.ArgumentParser) -> None:
    asked.add_argument("proof", type=Path, help="NUMBER.proof.json, as its holder was given it")
    asked.add_argument("pdf", type=Path, help="the certificate")
    asked.add_argument("--log-key", type=Path, required=True, help="log.pub")
    asked.add_argument("--witness", type=Path, action="append", default=[], help="public key, repeatable")
    asked.set_defaults(run=_proven)


def _fsck_options(whole: argparse.ArgumentParser) -> None:
    whole.add_argument("folder", type=Path, help="folder with `leaves`, or with `tile/` and `checkpoint`")
    whole.add_argument("--checkpoint", type=Path, help="a checkpoint that was kept elsewhere")
    whole.add_argument("--key", type=Path, help="log.pub")
    whole.set_defaults(run=_fsck)


def _consistency_options(asked: argparse.ArgumentParser) -> None:
    asked.add_argument("old", type=Path, help="the earlier checkpoint")
    asked.add_argument("new", type=Path, help="the later checkpoint")
    asked.add_argument("--log-key", type=Path, required=True, help="log.pub")
    source = asked.add_mutually_exclusive_group(required=True)
    source.add_argument("--proof", type=Path, help="file with the proof")
    source.add_argument("--leaves", type=Path, help="folder with `leaves`")
    source.add_argument("--tiles", type=Path, help="folder with `tile/`")
    asked.add_argument("--out", type=Path, help="write the proof here, as a witness takes it")
    asked.set_defaults(run=_consistency)


def _witness_options(asked: argparse.ArgumentParser) -> None:
    asked.add_argument("--checkpoint", type=Path, help="what to sign; may stand behind the proof")
    asked.add_argument("--key", type=Path, required=True, help="the witness's own key")
    asked.add_argument("--log-key", type=Path, required=True, help="log.pub, from a source you trust")
    asked.add_argument("--seen", type=Path, required=True, help="file of what was signed last")
    asked.add_argument("--proof", type=Path, help="that it continues what was signed last")
    asked.add_argument("--first", action="store_true", help="nothing was ever signed for this log")
    asked.add_argument("--out", type=Path, help="where to write it (default: print)")
    asked.set_defaults(run=_witness)


def _fsck(asked: argparse.Namespace) -> Told:
    note = _text(asked.checkpoint) if asked.checkpoint else None
    key = _text(asked.key) if asked.key else None
    health = _health(asked.folder, note, key)
    found = {"size": health.size, "root": health.root.hex(), "problems": list(health.problems)}
    return NO if health.problems else YES, json.dumps(found, indent=1)


def _health(folder: Path, note: str | None, key: str | None) -> Health:
    if (folder / "tile").is_dir():
        return check_folder(folder, note, key)
    return fsck(FileStore(folder), note, key)


def _consistency(asked: argparse.Namespace) -> Told:
    key, note = _text(asked.log_key), _text(asked.new)
    old, new = (read_checkpoint(one, key) for one in (_text(asked.old), note))
    try:
        proof = _proof_between(asked, old, new)
        demand(old, new, proof)
    except NotConsistent as error:
        return NO, str(error)
    if asked.out:
        asked.out.write_text(proof.text(note), encoding="utf-8")
    return YES, f"{new.origin}: the tree of {new.size} continues the tree of {old.size}"


def _proof_between(asked: argparse.Namespace, old: Checkpoint, new: Checkpoint) -> ConsistencyProof:
    if asked.proof:
        return read_proof(_text(asked.proof))[0]
    return prove(_tree(asked, max(old.size, new.size)), old, new)


def _tree(asked: argparse.Namespace, size: int) -> Hashed:
    return TileFolder(asked.tiles).tree(size) if asked.tiles else Log(FileStore(asked.leaves)).tree()


def _witness_key(asked: argparse.Namespace) -> Told:
    return YES, make_witness_key(asked.file, asked.name, ask("Passphrase for the witness's key: ")).vkey()


def _witness(asked: argparse.Namespace) -> Told:
    proof, behind = read_proof(_text(asked.proof)) if asked.proof else (None, None)
    note = _text(asked.checkpoint) if asked.checkpoint else behind
    if note is None:
        raise LogError(problem="checkpoint_missing")
    key = open_witness_key(asked.key, ask("Passphrase of the witness's key: "))
    seen, log_key = SeenFile(asked.seen), _text(asked.log_key)
    try:
        signed = seen.witness(note, proof, log_key, key, asked.now, first=asked.first)
    except NotConsistent as error:
        return NO, f"not signed: {error}"
    if asked.out:
        asked.out.write_text(signed, encoding="utf-8")
        return YES, f"signed as {key.name}: {asked.out}"
    return YES, signed.removesuffix("\n")


def _proven(asked: argparse.Namespace) -> Told:
    with asked.proof.open("rb") as file:
        bundle = read_holder_bundle(file.read(LARGEST_BUNDLE + 1))
    if not bundle.is_of(asked.pdf.read_bytes()):
        return NO, f"the proof is of {bundle.record.number} as another file: {bundle.record.pdf}"
    try:
        vouched = bundle.checked(_text(asked.log_key))
    except LogError as error:
        return NO, str(error)
    entered = f"{bundle.record.number}: entry {bundle.index} of {vouched.size} in {vouched.origin}"
    signed = bundle.witnessed([_text(one) for one in asked.witness])
    return YES, "\n".join([entered, *(f"  {by.name}  {by.at.isoformat()}" for by in signed)])


def _cosigned(asked: argparse.Namespace) -> Told:
    note = _text(asked.checkpoint)
    found = read_checkpoint(note, _text(asked.log_key))
    signed = cosignatures(note, [_text(one) for one in asked.witness])
    lines = [f"{found.origin}: {found.size} entries", *(f"  {by.name}  {by.at.isoformat()}" for by in signed)]
    return YES if signed else NO, "\n".join(lines)


def _text(path: Path) -> str:
    with path.open("rb") as file:
        data = file.read(_LARGEST_PROOF + 1)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise LogError(problem="no_text", file=path.name) from error
    if len(data) > _LARGEST_PROOF:
        raise LogError(problem="too_large", file=path.name)
    return text
