"""`cursus paths migrate`: what a move to a newer version would mean for everybody; nothing is written."""

import json
import re
from collections.abc import Callable
from typing import Any

import click

from curriculum import clock
from curriculum.access import require
from curriculum.catalogue import top_ups
from curriculum.domain.actors import OPERATOR
from curriculum.domain.migration import Bridge, MoveKind, share_of
from curriculum.domain.permissions import Permission
from curriculum.labels import label
from curriculum.paths import queries as paths
from curriculum.paths.models import PathVersion
from curriculum.people import queries as people
from curriculum.transitions import drawing, judging

_NAME = re.compile(r"(?P<code>.+?)(?:\.v|\s+v?)(?P<number>[0-9]{1,6})")


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--dry-run", is_flag=True, help="Say what it would mean; always needed here.")
@click.option("--json", "as_json", is_flag=True, help="For a program.")
def migrate(old: str, new: str, *, dry_run: bool, as_json: bool) -> None:
    """Judge everybody on version OLD of a path as if moved to NEW; both like LP-TRN-BOR.v1.

    People are moved on the page of a plan, by somebody who may and with a reason.
    """
    if not dry_run:
        raise click.UsageError("people are moved on the site, with a reason; here say --dry-run")
    before, after = _version(old), _version(new)
    require(OPERATOR, Permission.MIGRATION_PREPARE, paths.subject(after.id))
    drawing.require_pair(before, after)
    found = list(judging.judged(judging.movers(before.id), after.id, clock.today()))
    if as_json:
        click.echo(json.dumps(_plain(before, after, found)))
    else:
        _say(before, after, found)


def _version(name: str) -> PathVersion:
    read = _NAME.fullmatch(name.strip())
    if read is None:
        raise click.BadParameter(
            f"{name!r} names no version of a path; expected something like LP-TRN-BOR.v1"
        )
    return paths.get_version(read["code"], int(read["number"]))


def _ref(version: PathVersion) -> str:
    return f"{version.path.code}.v{version.version}"


def _plain(before: PathVersion, after: PathVersion, found: list[judging.Judged]) -> dict[str, Any]:
    numbers = people.numbers_of(one.mover.person_id for one in found)
    return {
        "from": _ref(before),
        "to": _ref(after),
        "on": clock.today().isoformat(),
        "people": len(found),
        "kinds": _kinds(found),
        "lines": [_line(one, numbers.get(one.mover.person_id)) for one in found],
    }


def _kinds(found: list[judging.Judged]) -> dict[str, int]:
    return {kind.value: sum(one.move.kind is kind for one in found) for kind in MoveKind}


def _line(one: judging.Judged, number: str | None) -> dict[str, Any]:
    names = ("code", "subject", "detail", "have", "need")
    return {
        "number": number,
        "state": one.mover.state.value,
        "kind": one.move.kind.value,
        "before": one.move.before,
        "after": one.move.after,
        "share": share_of(one.move),
        "gains": list(one.move.gains),
        "losses": list(one.move.losses),
        "bridging": [dict(zip(names, line, strict=True)) for line in drawing.plain(one.move)],
    }


def _say(before: PathVersion, after: PathVersion, found: list[judging.Judged]) -> None:
    click.echo(f"{_ref(before)} -> {_ref(after)}: {len(found)} people may move; nothing was changed")
    for kind, count in _kinds(found).items():
        click.echo(f"  {count:6}  {label(MoveKind(kind))}")
    numbers = people.numbers_of(one.mover.person_id for one in found)
    words = top_ups.said_of(gap for one in found for gap in one.move.bridging)
    for one in found:
        click.echo(_told(one, numbers.get(one.mover.person_id, "?"), words))


def _told(one: judging.Judged, number: str, words: Callable[[Bridge], str]) -> str:
    said = f"{number}  {one.move.before:3} % -> {one.move.after:3} %  {label(one.move.kind)}"
    lost = f"; loses {', '.join(one.move.losses)}" if one.move.losses else ""
    due = ", ".join(_due(gap, words) for gap in one.move.bridging)
    why = share_of(one.move)
    return said + lost + (f"; to make up {due}" if due else "") + (f"\n    {label(why)}" if why else "")


def _due(gap: Bridge, words: Callable[[Bridge], str]) -> str:
    """What is to make up, as a page says it, and the code by which programs and results name it."""
    said = words(gap) or gap.detail
    return " ".join(filter(None, (gap.subject, said, "" if said == gap.detail else f"({gap.detail})")))
