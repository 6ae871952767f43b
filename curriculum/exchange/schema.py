"""The JSON Schema of the file, as it is published; written from `document.py` when first asked for."""

from functools import cache
from typing import Any

from curriculum.domain import shapes
from curriculum.exchange.document import SCHEMA_VERSION, Document

ADDRESS = f"/schemas/curriculum-{SCHEMA_VERSION}.json"
TITLE = "A curriculum: institutions, frameworks, modules, paths, donors' courses and what they cover"


@cache
def curriculum() -> dict[str, Any]:
    """The schema; its version is one value, so that a file of another version is told apart."""
    made = shapes.schema(Document, ADDRESS, TITLE)
    made["$defs"]["Document"]["properties"]["schema_version"] = {"const": SCHEMA_VERSION}
    return made
