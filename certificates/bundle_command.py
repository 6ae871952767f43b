"""`python -m certificates bundle`: pack what an air-gapped checker needs, or check such an archive."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from certificates.bundling import BundleError, make_bundle, read_bundle
from certificates.keys import Keyring
from certificates.passphrases import ask
from certificates.verifying.sayings import LANGUAGES, warning

YES, NO = 0, 1


def add_to(commands: Any) -> None:
    """Add `bundle`."""
    bundle = commands.add_parser("bundle", help="one signed archive of all that a checker trusts")
    bundle.add_argument("file", type=Path, help="the archive")
    does = bundle.add_mutually_exclusive_group(required=True)
    does.add_argument("--trust", type=Path, help="make it from this folder, written by `certificates export`")
    does.add_argument("--check", action="store_true", help="check it")
    bundle.add_argument("--keys", type=Path, help="key folder, whose log key signs")
    bundle.add_argument(
        "--with-register", action="store_true", help="put the register in, with the name of every holder"
    )
    bundle.add_argument("--language", choices=LANGUAGES, default="en", help="of warnings (default: en)")
    bundle.add_argument("--key", type=Path, help="log.pub that you have from elsewhere, to check with")
    bundle.set_defaults(run=_run)


def _run(asked: argparse.Namespace) -> tuple[int, str]:
    return _check(asked) if asked.check else _make(asked)


def _make(asked: argparse.Namespace) -> tuple[int, str]:
    if asked.keys is None:
        raise BundleError(problem="keys_missing")
    key = Keyring(asked.keys, ask("Passphrase of the log's key: ")).log_key()
    if asked.with_register:
        sys.stderr.write(warning("bundle_with_names", asked.language) + "\n")
    data = make_bundle(asked.trust, key.sign_text, asked.now, with_register=asked.with_register)
    asked.file.write_bytes(data)
    return YES, f"{asked.file}: {len(data)} bytes, signed as {key.name}"


def _check(asked: argparse.Namespace) -> tuple[int, str]:
    key = asked.key.read_text(encoding="utf-8") if asked.key else None
    try:
        bundle = read_bundle(asked.file, key)
        bundle.trust()
    except BundleError as error:
        return NO, str(error)
    whose = "" if bundle.anchored else " (key taken from the archive itself: give --key to know who signed)"
    lines = [f"signed as {bundle.signer} on {bundle.as_of.isoformat()}{whose}"]
    return YES, "\n".join([*lines, *(f"  {len(data):>9}  {name}" for name, data in bundle.files.items())])
