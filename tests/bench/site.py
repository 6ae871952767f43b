"""A running site to measure: officials, their sessions and a certificate, behind gunicorn."""

import hashlib
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from sqlalchemy import select

from curriculum import serving
from curriculum.accounts import sign_in
from curriculum.awards.graduation import running
from curriculum.awards.models import Certificate
from curriculum.db import db, transaction
from curriculum.domain.actors import Role
from tests.awards import signed_off
from tests.bench import curriculum, instances
from tests.bench.followers import Followers
from tests.factories.accounts import make_account, make_role

SESSIONS = 16
OFFICIALS = {"quick": 48, "full": 2_000}
ROOT = Path(__file__).parents[2]


class Site:
    """Server and client processes, kept while pages are measured."""

    def __init__(self, size: str, folder: Path) -> None:
        app = instances.with_velmaria(folder)
        followers = Followers(app, OFFICIALS[size])
        with app.app_context():
            with transaction():
                accounts = [followers.open_account(number).id for number in range(SESSIONS)]
                designer = make_account("bench-designer")
                make_role(designer, Role.CURRICULUM_DESIGNER)
                curriculum.widen()
            self.cookies = {"/me": [self._cookie(app, one) for one in accounts]}
            self.cookies["/training"] = [self._cookie(app, designer.id)]
            signed_off.open_keys(folder / "keys")
            self.token = _certificate()
            db.session.remove()
            db.engine.dispose()
        self.port = _free_port()
        environ = os.environ | instances.environ(folder)
        environ["CURSUS_PUBLIC_URL"] = f"http://127.0.0.1:{self.port}"
        self.server = _start("tests.bench.server", str(self.port), env=environ)
        self.client = _start("tests.bench.client", stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._wait()

    def _cookie(self, app: Any, account_id: int) -> str:
        with transaction():
            token = sign_in.open_session(sign_in.Checked(account_id), hours=12)
        signer = app.session_interface.get_signing_serializer(app)
        # As a browser holds it from its second page on: signed in, its language and its form token known.
        csrf = hashlib.sha1(os.urandom(64), usedforsecurity=False).hexdigest()
        kept = signer.dumps({"_user_id": token, "_fresh": True, "language": "fr", "csrf_token": csrf})
        return f"{app.config['SESSION_COOKIE_NAME']}={kept}"

    def _wait(self) -> None:
        for _ in range(300):
            try:
                self.ask("/hello", 1)
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the server did not start")

    def _sessions(self, path: str) -> list[str]:
        """Who opens a page: officials their own, a designer those of training, anybody the rest."""
        return next((some for start, some in self.cookies.items() if path.startswith(start)), [""])

    def page(self, path: str) -> str:
        """The text of a page."""
        headers = {"Cookie": self._sessions(path)[0], "Accept": "text/html"}
        request = Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        with urlopen(request, timeout=30) as answer:
            return str(answer.read().decode())

    def ask(self, path: str, count: int, together: int = 1) -> dict[str, Any]:
        """Fetch a page so many times; every answer must be 200."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=1):
            pass
        order = {"port": self.port, "path": path, "count": count, "together": together}
        order["cookies"] = self._sessions(path)
        assert self.client.stdin is not None
        assert self.client.stdout is not None
        self.client.stdin.write(json.dumps(order) + "\n")
        self.client.stdin.flush()
        answer: dict[str, Any] = json.loads(self.client.stdout.readline())
        assert answer["statuses"] == {"200": count}, answer["statuses"]
        return answer

    def close(self) -> None:
        """End both processes."""
        for process in (self.client, self.server):
            process.terminate()
        for process in (self.client, self.server):
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


def _certificate() -> str:
    """The token of a certificate of somebody who is in the register."""
    with transaction():
        signed_off.make_holders()
        version = signed_off.make_path("LP-BENCH")
        signed_off.make_signed_off(version)
    assert running.issue_due() == 1
    return db.session.scalars(select(Certificate.token)).one()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _start(module: str, *arguments: str, **more: Any) -> subprocess.Popen[Any]:
    more |= {"cwd": ROOT, "preexec_fn": serving._die_with_parent}
    return subprocess.Popen([sys.executable, "-m", module, *arguments], **more)
