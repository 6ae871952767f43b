"""`cursus awards keys`: what became of each key and what is to be done; opens keys as the worker does."""

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from flask import current_app

from curriculum import config, labels
from curriculum.accounts import queries as accounts
from curriculum.awards import keys
from curriculum.awards.issuing import seals
from curriculum.awards.models import SigningKey
from curriculum.config import REFUSED
from curriculum.domain.refusals import found
from curriculum.institutions import queries as institutions
from curriculum.operations.starting import passphrase


class _Keys(click.Group):
    """A group whose keys may refuse to open: said in a line, not in a traceback."""

    def invoke(self, context: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(context)
        except keys.SigningKeyError as error:
            raise click.ClickException(str(error)) from error


group = _Keys("keys", help="The keys that sign: rotate, retire, mark as compromised, make anew.")
as_login = click.option("--as", "login", required=True, help="The account that does it.")
as_json = click.option("--json", "plain", is_flag=True, help="Answer as JSON.")
MOMENT = click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"])

WORDS = {
    keys.Consequence.LISTED: "its certificate stands in the list of revoked certificates now",
    keys.Consequence.ASK_ITS_AUTHORITY: "ask the authority that certified it to revoke it, then bring in "
    "its list: `python -m certificates keys lists`, then `cursus init`",
    keys.Consequence.LEAVES_DID: "it left did.json: what it signed is refused until it is made anew",
    keys.Consequence.NEW_CHECKPOINT: "rotate it: the same log then gets a checkpoint of the next key",
    keys.Consequence.ROTATE: "nothing is signed in its place before `cursus awards keys rotate {kid}`",
}


@group.command("list")
@as_json
def list_(*, plain: bool) -> None:
    """List every key there ever was, and what became of it."""
    rows = [_told(row) for row in seals.all_()]
    if plain:
        click.echo(json.dumps(rows, default=str))
        return
    for row in rows:
        click.echo(f"{row['kid']:<26}  {row['holder']:<14}  {row['algorithm']:<9}  {row['life']}")


def _told(row: SigningKey) -> dict[str, object]:
    holder = "" if row.institution_id is None else institutions.by_id(row.institution_id).code
    return {
        "kid": row.kid,
        "function": row.function,
        "holder": holder,
        "algorithm": row.algorithm,
        "generation": row.generation,
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
        "retired_on": row.retired_on,
        "compromised_at": row.compromised_at,
        "life": keys.life(row),
    }


@group.command()
@click.argument("kid")
@click.option(
    "--root-key",
    type=click.Path(exists=True, path_type=Path),
    help="The root's key on its medium: KID is an issuing authority, and the next one is certified with it.",
)
@click.option(
    "--stolen-since", type=MOMENT, help="That issuing authority was in other hands from then (UTC)."
)
@as_login
def rotate(kid: str, root_key: Path | None, stolen_since: datetime | None, login: str) -> None:
    """Make the key that follows KID; the worker uses it from the next certificate on."""
    settings, actor = deployment(), accounts.signed_in_as(login)
    if root_key is None and kid.startswith(f"{seals.ISSUING}-"):
        raise click.UsageError("an issuing authority is followed with the root's key: --root-key FILE")
    if root_key is None and stolen_since is not None:
        raise click.UsageError("a theft of another key is told by `compromise`")
    if root_key is None:
        row = keys.rotate(actor, settings.keys, passphrase(settings), kid)
    else:
        secrets = passphrase(settings), click.prompt("Passphrase of the root", hide_input=True)
        since = stolen_since and stolen_since.replace(tzinfo=UTC)
        row = keys.rotate_issuing(actor, settings.keys, secrets[0], kid, root_key, secrets[1], since)
    click.echo(f"{row.kid}: follows {kid}, generation {row.generation}")
    if stolen_since is not None:
        click.echo(
            "  no seal under the one before signs any more: `compromise` counts and `rotate` follows each"
        )


@group.command()
@click.argument("kid")
@click.option("--on", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The first day without it.")
@as_login
def retire(kid: str, on: datetime, login: str) -> None:
    """Take KID out of use from a coming day on; what it signs until then keeps counting."""
    row = keys.retire(accounts.signed_in_as(login), deployment().keys, kid, on.date())
    click.echo(f"{row.kid}: out of use from {row.retired_on}")


@group.command()
@click.argument("kid")
@click.option(
    "--since",
    required=True,
    type=MOMENT,
    help="From this moment on (UTC) others may have signed with it.",
)
@as_login
def compromise(kid: str, since: datetime, login: str) -> None:
    """Mark since when KID was in other hands, list it as revoked, and count what it signed."""
    settings = deployment()
    marked = keys.compromise(
        accounts.signed_in_as(login), settings.keys, passphrase(settings), kid, since.replace(tzinfo=UTC)
    )
    click.echo(f"{kid}: compromised since {since:%Y-%m-%d %H:%M}")
    for consequence in marked.consequences:
        click.echo(f"  {WORDS[consequence].format(kid=kid)}")
    _say_affected(kid, plain=False, every=False)


@group.command()
@click.argument("kid")
@click.option("--all", "every", is_flag=True, help="Not only those signed after it was compromised.")
@as_json
def affected(kid: str, *, every: bool, plain: bool) -> None:
    """List the certificates KID signed since it was in other hands (or all it ever signed)."""
    _say_affected(kid, plain=plain, every=every)


def _say_affected(kid: str, *, plain: bool, every: bool) -> None:
    row = found(seals.find(kid), "signing_key", kid)
    total = after = 0
    for one in keys.affected(row):
        total, after = total + 1, after + one.after
        if not (one.after or every):
            continue
        told = {
            "number": one.number,
            "state": one.state.value,
            "issued_at": one.issued_at,
            "after": one.after,
        }
        click.echo(json.dumps(told, default=str) if plain else "\t".join(map(str, told.values())))
    click.echo(f"{after} certificates signed since then, {total} in all", err=plain)


@group.command()
@click.argument("kid")
@click.option("--step", type=click.Choice(list(keys.STEPS)), required=True)
@click.option("--all", "every", is_flag=True, help="Not only those signed after it was compromised.")
@as_login
def reissue(kid: str, step: str, login: str, *, every: bool) -> None:
    """Take one step for every certificate KID signed since it was in other hands.

    In their order: `suspend` pending review; `reinstate` and, as a second person, `approve`; `open` the
    replacement from what the first one said, which both signatories sign with the new seal.
    """
    refused = done = 0
    for one in keys.redo(accounts.signed_in_as(login), kid, step, every=every):
        if one.refused is None:
            done += 1
            continue
        refused += 1
        with current_app.test_request_context("/?lang=" + os.environ.get("CURSUS_LANGUAGE", "en")):
            click.echo(f"{one.number}: {labels.sentence(one.refused)}", err=True)
    click.echo(f"{step}: {done} certificates, {refused} refused")
    if refused:
        sys.exit(REFUSED)


@group.command()
@click.option(
    "--root-key", type=click.Path(exists=True, path_type=Path), help="The root's key on its medium."
)
@as_login
def lists(root_key: Path | None, login: str) -> None:
    """Sign the lists of revoked certificates anew; the root's too if its key is brought."""
    settings = deployment()
    secret = click.prompt("Passphrase of the root", hide_input=True) if root_key else ""
    keys.renew_lists(accounts.signed_in_as(login), settings.keys, passphrase(settings), root_key, secret)
    click.echo("signed: ca.crl" + (", root.crl" if root_key else ""))


def deployment() -> config.Settings:
    """The settings of the deployment that is worked on."""
    found: config.Settings = current_app.config["SETTINGS"]
    return found
