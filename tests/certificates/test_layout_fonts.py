"""The faces of a process: each is loaded once, however many threads ask at the same moment."""

from __future__ import annotations

import pytest

from certificates.layout import fonts
from certificates.layout.fonts import Face, faces


class Rival:
    """A lock in whose queue another thread has loaded the faces before us."""

    def __init__(self, theirs: tuple[Face, ...]) -> None:
        self.theirs = theirs

    def __enter__(self) -> None:
        fonts._LOADED["bold"] = self.theirs

    def __exit__(self, *_error: object) -> None: ...


def test_who_waited_takes_what_the_other_has_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = faces("bold")
    monkeypatch.setattr(fonts, "_LOADED", {})
    monkeypatch.setattr(fonts, "_LOADING", Rival(theirs))

    assert faces("bold") is theirs


def test_faces_are_loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_LOADED", {})

    assert faces("regular") is faces("regular")
