"""What people hold beyond any one path: their achievements, brought in line with their facts."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Text, bindparam, cast, delete, insert, select, update

from curriculum.catalogue import engine
from curriculum.db import table
from curriculum.db.prepared import Prepared
from curriculum.domain import progress as domain
from curriculum.domain.progress import Achievement as Held
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
_ALL = Prepared(_STORED)
_SOME = Prepared(_STORED.where(_HELD.c.outcome_id.in_(bindparam("outcomes", expanding=True))))
_ENTER = Prepared(insert(_HELD), *_HELD.c.keys())
_UPDATE = Prepared(update(_HELD).where(*_ONE).values({name: bindparam(name) for name in CHANGING}))
_DROP = Prepared(delete(_HELD).where(*_ONE))

Key = tuple[int, int]


def hold(readers: Mapping[int, Reader], today: date, outcomes: Collection[str] | None = None) -> None:
    """Write what is held now and differs from what is stored, row by differing row.

    `outcomes` limits the work to what evidence of these outcomes may have changed (None: no limit).
    """
    stored = {(row.person_id, row.outcome_id): row for row in _stored(sorted(readers), outcomes)}
    wanted = _wanted(readers, today, outcomes)
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for key, one in wanted.items():
        known = stored.get(key)
        if known is None:
            new.append({"person_id": key[0], "outcome_id": key[1]} | _values(one))
        elif _differ(known, one):
            changed.append(_of(key) | _values(one))
    _ENTER.run(new)
    _UPDATE.run(changed)
    _DROP.run([_of(key) for key in sorted(stored.keys() - wanted.keys())])


def _stored(person_ids: list[int], outcomes: Collection[str] | None) -> list[Any]:
    if outcomes is None:
        return _ALL.all(ids=person_ids)
    plan, keys = everything().plan, engine.outcome_keys()
    reached = [keys[plan.slots[number].code] for number in sorted(plan.reached(outcomes))]
    return _SOME.all(ids=person_ids, outcomes=reached) if reached else []


def _of(key: Key) -> dict[str, Any]:
    return {"of_person": key[0], "of_outcome": key[1]}


def _values(one: Held) -> dict[str, Any]:
    return {
        "proof_level": int(one.level),
        "via": one.via.value,
        "achieved_on": one.achieved_on,
        "current_until": one.current_until,
        "trace": list(one.trace_ids),
    }


def _differ(known: Any, one: Held) -> bool:
    told = (known.proof_level, known.via, known.achieved_on, known.current_until)
    return told != one[1:5] or known.trace != _as_stored(one.trace_ids)


def _as_stored(trace: tuple[str, ...]) -> str:
    """The text of a JSON list of trace ids, which hold nothing that JSON would escape."""
    return '["' + '", "'.join(trace) + '"]' if trace else "[]"


def _wanted(readers: Mapping[int, Reader], today: date, outcomes: Collection[str] | None) -> dict[Key, Held]:
    whole, outcome_ids = everything(), engine.outcome_keys()
    return {
        (person_id, outcome_ids[one.outcome]): one
        for person_id, reader in readers.items()
        for one in domain.achievements(reader.base(person_id, whole), today, outcomes)
    }
