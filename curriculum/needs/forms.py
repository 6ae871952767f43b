"""What is asked of the board of needs: the filters of its address."""

from collections.abc import Mapping

from curriculum.needs.queries import Filters


def filters_of(asked: Mapping[str, str]) -> Filters:
    """The filters an address names; an institution nobody knows filters nothing, as on every list."""
    texts = {name: asked.get(name, "").strip() for name in ("institution", "theme", "post", "module")}
    return Filters(**texts, uncovered=bool(asked.get("uncovered")))
