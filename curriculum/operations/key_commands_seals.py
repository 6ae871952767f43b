"""`cursus awards keys`: seals on a token, and seals that another authority certifies."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from curriculum.accounts import queries as accounts
from curriculum.awards import keys
from curriculum.awards.models import Function
from curriculum.operations.key_commands import as_login, deployment
from curriculum.operations.key_commands import group as group
from curriculum.operations.starting import passphrase

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
Command = Callable[..., Any]


def _of_a_seal(command: Command) -> Command:
    """Whose seal, in which function, with what sort of key."""
    for option in (
        click.option("--country", default="XV", help="Two letters, as the certificate bears them."),
        click.option("--type", "sort", type=click.Choice(["p256", "rsa3072"]), default="p256"),
        click.argument("function", type=click.Choice(list(Function), case_sensitive=False)),
        click.argument("institution"),
    ):
        command = option(command)
    return command


def _of_a_token(*, required: bool) -> Callable[[Command], Command]:
    """Where the key lies or is to be made; its PIN is asked, never an argument that others can read."""

    def add(command: Command) -> Command:
        for option in (
            click.option("--id", "identifier", default="", help="Its identifier, in hexadecimal."),
            click.option("--key", default="", help="Label of a key that lies there; else a new one is made."),
            click.option("--serial", default="", help="Of two tokens with one label."),
            click.option("--token", required=required, help="The label of the token."),
            click.option("--module", type=click.Path(path_type=Path), required=required, help="PKCS#11."),
        ):
            command = option(command)
        return command

    return add


@group.command()
@_of_a_seal
@_of_a_token(required=True)
@as_login
def token(institution: str, function: Function, sort: str, country: str, login: str, **place: Any) -> None:
    """Make the seal of INSTITUTION in FUNCTION on a token; it follows the one that is there."""
    wanted, folder = keys.Wanted(institution, function, sort, country), deployment().keys
    row = keys.seal_on_token(_who(login), folder, passphrase(deployment()), wanted, _slot(**place))
    click.echo(f"{row.kid}: generation {row.generation}, on the token {place['token']}")


@group.command()
@_of_a_seal
@_of_a_token(required=False)
@as_login
def request(institution: str, function: Function, sort: str, country: str, login: str, **place: Any) -> None:
    """Make a key for INSTITUTION in FUNCTION, and ask another authority for its certificate."""
    on = _slot(**place) if place["module"] or place["token"] else None
    wanted, folder = keys.Wanted(institution, function, sort, country), deployment().keys
    path = keys.request(_who(login), folder, passphrase(deployment()), wanted, on)
    click.echo(f"{path}: send it to the authority; the certificate must keep its common name")


@group.command("import")
@click.argument("certificate", type=FILE)
@click.option("--root", type=FILE, required=True, help="The one certificate that is trusted.")
@click.option("--chain", type=FILE, help="Those between (PEM).")
@click.option("--crl", "lists", type=FILE, multiple=True, help="Their lists of revoked certificates.")
@as_login
def bring(certificate: Path, root: Path, chain: Path | None, lists: Sequence[Path], login: str) -> None:
    """Take in the CERTIFICATE that another authority gave for a request; it seals from now on."""
    sent = certificate.read_bytes(), chain.read_bytes() if chain else b"", root.read_bytes()
    folder, read = deployment().keys, [path.read_bytes() for path in lists]
    row, missing = keys.bring(_who(login), folder, passphrase(deployment()), sent, read)
    click.echo(f"{row.kid}: generation {row.generation}")
    for name in missing:
        click.echo(f"  no list of {name}: checkers cannot tell what it revoked")


@group.command()
@click.argument("label")
@click.option("--serial", default="", help="Of two tokens with one label.")
@as_login
def pin(label: str, serial: str, login: str) -> None:
    """Keep the PIN of the token LABEL, under the passphrase of the keys."""
    keys.keep_pin(_who(login), deployment().keys, passphrase(deployment()), label, _pin(), serial)
    click.echo(f"the PIN of {label} is kept under the passphrase of the keys; start the worker anew")


def _who(login: str) -> Any:
    return accounts.signed_in_as(login)


def _slot(module: Path | None, token: str | None, **more: str) -> keys.Slot:
    try:
        return keys.slot(module or Path(), token or "", _pin(), **more)
    except ValueError as error:
        raise click.BadParameter(f"{more['identifier']} is not hexadecimal", param_hint="--id") from error


def _pin() -> str:
    said: str = click.prompt("PIN of the token", hide_input=True)
    return said
