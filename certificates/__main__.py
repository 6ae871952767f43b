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
from certificates.log.files import FileStore
from certificates.parties import Institution
from certificates.passphrases import ask
from certificates.pki import make_authority
from certificates.statement import Statement
from certificates.text import Text
from certificates.verifying.folder import has_index, read_folder
from certificates.verifying.report import Answer, Report
from certificates.verifying.verify import verify

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
    check = commands.add_parser("verify", help="check a PDF with the keys and lists of a folder")
    check.add_argument("file", help="the PDF, or - for standard input")
    check.add_argument("--trust", type=Path, required=True, help="folder written by `certificates export`")
    check.add_argument("--log", type=Path, help="folder of the public log")
    check.add_argument("--at", type=_moment, help="judge as of this day or moment (default: now)")
    check.add_argument("--json", action="store_true", help="print the whole report")
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
    pdf = sys.stdin.buffer.read() if asked.file == "-" else Path(asked.file).read_bytes()
    folder = read_folder(asked.trust)
    register = folder if has_index(asked.trust) else None
    log = FileStore(asked.log) if asked.log else None
    report = verify(pdf, register=register, trust=folder.trust, log=log, at=asked.at or datetime.now(UTC))
    print(report.to_json() if asked.json else _told(report))
    return {Answer.VALID: YES, Answer.CANNOT_TELL: COULD_NOT}.get(report.answer, NO)


def _told(report: Report) -> str:
    lines = [f"{report.answer}"]
    if report.statement:
        lines.append(f"{report.statement.number}  {report.statement.holder[0].text}")
    width = max((len(f.check) for f in report.findings), default=0)
    lines += [f"  {f.outcome:<11}  {f.check:<{width}}  {f.detail}" for f in report.findings]
    return "\n".join(lines)


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


def _moment(text: str) -> datetime:
    """Read a day as its last second, a moment as it is; without zone it is UTC."""
    moment = datetime.fromisoformat(text)
    if len(text) == 10:
        moment = datetime.combine(moment.date(), time(23, 59, 59))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _institution(text: str) -> Institution:
    code, _, name = text.partition("=")
    if not code or not name:
        raise argparse.ArgumentTypeError("CODE=NAME expected")
    return Institution(code, Text.of(en=name))


if __name__ == "__main__":  # pragma: no cover – the tests call main()
    sys.exit(main())
