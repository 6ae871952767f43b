"""`cursus serve`: one supervisor, a web process that cannot read a key, and the worker that can."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask
from flask.typing import ResponseReturnValue
from gunicorn.app.base import BaseApplication
from sqlalchemy import text

from curriculum import config, db, jobs, walls
from curriculum.app import create_app
from curriculum.config import COULD_NOT

PATIENCE = 10.0
LONGEST_PAUSE = 60.0
"""Between two starts of a worker that keeps ending; due work waits in its rows."""
_SET_PARENT_DEATH_SIGNAL = 1

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

PIECE = 1 << 16
TIMES_THE_LIMIT, AT_LEAST = 8, 64 << 20
"""How far beyond the largest file taken a sender is heard out: eight times as much, and 64 MB in any case."""
HEARD_FOR = 30.0

bp = Blueprint("serving", __name__)


@bp.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Say that the process runs."""
    return {"status": "ok"}


@bp.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Say that the database answers."""
    db.db.session.execute(text("SELECT 1"))
    return {"status": "ready"}


def drained(app: Wsgi, limit: int) -> Wsgi:
    """The same application, which hears every request out up to a bound before it answers.

    Browsers send a whole file before they read: an answer on a socket that closes meanwhile is lost to
    them (RFC 9112 §9.6). What is read here goes nowhere; whoever sends without end is cut off.
    """

    def hearing(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        answer = app(environ, start_response)
        drain(environ, max(limit * TIMES_THE_LIMIT, AT_LEAST))
        return answer

    return hearing


def drain(environ: dict[str, Any], at_most: int) -> int:
    """Read and forget the rest of a request's body; gives how much was left."""
    if environ.get("REQUEST_METHOD") in ("GET", "HEAD"):
        return 0
    stream, connection = environ["wsgi.input"], environ.get("gunicorn.socket")
    ends, heard = time.monotonic() + HEARD_FOR, 0
    patience = None if connection is None else connection.gettimeout()
    try:
        while heard < at_most and (left := ends - time.monotonic()) > 0:
            if connection is not None:
                connection.settimeout(left)
            piece = stream.read(PIECE)
            heard += len(piece)
            if not piece:
                break
    except OSError:  # gone, or silent for too long: nobody is left to answer
        pass
    finally:
        if connection is not None:
            connection.settimeout(patience)
    return heard


class _Web(BaseApplication):  # type: ignore[misc]
    """gunicorn without a configuration file."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return web_app()


def web_app() -> Flask:
    """The application of a web process: its own keys, and a call to the worker after a commit."""
    db.new_process_keys()
    app = create_app()
    app.register_blueprint(bp)
    jobs.bind(app)
    db.committed.connect(jobs.wake)
    limit = app.config["MAX_CONTENT_LENGTH"]
    app.wsgi_app = drained(app.wsgi_app, limit)  # type: ignore[assignment,method-assign]
    return app


def web(host: str, port: int, workers: int = 2) -> None:
    """Close the key folder to this process, then serve."""
    settings = config.settings()
    walls.give_up(settings.keys)
    _Web(
        {
            "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
            "worker_class": "gthread",
            "workers": workers,
            "threads": 4,
            "graceful_timeout": 5,
            "timeout": 60,
            "control_socket_disable": True,
            "worker_tmp_dir": "/dev/shm" if Path("/dev/shm").is_dir() else None,  # noqa: S108
            "loglevel": "warning",
        }
    ).run()


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM, 0, 0, 0)


def _start(
    command: list[str], environ: dict[str, str], pass_fds: tuple[int, ...] = ()
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", *command],
        env=environ,
        pass_fds=pass_fds,
        start_new_session=True,
        preexec_fn=_die_with_parent,
    )


def _start_worker(environ: dict[str, str], passphrase: str) -> subprocess.Popen[bytes]:
    """The passphrase goes through a pipe: no file, no environment, no command line shows it."""
    reading, writing = os.pipe()
    worker = _start(["curriculum.working"], environ | {"CURSUS_KEY_FD": str(reading)}, (reading,))
    os.close(reading)
    with os.fdopen(writing, "w") as pipe:
        pipe.write(passphrase)
    return worker


class _Worker:
    """The worker's process: started again when it ends, after a pause that grows while it keeps ending."""

    def __init__(self, start: Callable[[], subprocess.Popen[bytes]]) -> None:
        self.start = start
        self.process = start()
        self.began = time.monotonic()
        self.pause = 1.0
        self.again_at: float | None = None

    def look_after(self) -> bool:
        """Start it again when its time has come; False when it says that it cannot work at all."""
        now, status = time.monotonic(), self.process.poll()
        if self.again_at is not None:
            if now >= self.again_at:
                self.process, self.began, self.again_at = self.start(), now, None
            return True
        if status is None:
            return True
        if status == COULD_NOT:
            _say("the worker cannot work, as it says above; stopping")
            return False
        if now - self.began > LONGEST_PAUSE:
            self.pause = 1.0
        _say(f"the worker {_how(status)}; it starts again in {self.pause:.0f} s")
        self.again_at, self.pause = now + self.pause, min(self.pause * 2, LONGEST_PAUSE)
        return True


def serve(host: str, port: int, passphrase: str, ready: Callable[[], None] = lambda: None) -> int:
    """Run web and worker until a signal: exit status 0; a lost web process or keys that stay shut: 2.

    A lost worker starts again, since due work waits in its rows; without the web process nothing is served.
    """
    plain = {name: value for name, value in os.environ.items() if not name.startswith("CURSUS_KEY")}
    stopping: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda got, _: stopping.append(got))
    web_process = _start(["curriculum.serving", host, str(port)], plain)
    worker = _Worker(lambda: _start_worker(plain, passphrase))
    ready()
    works = True
    while works and not stopping and web_process.poll() is None:
        works = worker.look_after()
        time.sleep(0.1)
    if works and not stopping:
        _say(f"the web process {_how(web_process.returncode)}; stopping")
    _stop([web_process, worker.process])
    return 0 if stopping else COULD_NOT


def _how(status: int) -> str:
    return f"was ended by {signal.Signals(-status).name}" if status < 0 else f"ended with status {status}"


def _say(what: str) -> None:
    sys.stderr.write(f"cursus: {what}\n")


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    deadline = time.monotonic() + PATIENCE
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0.1, deadline - time.monotonic()))
        with suppress(ProcessLookupError):  # what a process that was killed left behind goes with it
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


if __name__ == "__main__":
    web(sys.argv[1], int(sys.argv[2]))
