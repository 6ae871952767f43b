"""`cursus demo`: load Velmaria once, say what came of it, then serve it."""

import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import click
from flask import Flask

from curriculum import clock
from curriculum.config import Settings
from curriculum.db import db
from curriculum.demo import checking, first_load, summary
from curriculum.demo.history import VERBS
from curriculum.demo.world import Event

REFUSED = 1
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Machine:
    """What stands above this room and is lent to the command: settings, application, supervisor."""

    settings: Callable[[], Settings]
    create_app: Callable[[Settings], Flask]
    passphrase: Callable[[Settings], str]
    serve: Callable[[str, int, str], int]


def command(machine: Machine) -> click.Command:
    """The command, with what it needs of the machine."""

    @click.command("demo")
    @click.option("--port", default=8000, show_default=True)
    @click.option("--no-serve", is_flag=True, help="Do all but serve.")
    def demo(port: int, no_serve: bool) -> None:
        """Load Velmaria, an invented country with a past, and serve it; a second run repeats nothing."""
        os.environ["CURSUS_DEMO"] = "1"
        settings = machine.settings()
        try:
            _prepare(machine, settings)
        except first_load.NotFresh as problem:
            click.echo(f"refused: {problem}", err=True)
            sys.exit(REFUSED)
        if not no_serve:
            click.echo(f"Velmaria opens on http://{HOST}:{port} in a moment (Ctrl-C stops it)")
            sys.exit(machine.serve(HOST, port, machine.passphrase(settings)))

    return demo


def _prepare(machine: Machine, settings: Settings) -> None:
    """Load where nothing is loaded yet, then look and tell."""
    began, watch = time.monotonic(), Stopwatch()
    loaded = first_load.found(settings)
    is_first = loaded is None
    if loaded is None:
        loaded = _load(machine, settings, watch)
    app = machine.create_app(settings)
    with app.app_context():
        failed = checking.verify_all(clock.now()) if is_first else []
        watch.lap("verifying")
        if is_first:
            click.echo(watch.told())
        click.echo(f"Velmaria, loaded on {loaded.loaded_on}, its dates moved by {loaded.shift_days} days:")
        summary.tell(summary.of_today(), click.echo)
        db.session.remove()
        db.engine.dispose()
    click.echo(f"{time.monotonic() - began:.1f} seconds")
    for line in failed:
        click.echo(f"does not verify: {line}", err=True)
    if failed:
        sys.exit(REFUSED)


def _load(machine: Machine, settings: Settings, watch: "Stopwatch") -> first_load.Loaded:
    """Show a bar on a terminal and a line a year elsewhere."""
    click.echo("Loading Velmaria: seven years of its history, day by day ...")
    if not sys.stdout.isatty():
        return first_load.load(settings, machine.create_app, _Lines(watch).tick)
    with click.progressbar(length=1000, label="Velmaria") as bar:

        def tick(done: int, of: int, event: Event) -> None:
            watch.lap(room_of(event))
            bar.update(done * 1000 // of - bar.pos)

        return first_load.load(settings, machine.create_app, tick)


class _Lines:
    """A line whenever another year of the history begins."""

    def __init__(self, watch: "Stopwatch") -> None:
        self.watch, self.year = watch, ""

    def tick(self, done: int, of: int, event: Event) -> None:
        """Note the lap, tell the year."""
        self.watch.lap(room_of(event))
        if event["on"][:4] != self.year:
            self.year = event["on"][:4]
            click.echo(f"  {self.year}: event {done} of {of}")


def room_of(event: Event) -> str:
    """The part of the work an event belongs to, for the table of seconds."""
    if event["do"] in ("issue", "make_seals"):
        return "issuing"
    return VERBS[event["do"]].__module__.rsplit(".", 1)[1].removesuffix("_loader")


class Stopwatch:
    """Seconds by part of the work."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._last = time.monotonic()

    def lap(self, part: str) -> None:
        """Charge the time since the last lap to a part."""
        now = time.monotonic()
        self.seconds[part] += now - self._last
        self._last = now

    def told(self) -> str:
        """The parts, the longest first."""
        parts = sorted(self.seconds.items(), key=lambda one: -one[1])
        return "seconds: " + ", ".join(f"{part} {spent:.1f}" for part, spent in parts)
