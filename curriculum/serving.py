"""`cursus serve`: one supervisor, a web process that cannot read a key, and the worker that can."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask
from flask.typing import ResponseReturnValue
from gunicorn.app.base import BaseApplication
from sqlalchemy import text

from curriculum import config, db, jobs, walls
from curriculum.app import create_app

PATIENCE = 10.0
LONGEST_PAUSE = 60.0
"""Between two starts of a worker that keeps ending; due work waits in its rows."""
_SET_PARENT_DEATH_SIGNAL = 1

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


def serve(host: str, port: int, passphrase: str, ready: Callable[[], None] = lambda: None) -> int:
    """Run web and worker until a signal; a lost worker starts again, a lost web process ends it all."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("CURSUS_KEY")}
    web_process = _start(["curriculum.serving", host, str(port)], plain)
    worker = _start_worker(plain, passphrase)
    stopping: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda got, _: stopping.append(got))
    ready()
    pause = 1.0
    while not stopping and web_process.poll() is None:
        if worker.poll() is not None:
            _say(f"the worker ended with status {worker.returncode}; it starts again in {pause:.0f} s")
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            worker = _start_worker(plain, passphrase)
        time.sleep(0.1)
    if not stopping:
        _say(f"the web process ended with status {web_process.returncode}; stopping")
    _stop([web_process, worker])
    return 0 if stopping else 2


def _say(what: str) -> None:
    sys.stderr.write(f"cursus: {what}\n")


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    deadline = time.monotonic() + PATIENCE
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


if __name__ == "__main__":
    web(sys.argv[1], int(sys.argv[2]))
