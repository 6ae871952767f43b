"""Programs of others that look at our files: where one is not installed a test says so, and CI fails."""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest

_PACKAGES = {
    "certutil": "libnss3-tools",
    "chromium": "chromium",
    "mutool": "mupdf-tools",
    "openssl": "openssl",
    "pdfinfo": "poppler-utils",
    "pdfsig": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "pdftotext": "poppler-utils",
    "qpdf": "qpdf",
    "softhsm2-util": "softhsm2",
}
"""The Debian package of each program."""


def demand(*programs: str) -> None:
    """Skip with a sentence where a program is not installed; on the build machine that is a failure."""
    absent = [f"{one} (Debian {_PACKAGES[one]})" for one in programs if shutil.which(one) is None]
    if absent:
        give_up(f"nobody else can look at the files: not installed are {', '.join(absent)}")


def give_up(sentence: str) -> NoReturn:
    """Skip with this sentence; on the build machine, where all is installed, fail with it."""
    if os.environ.get("CI"):
        pytest.fail(sentence)
    pytest.skip(sentence)
