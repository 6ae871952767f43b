"""Who checks a stranger's upload starts a process for it: that process must not load the page layout."""

import subprocess
import sys
from pathlib import Path

import certificates

HEAVY = ("reportlab", "pikepdf", "uharfbuzz", "segno")


def test_verifying_loads_no_layout():
    asked = (
        f"import sys, certificates.verifying.inspecting; print([m for m in {HEAVY!r} if m in sys.modules])"
    )

    found = subprocess.run(
        [sys.executable, "-c", asked],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(certificates.__file__).parents[1],
    )

    assert found.stdout.strip() == "[]"


def test_every_public_name_is_there():
    assert {name: getattr(certificates, name).__name__ for name in certificates.__all__} == {
        name: name for name in certificates.__all__
    }
    assert set(certificates.__all__) <= set(dir(certificates))


def test_unknown_name_is_an_attribute_error():
    assert not hasattr(certificates, "no_such_name")
