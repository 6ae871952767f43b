"""The whole catalogue as one path without components, to judge what a person holds beyond any one path."""

from curriculum.catalogue import engine
from curriculum.domain.path import Path, PathKind

_kept: dict[tuple[object, ...], Path] = {}


def everything() -> Path:
    """A path over every version that was ever published; rebuilt when one more is."""
    stamp = engine.stamp()
    if stamp not in _kept:
        _kept.clear()
        modules = engine.ever_published()
        lines = engine.equivalences_to(modules)
        _kept[stamp] = Path(
            "*", 0, PathKind.COMPLETION, (), tuple(modules.values()), equivalences=tuple(lines)
        )
    return _kept[stamp]
