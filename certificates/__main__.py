"""`python -m certificates …`: exit 0 yes, 1 no, 2 could not tell; `--help` lists what it can do."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path

from certificates import bundle_command
from certificates.errors import CertificateError
from certificates.issuing import preview
from certificates.keys import command as key_command
from certificates.log import command as log_command
from certificates.offline import command as page_command
from certificates.signing import command as archive_command
from certificates.statement import Statement
from certificates.verifying import command as verify_command

YES, NO, COULD_NOT = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    asked = _parser().parse_args(arguments)
    asked.now = now()
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


def now() -> datetime:
    """The present moment, to the second; nothing below asks for it."""
    return datetime.now(UTC).replace(microsecond=0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m certificates", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser("verify", help="check a PDF, a credential or a code with keys and lists")
    verify_command.add_arguments(check)
    check.set_defaults(run=_verify)
    drawn = commands.add_parser("render", help="draw a statement as a specimen that nobody signs")
    drawn.add_argument("statement", type=Path, help="canonical JSON")
    drawn.add_argument("pdf", type=Path)
    drawn.set_defaults(run=_render)
    key_command.add_to(commands)
    log_command.add_to(commands)
    bundle_command.add_to(commands)
    page_command.add_to(commands)
    archive_command.add_to(commands)
    return parser


def _verify(asked: argparse.Namespace) -> tuple[int, str]:
    return verify_command.run(asked, asked.now)


def _render(asked: argparse.Namespace) -> int:
    statement = Statement.from_bytes(asked.statement.read_bytes())
    asked.pdf.write_bytes(preview(statement, datetime.combine(statement.effective_from, time(), UTC)))
    return YES


if __name__ == "__main__":  # pragma: no cover – the tests call main()
    sys.exit(main())
