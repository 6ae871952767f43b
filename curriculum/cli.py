"""The `cursus` command: one group per room that has something to say on a terminal."""

import gc
import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from curriculum import config, labels, operations, serving
from curriculum.accounts import cli as accounts
from curriculum.app import create_app
from curriculum.awards import cli as awards
from curriculum.config import COULD_NOT, REFUSED
from curriculum.demo import cli as demo
from curriculum.domain.refusals import Refusal
from curriculum.donors import cli as donors
from curriculum.exchange import cli as exchange
from curriculum.frameworks import cli as frameworks
from curriculum.intake import cli as intake
from curriculum.paths import cli as paths
from curriculum.people import cli as people
from curriculum.progress import cli as progress
from curriculum.transitions import cli as transitions
from curriculum.verify import cli as verify


@click.group()
def cursus() -> None:
    """One curriculum, many donors, certificates that anyone can check."""


class _InApp(click.Group):
    """A group whose commands run inside the application."""

    def invoke(self, context: click.Context) -> Any:
        """Open the application around the command."""
        with create_app().app_context():
            return super().invoke(context)


def _in_app(group: click.Group) -> click.Group:
    return _InApp(group.name, group.commands, help=group.help, params=group.params, callback=group.callback)


@cursus.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def serve(host: str, port: int) -> None:
    """Serve the site: the web process and the worker under one command."""
    passphrase = operations.passphrase(config.settings())
    click.echo(f"Cursus serves on http://{host}:{port} (Ctrl-C stops it)")
    sys.exit(serving.serve(host, port, passphrase))


@cursus.command()
def worker() -> None:
    """Run the worker alone, as a service of its own; CURSUS_KEY_PASSPHRASE_FILE names its passphrase."""
    from curriculum import working  # slow import: opens the signing libraries

    working.run()


@cursus.command()
def init() -> None:
    """Make the folders, the database and the keys; a second run changes nothing."""
    operations.init(click.echo)


@cursus.command()
def doctor() -> None:
    """Check configuration, database, keys and the wall around them; says what to do."""
    sys.exit(operations.doctor(click.echo))


@cursus.command()
def selfcheck() -> None:
    """Recompute what can be recomputed: audit chain, public log, certificates, standings."""
    with create_app().app_context():
        sys.exit(operations.selfcheck(click.echo))


@cursus.command()
@click.option("--json", "as_json", is_flag=True, help="For a program.")
def coverage(*, as_json: bool) -> None:
    """List the outcomes of current versions: in all, without a donor, with two donors or more."""
    with create_app().app_context():
        donors.tell_coverage(as_json=as_json)


cursus.add_command(
    demo.command(demo.Machine(config.settings, create_app, operations.passphrase, serving.serve))
)
awards.group.add_command(operations.key_commands)
paths.group.add_command(transitions.migrate)
for _room in (accounts, exchange, frameworks, intake, paths, people, progress, awards, verify):
    cursus.add_command(_in_app(_room.group))


def _plainly(run: Callable[[], None]) -> Callable[[], None]:
    """Say refusals and bad settings as sentences with the right exit status."""

    @wraps(run)
    def wrapped() -> None:
        try:
            run()
        except config.BadSettings as bad:
            for problem in bad.problems:
                click.echo(f"setting {problem}", err=True)
            sys.exit(COULD_NOT)
        except Refusal as refusal:
            with create_app().test_request_context("/?lang=" + os.environ.get("CURSUS_LANGUAGE", "en")):
                click.echo(f"refused: {labels.sentence(refusal)}", err=True)
            sys.exit(REFUSED)
        except OSError as error:
            click.echo(f"could not: {error}", err=True)
            sys.exit(COULD_NOT)

    return wrapped


@_plainly
def main() -> None:
    """Entry point of the `cursus` command; what it makes is for the account it runs under alone."""
    os.umask(0o077)
    gc.freeze()  # what is imported stays: the collector need not walk it
    cursus()
