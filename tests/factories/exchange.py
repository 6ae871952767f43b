"""A small curriculum as a file: one module with two versions, a path, a donor's course and its claim."""

import json
from copy import deepcopy
from typing import Any

from curriculum.catalogue.sheets import sheet_of as module_sheet
from curriculum.db import Bilingual
from curriculum.domain.path import ComponentType
from curriculum.domain.shapes import plain
from curriculum.paths.content import ComponentContent, PathContent
from curriculum.paths.models import PathKind
from curriculum.paths.sheets import sheet_of as path_sheet
from tests.factories.catalogue import both, content

NAME = plain(Bilingual("Centre", "Centre"))
PUBLISHED = {"published_on": "2026-01-10", "published_at": "2026-01-10T08:00:00+00:00"}


def module_version(number: int, state: str = "published") -> dict[str, Any]:
    stood = {"state": state, **(PUBLISHED if state in ("published", "superseded") else {})}
    return {"version": number, "stood": stood, "content": plain(module_sheet(content()))}


def path_version(*modules: tuple[str, int], state: str = "published") -> dict[str, Any]:
    parts = tuple(
        ComponentContent(f"C{number}", ComponentType.MODULE, module=module)
        for number, module in enumerate(modules, 1)
    )
    said = PathContent(PathKind.COMPLETION, both("Path"), both("Purpose"), parts)
    return {"version": 1, "stood": {"state": state, **PUBLISHED}, "content": plain(path_sheet(said))}


def given() -> dict[str, Any]:
    """What a donor gives: a programme with a phase, and a course that is planned."""
    return {
        "donors": [{"code": "D-NEW", "name": NAME, "type": "bilateral"}],
        "programmes": [
            {
                "donor": "D-NEW",
                "code": "P-NEW",
                "title": NAME,
                "start": "2026-01-01",
                "end": "2027-12-31",
                "currency": "EUR",
            }
        ],
        "phases": [{"programme": "P-NEW", "title": NAME, "start": "2026-01-01", "end": "2026-06-30"}],
        "offerings": [
            {
                "programme": "P-NEW",
                "code": "OF-NEW",
                "title": NAME,
                "activity_type": "course",
                "hours": 1200,
                "languages": ["fr"],
                "start": "2026-12-01",
                "end": "2026-12-03",
            }
        ],
    }


def document(**changes: Any) -> dict[str, Any]:
    """A whole small file; what is named in `changes` takes the place of that list."""
    made: dict[str, Any] = {
        "format": "cursus-curriculum",
        "schema_version": 1,
        "institutions": [{"code": "CNFGF", "type": "school", "name": NAME}],
        "instruments": [
            {
                "code": "DEC-1",
                "content": {
                    "kind": "decree",
                    "title": NAME,
                    "reference": "No. 1 of 2025",
                    "owner": "CNFGF",
                    "issuer_name": "Government",
                    "in_force_from": "2025-01-01",
                    "check_on": "2027-01-01",
                },
                "state": "in_force",
            }
        ],
        "themes": [{"code": "T9", "title": NAME}],
        "modules": [
            {
                "code": "BOR-901",
                "theme": "T9",
                "owner": "CNFGF",
                "versions": [module_version(1, "superseded"), module_version(2)],
            }
        ],
        "equivalences": [
            {"source": "BOR-901.v1.O1", "target": "BOR-901.v2.O1", "degree": "full"},
        ],
        **given(),
        "claims": [
            {"offering": "OF-NEW", "outcome": "BOR-901.v2.O1", "depth": "assessed", "state": "accepted"}
        ],
        "paths": [{"code": "LP-901", "owner": "CNFGF", "versions": [path_version(("BOR-901", 2))]}],
    }
    return deepcopy({**made, **changes})


def as_file(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()
