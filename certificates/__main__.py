"""`python -m certificates verify | keygen | render | log`: exit 0 yes, 1 no, 2 could not tell."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path

from certificates.errors import CertificateError
from certificates.issuing import preview
from certificates.log import commands as log_commands
from certificates.parties import Institution
from certificates.passphrases import ask
from certificates.pki import make_authority
from certificates.statement import Statement
from certificates.text import Text
from certificates.verifying import command

YES, NO, COULD_NOT = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    asked = _parser().parse_args(arguments)
    # pyHanko logs a traceback for every forged file; the report says it all.
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    try:
        done: int | tuple[int, str] = asked.run(asked)
    except (CertificateError, OSError) as error:
        print(f"could not: {error}", file=sys.stderr)
        return COULD_NOT
    if isinstance(done, int):
        return done
    status, text = done
    print(text)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m certificates", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser("verify", help="check a PDF, a credential or a code with keys and lists")
    command.add_arguments(check)
    check.set_defaults(run=_verify)
    keys = commands.add_parser("keygen", help="make root, issuing authority, seals and log key")
    keys.add_argument("folder", type=Path)
    keys.add_argument("--institution", action="append", default=[], metavar="CODE=NAME", type=_institution)
    keys.add_argument("--country", default="XV", help="two letters (default: XV, user-assigned)")
    keys.set_defaults(run=_keygen)
    drawn = commands.add_parser("render", help="draw a statement as a specimen that nobody signs")
    drawn.add_argument("statement", type=Path, help="canonical JSON")
    drawn.add_argument("pdf", type=Path)
    drawn.set_defaults(run=_render)
    log_commands.add_to(commands)
    return parser


def _verify(asked: argparse.Namespace) -> int:
    status, text = command.run(asked, datetime.now(UTC))
    print(text)
    return status


def _keygen(asked: argparse.Namespace) -> int:
    made = make_authority(
        asked.folder,
        ask("Passphrase for the keys: "),
        asked.institution,
        datetime.now(UTC),
        country=asked.country,
    )
    print(f"root, issuing authority and {len(made.seals)} seals in {asked.folder}")
    print(f"log key: {made.log}")
    print(f"Now take {asked.folder / 'offline'} to a medium that is kept in a safe, and delete it here.")
    return YES


def _render(asked: argparse.Namespace) -> int:
    statement = Statement.from_bytes(asked.statement.read_bytes())
    asked.pdf.write_bytes(preview(statement, datetime.combine(statement.effective_from, time(), UTC)))
    return YES


def _institution(text: str) -> Institution:
    code, _, name = text.partition("=")
    if not code or not name:
        raise argparse.ArgumentTypeError("CODE=NAME expected")
    return Institution(code, Text.of(en=name))


if __name__ == "__main__":  # pragma: no cover – the tests call main()
    sys.exit(main())
