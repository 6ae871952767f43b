"""`python -m certificates page`: the checker in one file, made from a folder of keys and lists."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from certificates.offline.page import make_page
from certificates.verifying.folder import read_folder


def add_to(commands: Any) -> None:
    """Add `page`."""
    page = commands.add_parser("page", help="one HTML file that checks certificates without network")
    page.add_argument("file", type=Path, help="the page to write")
    page.add_argument("--trust", type=Path, required=True, help="folder written by `certificates export`")
    page.set_defaults(run=_run)


def _run(asked: argparse.Namespace) -> tuple[int, str]:
    data = make_page(read_folder(asked.trust).trust, asked.now)
    asked.file.write_bytes(data)
    return 0, f"{asked.file}: {len(data)} bytes"
