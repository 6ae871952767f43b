"""`cursus awards`: what waits, every step of an application, the register as a file."""

import csv
import json
import sys
from pathlib import Path
from typing import Any

import click

from curriculum.accounts import queries as accounts
from curriculum.awards import queries, service
from curriculum.awards.graduation import cli as graduation
from curriculum.awards.issuing import commands as log_commands
from curriculum.awards.models import Function
from curriculum.awards.queries import waiting as queues
from curriculum.awards.register import folder, listing
from curriculum.awards.signing import payload
from curriculum.db import transaction
from curriculum.people import queries as people
from curriculum.spreadsheets import harmless

group = click.Group("awards", help="Applications, decisions, signatures, certificates.")
group.add_command(log_commands.group)
group.add_command(graduation.group)
as_login = click.option("--as", "login", required=True, help="The account that does it.")
as_json = click.option("--json", "plain", is_flag=True, help="Answer as JSON.")
reason_ = click.option("--reason", default="", help="A reason the person can read.")


def _say(found: dict[str, Any], plain: bool) -> None:
    if plain:
        click.echo(json.dumps(found, ensure_ascii=False, default=str))
        return
    for name, value in found.items():
        click.echo(f"{name}: {value}")


def _standing(code: str) -> dict[str, Any]:
    application = queries.get_application(code)
    statement = queries.find_statement(application)
    certificate = queries.certificate_of(application)
    return {
        "application": code,
        "state": application.state.value,
        "snapshot": application.snapshot_hash,
        "statement": None if statement is None else statement.digest,
        "certificate": None if certificate is None else certificate.number,
    }


@group.command()
@as_login
@as_json
def waiting(login: str, plain: bool) -> None:
    """List what waits for an account: files to examine, check, decide or sign."""
    actor = accounts.signed_in_as(login)
    lists: dict[str, list[Any]] = {
        "examine": queues.awaiting_admissibility(actor),
        "check": queues.awaiting_check(actor),
        "decide": queues.awaiting_decision(actor),
        "settle": queues.awaiting_arbitration(actor),
        "sign": queues.awaiting_signoff(actor),
    }
    rows = [
        {"do": do, "application": row.code, "name": row.name, "path": row.path_code, "since": row.since}
        for do, found in lists.items()
        for row in found
    ]
    if plain:
        click.echo(json.dumps(rows, ensure_ascii=False, default=str))
        return
    for row in rows:
        click.echo(
            f"{row['do']}\t{row['application']}\t{row['path']}\t{row['since']:%Y-%m-%d}\t{row['name']}"
        )


@group.command()
@click.argument("code")
@as_json
def show(code: str, plain: bool) -> None:
    """Say where an application stands."""
    _say(_standing(code), plain)


@group.command()
@click.argument("number")
@click.argument("path_code")
@click.option("--name", "names", multiple=True, required=True, help="SCRIPT=NAME, as Latn=Amina Mezgouri.")
@as_login
@as_json
def apply(number: str, path_code: str, names: tuple[str, ...], login: str, plain: bool) -> None:
    """Apply for the certificate of PATH_CODE, for the official with personnel NUMBER."""
    person_id = people.find_by_number(number)
    enrolment = None if person_id is None else queries.find_enrolment(person_id, path_code)
    if person_id is None or enrolment is None:
        raise click.ClickException(f"nobody with the number {number} is on the path {path_code}")
    printed = dict(one.split("=", 1) for one in names if "=" in one)
    with transaction():
        application = service.apply_for(accounts.signed_in_as(login), person_id, enrolment.id, printed)
    _say(_standing(application.code), plain)


STEPS = {
    "take": lambda actor, code, reason: service.take(actor, code),
    "admit": lambda actor, code, reason: service.admit_application(actor, code, note=reason),
    "return": lambda actor, code, reason: service.return_(actor, code, reason=reason),
    "check": lambda actor, code, reason: service.check(actor, code, note=reason),
    "resume": lambda actor, code, reason: service.resume(actor, code, note=reason),
    "withdraw": lambda actor, code, reason: service.withdraw_application(actor, code, reason=reason),
}


@group.command()
@click.argument("what", type=click.Choice(sorted(STEPS)))
@click.argument("code")
@reason_
@as_login
@as_json
def step(what: str, code: str, reason: str, login: str, plain: bool) -> None:
    """Take a step before the decision: take, admit, return, check, resume, withdraw."""
    with transaction():
        STEPS[what](accounts.signed_in_as(login), code, reason)
    _say(_standing(code), plain)


@group.command()
@click.argument("code")
@click.argument("outcome", type=click.Choice([one.value for one in service.Outcome]))
@click.option("--reason", required=True)
@click.option("--minutes", required=True, help="The reference of the minutes.")
@as_login
@as_json
def decide(code: str, outcome: str, reason: str, minutes: str, login: str, plain: bool) -> None:
    """Grant, refuse or defer an application."""
    with transaction():
        service.decide(
            accounts.signed_in_as(login),
            code,
            outcome=service.Outcome(outcome),
            reasons=reason,
            minutes=minutes,
        )
    _say(_standing(code), plain)


@group.command()
@click.argument("code")
@click.argument("function", type=click.Choice([one.value for one in Function], case_sensitive=False))
@click.option("--digest", default="", help="The digest you read; without it the statement is only shown.")
@as_login
@as_json
def sign(code: str, function: str, digest: str, login: str, plain: bool) -> None:
    """Show the statement of an application, and sign it when --digest repeats what was shown."""
    if digest:
        with transaction():
            service.sign(accounts.signed_in_as(login), code, Function(function.upper()), digest)
        _say(_standing(code), plain)
        return
    statement = queries.find_statement(queries.get_application(code))
    if statement is None:
        raise click.ClickException("there is no statement to sign")
    click.echo(payload.shown_text(queries.read_statement(statement)))
    click.echo(f"--digest {statement.digest}")


@group.command("register")
@click.option("--search", default="", help="A name in any script, or a number.")
@click.option("--status", default="")
@as_login
@as_json
def register_(search: str, status: str, login: str, plain: bool) -> None:
    """Write the register as CSV (or JSON): who is certified for what, until when."""
    actor, filters = accounts.signed_in_as(login), listing.Filters(status=status)
    page = listing.register_visible_to(actor, search, filters=filters)
    rows = list(page.rows)
    for number in range(2, page.pages + 1):
        rows += listing.register_visible_to(actor, search, filters=filters, page=number).rows
    lines = [_line(row) for row in rows]
    if plain:
        click.echo(json.dumps(lines, ensure_ascii=False, default=str))
        return
    out = csv.DictWriter(sys.stdout, ("number", "name", "kind", "path", "from", "until", "status"))
    out.writeheader()
    out.writerows({name: harmless(value) for name, value in line.items()} for line in lines)


def _line(row: listing.RegisterRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "name": row.name,
        "kind": row.kind,
        "path": f"{row.path_code} v{row.version}",
        "from": row.effective_from.isoformat(),
        "until": row.valid_until.isoformat() if row.valid_until else "",
        "status": row.status.value,
    }


@group.command()
@click.argument("number")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Where to write the PDF.")
@as_login
def export(number: str, out: Path, login: str) -> None:
    """Write the signed PDF of a certificate, byte for byte as issued."""
    found = folder.folder(accounts.signed_in_as(login), number)
    pdf = queries.document(found.certificate)
    if pdf is None:
        raise click.ClickException("the document is not there")
    out.write_bytes(pdf)
    click.echo(f"{out}: {len(pdf)} bytes")
