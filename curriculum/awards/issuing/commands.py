"""`cursus awards log`: witnesses of the public log, and the way back after an older backup."""

from pathlib import Path

import click

from certificates.log.files import read_leaves
from certificates.log.folder import TileFolder
from curriculum.awards.issuing import log, recovering
from curriculum.awards.issuing.recovering import Copy
from curriculum.db import transaction

group = click.Group("log", help="The public log: its witnesses, and recovery after an older backup.")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@group.command()
@click.argument("key", type=_FILE)
def witness(key: Path) -> None:
    """Let the signatures of the witness with the public KEY count from now on."""
    with transaction():
        name = log.add_witness(key.read_text(encoding="utf-8"))
    click.echo(name)


@group.command()
@click.argument("checkpoint", type=_FILE)
def cosigned(checkpoint: Path) -> None:
    """Take over what witnesses signed below a CHECKPOINT of ours."""
    with transaction():
        signed = log.add_cosignatures(checkpoint.read_text(encoding="utf-8"))
    for one in signed:
        click.echo(f"{one.name}  {one.at.isoformat()}")


@group.command()
@click.option("--tiles", type=click.Path(exists=True, file_okay=False, path_type=Path), help="A tile folder.")
@click.option("--leaves", type=_FILE, help="A file of leaves, as /log/leaves gives them.")
@click.option("--checkpoint", "checkpoints", type=_FILE, multiple=True, help="A checkpoint kept elsewhere.")
@click.option("--list", "lists", type=_FILE, multiple=True, help="A status list as it was published.")
def recover(
    tiles: Path | None, leaves: Path | None, checkpoints: tuple[Path, ...], lists: tuple[Path, ...]
) -> None:
    """Bring back the leaves that a restored database lacks, from a public copy; numbers are drawn anew."""
    copy, notes = _copy(tiles, leaves), [one.read_text(encoding="utf-8") for one in checkpoints]
    if tiles is not None and (own := TileFolder(tiles).note()) is not None:
        notes.append(own)
    with transaction():
        done = recovering.recover(copy, notes, [one.read_bytes() for one in lists])
    click.echo(f"{done.leaves} leaves brought back, the log has {done.size}")
    click.echo(f"{done.statements} statements got a new number and wait for both signatures again")
    for one in done.contradicted:
        click.echo(f"{one.number} stands in the published list of {one.purpose} and not here: decide again")


def _copy(tiles: Path | None, leaves: Path | None) -> Copy:
    if (tiles is None) == (leaves is None):
        raise click.UsageError("give one of --tiles and --leaves")
    return TileFolder(tiles) if tiles is not None else LeavesFile(leaves or Path())


class LeavesFile:
    """A file of leaves, one after the other."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def leaves(self, start: int, end: int) -> list[bytes]:
        """Return a stretch of leaves; fewer where the file is shorter."""
        return read_leaves(self._path, start, end)
