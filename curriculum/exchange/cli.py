"""`cursus curriculum export|import`: the whole curriculum as one JSON file from the terminal."""

import json
from pathlib import Path

import click

from curriculum.accounts import queries as accounts
from curriculum.db import transaction
from curriculum.domain.actors import OPERATOR
from curriculum.domain.exchange import Fault
from curriculum.domain.exchange_plan import Fate, Line
from curriculum.exchange import reading, service
from curriculum.exchange.reading import Faulty

group = click.Group("curriculum", help="The whole curriculum as one JSON file, out and in.")


@group.command()
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
def export(file: Path) -> None:
    """Write everything that is defined here to FILE; `-` writes to the terminal."""
    with transaction():
        content = service.export(OPERATOR)
    if str(file) == "-":
        click.echo(content)
        return
    file.write_text(content + "\n", encoding="utf-8")
    click.echo(f"written to {file}")


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--restore-states", "restores", is_flag=True, help="Versions stand as they stood there.")
@click.option("--as", "login", help="The account that does it; the operator where left out.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@click.option("--json", "plain", is_flag=True, help="Answer as JSON.")
def import_(file: Path, restores: bool, login: str | None, dry_run: bool, plain: bool) -> None:
    """Take the curriculum of FILE in as drafts, or refuse it whole with every fault and its place."""
    reading.require_size(file.name, file.stat().st_size)
    content = file.read_bytes()
    actor = accounts.signed_in_as(login) if login else OPERATOR
    found = service.rehearse(actor, content, restores=restores)
    faults = found.faults if isinstance(found, Faulty) else tuple(service.refused(found))
    if faults:
        _say_faults(faults, plain)
        raise reading.refuse(faults)
    assert not isinstance(found, Faulty)
    if not dry_run:
        with transaction():
            found = service.import_(actor, content, restores=restores)
    _say(found, plain, dry_run)


def _say(lines: tuple[Line, ...], plain: bool, dry_run: bool) -> None:
    told = service.told(lines)
    if plain:
        rows = [_row(line) for line in lines if line.fate is not Fate.EQUAL]
        click.echo(json.dumps({**told, "dry_run": dry_run, "objects": rows}))
        return
    for line in lines:
        if line.fate is not Fate.EQUAL:
            why = f" ({line.why.value}{': ' + line.about if line.about else ''})" if line.why else ""
            click.echo(f"  {line.fate.value:8} {line.entry.kind.value:15} {line.entry.code}{why}")
    click.echo(", ".join(f"{count} {fate}" for fate, count in told.items()))
    click.echo("nothing was changed (dry run)" if dry_run else "taken in")


def _row(line: Line) -> dict[str, str]:
    return {
        "kind": line.entry.kind.value,
        "code": line.entry.code,
        "place": line.entry.place,
        "fate": line.fate.value,
        "why": line.why.value if line.why else "",
        "about": line.about,
    }


def _say_faults(faults: tuple[Fault, ...], plain: bool) -> None:
    if plain:
        click.echo(json.dumps({"refused": True, "faults": [one._asdict() for one in faults]}))
        return
    for fault in faults:
        click.echo(
            f"  {fault.place}: {fault.code}: {fault.found or '–'} (expected {fault.expected})", err=True
        )
