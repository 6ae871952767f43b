"""What people hold beyond any one path: their achievements, brought in line with their facts."""

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Row, Text, bindparam, cast, delete, insert, select, update

from curriculum.catalogue import engine
from curriculum.db import core, table
from curriculum.domain import progress as domain
from curriculum.progress.dossiers import Reader
from curriculum.progress.everything import everything
from curriculum.progress.facts import IDS
from curriculum.progress.models import Achievement

CHANGING = ("proof_level", "via", "achieved_on", "current_until", "trace")

_HELD = table(Achievement)
_ONE = (_HELD.c.person_id == bindparam("of_person"), _HELD.c.outcome_id == bindparam("of_outcome"))
# The trace is compared as text: decoding forty of them would cost more than everything else here.
_TRACE = cast(_HELD.c.trace, Text).label("trace")
_STORED = select(*(one for one in _HELD.c if one.name != "trace"), _TRACE).where(_HELD.c.person_id.in_(IDS))
_ENTER = insert(_HELD)
_UPDATE = update(_HELD).where(*_ONE).values({name: bindparam(name) for name in CHANGING})
_DROP = delete(_HELD).where(*_ONE)

Key = tuple[int, int]


def hold(readers: Mapping[int, Reader], today: date) -> None:
    """Write what is held now and differs from what is stored, row by differing row."""
    stored: dict[Key, Row[Any]] = {
        (row.person_id, row.outcome_id): row for row in core(_STORED, {"ids": sorted(readers)})
    }
    wanted = _wanted(readers, today)
    rows: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for (person_id, outcome_id), values in wanted.items():
        known = stored.get((person_id, outcome_id))
        if known is None:
            rows[_ENTER].append({"person_id": person_id, "outcome_id": outcome_id} | values)
        elif _differ(known, values):
            rows[_UPDATE].append({"of_person": person_id, "of_outcome": outcome_id} | values)
    for person_id, outcome_id in sorted(stored.keys() - wanted.keys()):
        rows[_DROP].append({"of_person": person_id, "of_outcome": outcome_id})
    for statement, found in rows.items():
        core(statement, found)


def _differ(known: Row[Any], values: dict[str, Any]) -> bool:
    if known.trace != json.dumps(values["trace"]):
        return True
    return any(getattr(known, name) != values[name] for name in CHANGING if name != "trace")


def _wanted(readers: Mapping[int, Reader], today: date) -> dict[Key, dict[str, Any]]:
    whole, outcome_ids = everything(), engine.outcome_keys()
    return {
        (person_id, outcome_ids[one.outcome]): {
            "proof_level": int(one.level),
            "via": one.via.value,
            "achieved_on": one.achieved_on,
            "current_until": one.current_until,
            "trace": list(one.trace_ids),
        }
        for person_id, reader in readers.items()
        for one in domain.achievements(reader.base(person_id, whole), today)
    }
