"""`cursus paths`: check a path before anybody follows it."""

import json
import sys
from typing import Any

import click

from curriculum.config import REFUSED
from curriculum.domain.problems import Problem
from curriculum.domain.workload import HourKind, Minutes
from curriculum.labels import label
from curriculum.paths import checking, engine, queries
from curriculum.paths.models import PathVersion

group = click.Group("paths", help="What learning paths ask for, and whether it can be done.")


@group.command()
@click.argument("code")
@click.option(
    "--version", "number", type=int, help="This version; else the one being made, else the published."
)
@click.option("--json", "as_json", is_flag=True, help="For a program.")
def check(code: str, number: int | None, *, as_json: bool) -> None:
    """Check path CODE: problems, hours, whether it can be completed or why not.

    The status is 1 when something keeps it from being published.
    """
    version = _chosen(code, number)
    found = checking.check(version, engine.value(version))
    if as_json:
        click.echo(json.dumps(_plain(version, found)))
    else:
        _say(version, found)
    if any(problem.blocking for problem in found.problems):
        sys.exit(REFUSED)


def _chosen(code: str, number: int | None) -> PathVersion:
    if number is not None:
        return queries.get_version(code, number)
    path = queries.get_path(code)
    latest = queries.versions_of(path.id)[0].version
    chosen = queries.open_version(path.id) or queries.latest_published(path.id)
    return queries.get_version(code, chosen.version if chosen else latest)


def _plain(version: PathVersion, found: checking.Check) -> dict[str, Any]:
    return {
        "path": version.path.code,
        "version": version.version,
        "state": version.state.value,
        "problems": [{**_problem(one), "blocking": one.blocking} for one in found.problems],
        "hours": {"least": _hours(found.work.least), "most": _hours(found.work.most)},
        "covered_percent": found.covered,
        "satisfiable": found.satisfied.possible,
        "reasons": [_problem(one) for one in found.satisfied.reasons],
    }


def _problem(one: Problem) -> dict[str, Any]:
    return {"code": one.code.value, "subject": one.subject, "detail": list(one.detail)}


def _hours(minutes: Minutes) -> dict[str, float]:
    return {kind.value: minutes[kind] / 60 for kind in HourKind} | {"total": sum(minutes.values()) / 60}


def _say(version: PathVersion, found: checking.Check) -> None:
    click.echo(f"{version.path.code} v{version.version} ({version.state.value})")
    click.echo("can be completed" if found.satisfied.possible else "cannot be completed:")
    for one in found.satisfied.reasons:
        click.echo(f"  {_line(one)}")
    for one in found.problems:
        if one not in found.satisfied.reasons:
            click.echo(f"{'problem' if one.blocking else 'warning'}: {_line(one)}")
    least, most = _hours(found.work.least), _hours(found.work.most)
    for kind in least:
        click.echo(f"  {kind:12} {least[kind]:7g} to {most[kind]:g} h")
    click.echo(f"donors' courses cover {found.covered} % of the shortest way")


def _line(one: Problem) -> str:
    detail = f" ({', '.join(one.detail)})" if one.detail else ""
    return f"{one.subject}: {label(one.code)}{detail}"
