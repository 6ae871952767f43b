"""`cursus people`: bringing in the register of officials."""

from pathlib import Path

import click

from curriculum.accounts import queries as accounts
from curriculum.db import transaction
from curriculum.people import register_file, service

group = click.Group("people", help="Persons and their names.")


@group.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "login", required=True, help="The account that does it.")
def import_(file: Path, login: str) -> None:
    """Open a file for everybody in FILE (CSV, headings as `cursus people headings` lists)."""
    persons, problems = register_file.read(file.read_bytes())
    for problem in problems:
        click.echo(str(problem), err=True)
    if problems:
        raise SystemExit(1)
    with transaction():
        ids = service.register_many(accounts.signed_in_as(login), persons)
    click.echo(f"{len(ids)} persons registered")


@group.command()
def headings() -> None:
    """List the headings a register file has."""
    for heading, meaning in register_file.HEADINGS.items():
        click.echo(f"{heading:14} {meaning}")
