"""`cursus awards graduation`: started, watched, cancelled, resumed, handed over; the worker does the work."""

import json
import shutil
import sys
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click
from flask import current_app

from curriculum.accounts import queries as accounts
from curriculum.awards.graduation import archives, gathering, halting, listing
from curriculum.awards.graduation.standing import Course, Standing
from curriculum.db import db, transaction

group = click.Group("graduation", help="Many certificates of one day.")
EVERY = 2.0
WIDTH = 40


def _common(command: Callable[..., None]) -> Callable[..., None]:
    """What all share: who does it, and whether the answer is for a program."""

    @click.option("--as", "login", required=True, help="The account that does it.")
    @click.option("--json", "plain", is_flag=True, help="Answer as JSON.")
    @wraps(command)
    def wrapped(**given: Any) -> None:
        command(**given)

    return wrapped


watched = click.option("--watch", is_flag=True, help="Stay until it is finished or cancelled.")


@group.command()
@click.argument("name")
@click.option("--institution", required=True, help="Who holds it.")
@click.option("--path", "paths", multiple=True, help="Only this path; may be repeated.")
@click.option("--employer", "employers", multiple=True, help="Only this employer; may be repeated.")
@watched
@_common
def start(
    name: str,
    institution: str,
    paths: tuple[str, ...],
    employers: tuple[str, ...],
    watch: bool,
    login: str,
    plain: bool,
) -> None:
    """Take what waits to be signed or issued into a graduation called NAME."""
    actor = accounts.signed_in_as(login)
    with transaction():
        code = gathering.start(actor, name, institution=institution, paths=paths, employers=employers).code
    _tell(login, code, plain, watch)


@group.command()
@click.argument("code")
@watched
@_common
def status(code: str, watch: bool, login: str, plain: bool) -> None:
    """Say how far a graduation is."""
    _tell(login, code, plain, watch)


@group.command()
@click.argument("code")
@click.option("--reason", required=True, help="Why nothing more of it is issued.")
@_common
def cancel(code: str, reason: str, login: str, plain: bool) -> None:
    """Hold back what is not issued yet; what is issued stays."""
    with transaction():
        halting.cancel(accounts.signed_in_as(login), code, reason=reason)
    _tell(login, code, plain, watch=False)


@group.command()
@click.argument("code")
@watched
@_common
def resume(code: str, watch: bool, login: str, plain: bool) -> None:
    """Go on where it stopped."""
    with transaction():
        halting.resume(accounts.signed_in_as(login), code)
    _tell(login, code, plain, watch)


@group.command("zip")
@click.argument("code")
@click.argument("employer")
@click.option("--out", type=click.Path(path_type=Path), help="Copy the archive there, once it is written.")
@_common
def zip_(code: str, employer: str, out: Path | None, login: str, plain: bool) -> None:
    """Have the archive of one employer written; with --out, copy the one that is."""
    actor = accounts.signed_in_as(login)
    if out is None:
        with transaction():
            archives.ask(actor, code, employer)
        found = {"graduation": code, "employer": employer, "asked": True}
    else:
        path, archive = archives.download(
            actor, code, employer, archives.folder_of(current_app.config["SETTINGS"])
        )
        shutil.copyfile(path, out)
        found = {"file": str(out), "sha256": archive.sha256, "certificates": archive.certificates}
    click.echo(json.dumps(found) if plain else ", ".join(f"{name}: {value}" for name, value in found.items()))


def _tell(login: str, code: str, plain: bool, watch: bool) -> None:
    """Once, or until it ends: a bar on a terminal, a line where the figures changed anywhere else."""
    before = ""
    while True:
        db.session.remove()  # what the worker wrote meanwhile is seen by a fresh look
        page = listing.page(accounts.signed_in_as(login), code)
        on_terminal = sys.stdout.isatty() and watch and not plain
        line = json.dumps(_figures(page)) if plain else _line(page, bar=on_terminal)
        if line != before:
            click.echo(f"\r{line}" if on_terminal else line, nl=not on_terminal)
        if not watch or page.course is not Course.RUNNING:
            break
        before = line
        time.sleep(EVERY)
    if on_terminal:
        click.echo()


def _figures(page: listing.Page) -> dict[str, Any]:
    counts = {one.value: page.figures[one] for one in Standing}
    return {"graduation": page.graduation.code, "course": page.course.value, **counts}


def _line(page: listing.Page, *, bar: bool) -> str:
    figures = page.figures
    done, every = figures[Standing.ISSUED], figures.total
    said = f"{page.graduation.code} {page.course}: {done} of {every} issued"
    rest = [f"{figures[one]} {one}" for one in Standing if one is not Standing.ISSUED and figures[one]]
    said += f" ({', '.join(rest)})" if rest else ""
    if not bar:
        return said
    full = WIDTH * done // (every or 1)
    return f"[{'#' * full}{'.' * (WIDTH - full)}] {said}  "
