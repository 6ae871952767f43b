"""`cursus progress`: where a person stands, and rebuilding the projection."""

import json
from datetime import date

import click

from curriculum import clock
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.paths import queries as paths
from curriculum.people import queries as people
from curriculum.progress import queries, service
from curriculum.progress.codec import encode

group = click.Group("progress", help="Where people stand on their paths.")


@group.command()
@click.argument("person")
@click.option("--path", "path_code", help="Only this path, as LP-TRN-BOR.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Judge on this day instead of today.")
@click.option("--json", "as_json", is_flag=True, help="For a program.")
def show(person: str, path_code: str | None, on: click.DateTime | None, *, as_json: bool) -> None:
    """Show where PERSON (a personnel number) stands."""
    person_id = people.find_by_number(person)
    if person_id is None:
        raise Refusal(RefusalCode.NOT_FOUND, object="person", code=person)
    day: date = on.date() if on else clock.today()  # type: ignore[attr-defined]
    certified = queries.certified_on(person_id, day)
    for enrolment in queries.open_enrolments([person_id]):
        version = paths.version(enrolment.path_version_id)
        if path_code and version.path.code != path_code:
            continue
        standing, held = queries.progress_on(enrolment, day), version.path.code in certified
        if as_json:
            detail = json.loads(encode(standing))
            told = {"path": standing.path, "percent": standing.percent, "certified": held, "detail": detail}
            click.echo(json.dumps(told))
            continue
        click.echo(
            f"{standing.path}: {standing.percent} % ({standing.met_count} of {len(standing.mandatory)})"
            + (", certified" if held else "")
        )
        for component in standing.components:
            click.echo(f"  {component.code:4} {component.percent:3} %  {component.state.value}")


@group.command()
def rebuild() -> None:
    """Recompute every standing from the facts, in chunks; can be stopped and started again."""
    count = service.rebuild(tick=lambda done: click.echo(f"{done} persons", err=True))
    click.echo(f"{count} persons recomputed")
