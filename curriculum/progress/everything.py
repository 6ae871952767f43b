"""The whole catalogue as one path without components, to judge what a person holds beyond any one path."""

from curriculum.catalogue import engine
from curriculum.domain.path import Path, PathKind

_kept: dict[tuple[object, ...], Path] = {}


def everything() -> Path:
    """A path over every version that was ever published; rebuilt when one more is."""
    stamp = engine.stamp()
    # Another thread may let go of what is kept at any moment: it is read once.
    found = _kept.get(stamp)
    if found is None:
        modules = engine.ever_published()
        lines = tuple(engine.equivalences_to(modules))
        found = Path("*", 0, PathKind.COMPLETION, (), tuple(modules.values()), equivalences=lines)
        _kept.clear()
        _kept[stamp] = found
    return found
