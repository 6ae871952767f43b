"""`cursus certificates verify|export`: check a document here, or take along what checks it elsewhere."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from certificates import Answer
from certificates.errors import NumberRefused, TrustError
from certificates.log.folder import TileFolder
from certificates.numbers import parse_number
from certificates.offline.page import make_page
from certificates.verifying.command import told
from certificates.verifying.folder import Kept, read_folder, write_folder
from curriculum import clock
from curriculum.awards.issuing import lists, log, seals, stamping
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.verify import holding, queries, service

VALID, NOT_VALID, CANNOT_TELL = 0, 1, 2

group = click.Group("certificates", help="Certificates: check them, export what checks them.")


@group.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="Answer with the whole report.")
def verify(file: str, *, as_json: bool) -> None:
    """Check the PDF in FILE (- for standard input) against register, keys and log of this deployment."""
    with click.open_file(file, "rb") as opened:
        checked = service.check_file(opened.read(), clock.now())
    if as_json:
        click.echo(json.dumps(checked.to_dict(), ensure_ascii=False, indent=1))
    else:
        click.echo(told(checked.report, os.environ.get("CURSUS_LANGUAGE", "en")))
    sys.exit({Answer.VALID: VALID, Answer.CANNOT_TELL: CANNOT_TELL}.get(checked.report.answer, NOT_VALID))


@group.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--number", help="Only this certificate.")
def export(folder: Path, number: str | None) -> None:
    """Write into FOLDER what `python -m certificates verify` needs to check certificates without us."""
    authority, latest = seals.authority(), log.checkpoint()
    if authority is None:
        raise Refusal(RefusalCode.NOT_FOUND, object="signing_key", code="root")
    numbers = queries.numbers(_as_printed(number) if number else None)
    if number and not numbers:
        raise Refusal(RefusalCode.NOT_FOUND, object="certificate", code=number)
    status = [one.body for one in lists.every()]
    known = _all(folder, numbers, latest.size if latest else 0)
    with click.progressbar(
        known, length=len(numbers), label="certificates", hidden=not _on_terminal()
    ) as bar:
        note = latest.note if latest else None
        write_folder(
            folder,
            authority,
            note,
            bar,
            clock.now(),
            status=status,
            stamps=stamping.roots(),
            witnesses=log.witnesses(),
        )
    _write_log(folder / "log", note)
    _write_page(folder)
    click.echo(f"{len(numbers)} certificates in {folder}")


def _as_printed(number: str) -> str:
    try:
        return parse_number(number)
    except NumberRefused as error:
        raise Refusal(RefusalCode.VALUE_INVALID, field="number", value=number) from error


def _on_terminal() -> bool:
    return sys.stderr.isatty()


def _all(folder: Path, numbers: list[str], size: int) -> Iterator[Kept]:
    """Each certificate with its document; the proof for its holder is written beside it."""
    tree = log.whole()
    for number in numbers:
        found = queries.find_by_number(number)
        pdf = None if found is None else queries.pdf_of(found)
        if found is not None and pdf is not None:
            bundle = holding.bundle_of(found, tree)
            if bundle is not None:
                (folder / f"{number}.proof.json").write_text(bundle.to_json(), encoding="utf-8")
            credential = queries.credential_of(found) or b""
            yield Kept(queries.with_proof(found, tree, size).registered, pdf, credential)


def _write_page(folder: Path) -> None:
    """The checker in one page, for whoever checks on a device without network and without Python."""
    try:
        (folder / "check.html").write_bytes(make_page(read_folder(folder).trust, clock.now()))
    except TrustError as error:  # lists that no page can hold: everything else is there
        click.echo(f"check.html was not written: {error}", err=True)


def _write_log(folder: Path, note: str | None) -> None:
    """The log as `--log` takes it, and as tiles that any web server can host."""
    folder.mkdir(parents=True, exist_ok=True)
    store = log.TableStore()
    (folder / "leaves").write_bytes(b"".join(store.leaves(0, store.size())))
    if note is not None:
        TileFolder(folder).write(store, note)
