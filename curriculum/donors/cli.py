"""`cursus coverage`: what donors' courses cover of the current module versions, and what nobody teaches."""

import json

import click

from curriculum.donors.mapping.queries import coverage_map


def tell_coverage(*, as_json: bool) -> None:
    """Print the outcomes of current versions: in all, without a donor, with two donors or more."""
    drawn = coverage_map()
    grid = drawn.grid
    if as_json:
        told = {"outcomes": grid.outcomes, "without": grid.uncovered, "several": grid.overlaps}
        told["wanted"] = drawn.wanted
        click.echo(json.dumps(told, indent=1))
        return
    click.echo(f"{grid.outcomes} outcomes of current versions")
    for word, codes in (("without a donor", grid.uncovered), ("with two donors or more", grid.overlaps)):
        click.echo(f"{len(codes)} {word}")
        for code in codes:
            click.echo(f"  {code}{' (wanted)' if code in drawn.wanted else ''}")
