"""`python -m certificates verify`: check a document with the keys and lists of a folder."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime, time
from pathlib import Path

from certificates.bundling import trust_at
from certificates.log.files import FileStore
from certificates.verifying.presented import LARGEST_PDF
from certificates.verifying.report import Answer, Report
from certificates.verifying.sayings import LANGUAGES, findings_in, meaning_of, warning, word_for
from certificates.verifying.verify import verify

YES, NO, COULD_NOT = 0, 1, 2


def add_arguments(check: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    check.add_argument("document", help="PDF, credential, - for standard input, or the text of a QR code")
    check.add_argument(
        "--trust", type=Path, required=True, help="folder of `certificates export`, or archive of `bundle`"
    )
    check.add_argument("--trust-key", type=Path, help="log.pub that must have signed the archive")
    check.add_argument("--log", type=Path, help="folder of the public log")
    check.add_argument("--at", type=read_moment, help="judge as of this day or moment (default: now)")
    check.add_argument("--json", action="store_true", help="print the whole report")
    check.add_argument("--language", choices=LANGUAGES, default="en", help="of the sentences (default: en)")


def run(asked: argparse.Namespace, now: datetime) -> tuple[int, str]:
    """Check what was asked for and give exit status and text: 0 valid, 1 not, 2 could not tell."""
    key = asked.trust_key.read_text(encoding="utf-8") if asked.trust_key else None
    trusted = trust_at(asked.trust, key)
    if not trusted.vouched:
        sys.stderr.write(warning("bundle_not_vouched", asked.language) + "\n")
    folder = trusted.folder
    register = folder if trusted.lists_certificates else None
    log = FileStore(asked.log) if asked.log else None
    document = _document(asked.document)
    report = verify(document, register=register, trust=folder.trust, log=log, at=asked.at or now)
    status = {Answer.VALID: YES, Answer.CANNOT_TELL: COULD_NOT}.get(report.answer, NO)
    return status, report.to_json() if asked.json else told(report, asked.language)


def told(report: Report, language: str) -> str:
    """Write a report for people: the answer, whom it concerns, every finding, what to do about failures."""
    word, meaning = word_for(report.answer, language), meaning_of(report.answer, language)
    lines = [str(report.answer), f"{word}. {meaning}"]
    if report.statement:
        lines.append(f"{report.statement.number}  {report.statement.holder[0].text}")
    said = findings_in(report, language)
    width = max((len(one.title) for one in said), default=0)
    for one in said:
        lines.append(f"  {one.word:<22}  {one.title:<{width}}  {one.sentence}")
        lines += [f"    → {one.help}"] if one.help else []
    return "\n".join(lines)


def read_moment(text: str) -> datetime:
    """Read a day as its last second, a moment as it is; without zone it is UTC."""
    moment = datetime.fromisoformat(text)
    if len(text) == 10:
        moment = datetime.combine(moment.date(), time(23, 59, 59))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _document(named: str) -> bytes | str:
    """Read no more than shows that it is too large; what is no file is taken as a text."""
    if named == "-":
        return sys.stdin.buffer.read(LARGEST_PDF + 1)
    if named.startswith(("TC1:", "http://", "https://")):
        return named
    with Path(named).open("rb") as file:
        return file.read(LARGEST_PDF + 1)
