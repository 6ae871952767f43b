"""Runs every check, one after the other; prints a line each and ends with the first failure's status."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
CODE = ["curriculum", "certificates", "tests", "tools", "wsgi.py"]


def run(title: str, *command: str, **environ: str) -> float:
    print(f"== {title}", flush=True)
    start = time.monotonic()
    done = subprocess.run([str(BIN / command[0]), *command[1:]], cwd=ROOT, env={**os.environ, **environ})
    seconds = time.monotonic() - start
    if done.returncode:
        print(f"== {title}: failed after {seconds:.0f} s", flush=True)
        sys.exit(done.returncode)
    return seconds


def has_chromium() -> bool:
    return shutil.which("chromium") is not None


def main() -> None:
    start = time.monotonic()
    run("lint", "ruff", "check", "-q", *CODE)
    run("format", "ruff", "format", "-q", "--check", *CODE)
    run("types", "mypy", "curriculum", "certificates")
    run("import contracts", "lint-imports", "--no-cache")
    pytest = ("pytest", "-q", "-n", "2", "--dist", "loadfile")
    run("tests on SQLite", *pytest, "-m", "not browser")
    run("tests on PostgreSQL", *pytest, "-m", "database and not browser", CURSUS_TEST_DATABASE="postgresql")
    if has_chromium():
        run("journeys in Chromium", "pytest", "-q", "-m", "browser")
    else:
        print("SKIP: journeys in Chromium: no chromium on this machine and not allowed to install it")
        if os.environ.get("CI"):
            sys.exit(1)
    print(f"== every check passed in {time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    main()
