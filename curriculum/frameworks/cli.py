"""`cursus frameworks import|export`: competence frameworks as CASE JSON from the terminal."""

import json
from pathlib import Path
from typing import Any

import click

from curriculum.accounts import queries as accounts
from curriculum.db import transaction
from curriculum.domain.actors import OPERATOR
from curriculum.frameworks import importing, queries, service
from curriculum.frameworks.importing import Preview
from curriculum.institutions import queries as institutions

group = click.Group("frameworks", help="Competence frameworks: import and export as CASE 1.1 JSON.")


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--code", default="", help="The code it shall have; made from the title where left out.")
@click.option("--title", default="", help="What a table (CSV) is called; a CASE file says so itself.")
@click.option("--owner", help="Code of the institution that owns it here; nobody where left out.")
@click.option("--as", "login", help="The account that does it; the operator where left out.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@click.option("--json", "plain", is_flag=True, help="Answer as JSON.")
def import_(
    file: Path, code: str, title: str, owner: str | None, login: str | None, dry_run: bool, plain: bool
) -> None:
    """Take the framework of FILE (CASE JSON, or CSV) in as a draft, or refuse it whole with every fault."""
    content = file.read_bytes()
    found = importing.preview(content, code, title)
    if not isinstance(found, Preview):
        _say_faults(found, plain)
        raise importing.refuse(found)
    if not dry_run:
        with transaction():
            actor = accounts.signed_in_as(login) if login else OPERATOR
            owner_id = institutions.get(owner).id if owner else None
            service.import_(actor, content, code=code, owner_id=owner_id, title=title)
    _say(found, plain, dry_run)


def _say(found: Preview, plain: bool, dry_run: bool) -> None:
    told: dict[str, Any] = {
        "code": found.code,
        "title": found.package.title,
        "items": len(found.package.items),
        "associations": len(found.package.associations),
        "outward": found.package.outward,
        "replaces_draft": found.replaces is not None,
        "follows": found.follows.code if found.follows else None,
        "dry_run": dry_run,
    }
    if plain:
        click.echo(json.dumps(told))
        return
    click.echo(f"{found.code}: {found.package.title}")
    click.echo(f"  {told['items']:6} items, {told['associations']} associations, {told['outward']} outward")
    if found.replaces:
        click.echo("  takes the place of the draft of the same code")
    if found.follows:
        click.echo(f"  comes after {found.follows.code}")
    click.echo("  nothing was changed (dry run)" if dry_run else "  taken in as a draft")


def _say_faults(faults: importing.Faults, plain: bool) -> None:
    if plain:
        click.echo(json.dumps({"refused": True, "faults": [one._asdict() for one in faults]}))
        return
    for fault in faults:
        click.echo(f"  {fault.place}: {fault.code}: {fault.found} (expected {fault.expected})", err=True)


@group.command()
@click.argument("code")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
def export(code: str, file: Path) -> None:
    """Write the framework CODE to FILE as CASE JSON; `-` writes to the terminal."""
    content = json.dumps(queries.export(code), ensure_ascii=False, indent=1)
    if str(file) == "-":
        click.echo(content)
        return
    file.write_text(content + "\n", encoding="utf-8")
    click.echo(f"{code} written to {file}")
