"""`cursus intake receive|match|apply|undo`: donor lists from the terminal."""

import json
from pathlib import Path

import click

from curriculum.accounts import queries as accounts
from curriculum.db import transaction
from curriculum.intake import queries, service
from curriculum.intake.models import ImportBatch

group = click.Group("intake", help="Donor lists: receive, match, apply, undo.")
as_login = click.option("--as", "login", required=True, help="The account that does it.")
as_json = click.option("--json", "plain", is_flag=True, help="Answer as JSON.")


def _answer(batch: ImportBatch, plain: bool, **more: object) -> None:
    """Say where a list stands: one line for people, one object for programs."""
    states = {state.value: count for state, count in sorted(queries.states_of(batch.id).items())}
    if plain:
        click.echo(
            json.dumps({"code": batch.code, "state": batch.state, "rows": states, **batch.details, **more})
        )
        return
    read_as = ", ".join(f"{name} {value!r}" for name, value in batch.details.items() if name in _SHOWN)
    click.echo(f"{batch.code}: {batch.state} ({read_as})")
    for state, count in states.items():
        click.echo(f"  {count:6} {state}")


_SHOWN = ("encoding", "separator", "sheet", "header_row")


@group.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--offering", required=True, help="The code of the donor's course.")
@click.option("--encoding", help="Only where it cannot be found out.")
@click.option("--separator", help="Only where it cannot be found out.")
@as_login
@as_json
def receive(
    file: Path, offering: str, encoding: str | None, separator: str | None, login: str, plain: bool
) -> None:
    """Take in FILE as the list of an offering; the same file again changes nothing."""
    with transaction():
        before = queries.count_all()
        batch = service.receive(
            accounts.signed_in_as(login),
            file_name=file.name,
            content=file.read_bytes(),
            offering_code=offering,
            encoding=encoding,
            separator=separator,
        )
        is_new = queries.count_all() > before
    if not is_new and not plain:
        click.echo(f"{batch.code} holds this very file already; nothing was changed")
    _answer(batch, plain, new=is_new)


@group.command()
@click.argument("code")
@as_login
@as_json
def match(code: str, login: str, plain: bool) -> None:
    """Put the open rows of list CODE into their lanes."""
    with transaction():
        batch = service.match(accounts.signed_in_as(login), queries.get(code).id)
    _answer(batch, plain)


@group.command()
@click.argument("code")
@as_login
@as_json
def apply(code: str, login: str, plain: bool) -> None:
    """Let the linked rows of list CODE count."""
    with transaction():
        batch = service.apply(accounts.signed_in_as(login), queries.get(code).id)
    _answer(batch, plain)


@group.command()
@click.argument("code")
@click.option("--reason", required=True)
@as_login
@as_json
def undo(code: str, reason: str, login: str, plain: bool) -> None:
    """Take back everything list CODE brought."""
    with transaction():
        batch = service.undo(accounts.signed_in_as(login), queries.get(code).id, reason)
    _answer(batch, plain)
