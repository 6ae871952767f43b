"""`cursus accounts`: the first administrator, who can only come from the machine itself."""

import json

import click

from curriculum import clock
from curriculum.accounts import queries, service
from curriculum.accounts.sessions import settings
from curriculum.db import db, transaction
from curriculum.domain.actors import EVERYWHERE, OPERATOR, Role

group = click.Group("accounts", help="Accounts: the first administrator, and who there is.")


@group.command()
@click.argument("login")
@click.option("--name", required=True, help="The name shown to others.")
@click.option("--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True)
@click.option("--administrator", is_flag=True, help="Give the role of system administrator.")
def create(login: str, name: str, language: str, administrator: bool) -> None:
    """Open an account and print its first-sign-in link, which works once."""
    with transaction():
        account, token = service.create(OPERATOR, login=login, display_name=name, locale=language)
        if administrator:
            service.grant(
                OPERATOR,
                account.id,
                Role.SYSTEM_ADMIN,
                EVERYWHERE,
                clock.today(),
                None,
                "set up by the operator",
            )
    _say(token)


@group.command()
@click.argument("login")
@click.option("--reason", required=True, help="Why; the holder can read it.")
def renew(login: str, reason: str) -> None:
    """Print a new first-sign-in link, where no second approver could agree to one."""
    with transaction():
        token = service.renew_link(OPERATOR, queries.by_login(login).id, reason=reason)
    _say(token)


def _say(token: str) -> None:
    click.echo(f"{settings().public_url}/first-sign-in/{token}")
    click.echo(f"The link works once, for {service.LINK_HOURS} hours.", err=True)


@group.command("list")
@click.option("--json", "as_json", is_flag=True)
def list_(as_json: bool) -> None:
    """List the accounts with their roles in force."""
    accounts = list(db.session.scalars(queries.everyone()))
    roles = queries.roles_in_force([one.id for one in accounts], clock.today())
    rows = [
        {
            "login": one.login,
            "name": one.display_name,
            "status": one.status.value,
            "roles": [role.value for role in roles.get(one.id, [])],
        }
        for one in accounts
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(f"{row['login']}\t{row['status']}\t{row['name']}\t{' '.join(row['roles'])}")
