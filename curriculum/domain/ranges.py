"""What every number, rule and reference of a version may be: one table, whoever wrote it (I-20).

Forms ask for the same as it is typed; a file edited by hand has never met them. What is published cannot be
mended (I-06), so a version is held against this once more before each step that leads there.
"""

from collections.abc import Mapping
from typing import Any, Final

from curriculum.domain.groups import GroupRule
from curriculum.domain.path import ComponentType, PathKind, PracticeUnit
from curriculum.domain.proof import ProofLevel
from curriculum.domain.verbs import Bloom

Schema = dict[str, Any]

MONTHS: Final = 240
SERVICE: Final = 600
HOURS: Final = 200_000
"""Of one kind in a module, in hundredths: 2000 hours."""
MARKS: Final = 100
LEVELS: Final = 8


def _whole(least: int, most: int) -> Schema:
    return {"type": "integer", "minimum": least, "maximum": most}


def _text(pattern: str, like: str) -> Schema:
    return {"type": "string", "pattern": pattern, "description": like}


def _one_of(*words: str) -> Schema:
    return {"type": "string", "enum": list(words)}


def _list(inner: Schema) -> Schema:
    return {"type": "array", "items": inner}


def _object(inner: Mapping[str, Schema], *, closed: bool = False, required: tuple[str, ...] = ()) -> Schema:
    return {
        "type": "object",
        "properties": dict(inner),
        "required": list(required),
        **({"additionalProperties": False} if closed else {}),
    }


def _maybe(inner: Schema) -> Schema:
    return {"anyOf": [inner, {"type": "null"}]}


_CODE: Final = _text(r"[\w.-]{1,60}", "BOR-102")
_WORD: Final = _text(r"[\w-]{1,60}", "written_test")
_NAMED: Final[Schema] = {"type": "string"}
_FLAG: Final[Schema] = {"type": "boolean"}
_LANGUAGE: Final = _text("[a-z]{2,3}", "fr")
_SHARE: Final = _whole(0, MARKS)
_HOURS: Final = _whole(0, HOURS)
_LEVEL: Final = _maybe(_whole(1, LEVELS))
_MONTHS: Final = _maybe(_whole(1, MONTHS))

MODULE: Final = _object(
    {
        "hours": _object(
            dict.fromkeys(("contact", "online", "practice", "self_study", "assessment"), _HOURS)
        ),
        "outcomes": _list(
            _object(
                {
                    "weight": _whole(1, MARKS),
                    "bloom": _one_of(*(one.value for one in Bloom)),
                    "eqf_level_indicative": _LEVEL,
                }
            )
        ),
        "assessments": _list(
            _object(
                {"weight": _SHARE, "pass_mark": _SHARE, "criteria": _list(_object({"weight": _SHARE}))},
            )
        ),
        "completion": _object({"min_outcome_weight": _SHARE, "min_contact_attendance_pct": _SHARE}),
        "kind": _WORD,
        "authoritative_language": _one_of("fr", "en"),
        "eqf_level_indicative": _LEVEL,
        "credits_indicative": _maybe(_text("([0-9]{1,3}([.,][0-9]{1,2})?)?", "1.5")),
        "languages": _list(_LANGUAGE),
        "delivery_modes": _list(_WORD),
        "prerequisites_all": _list(_CODE),
        "prerequisites_any": _list(_CODE),
        "prerequisites_advised": _list(_CODE),
        "gcm_objectives": _list(_whole(1, 23)),
        "currency_months": _MONTHS,
    }
)
"""The sheet of a module version."""

RULE: Final[Mapping[str, Schema]] = {
    "within_months": _MONTHS,
    "after": _list(
        _object(
            {"component": _NAMED, "months": _whole(0, MONTHS)},
            required=("component", "months"),
            closed=True,
        )
    ),
    "choose": _whole(1, 1000),
    "credits": _whole(0, 30_000),
    "category": _NAMED,
    "group": _one_of(*(one.value for one in GroupRule)),
    "exclusive": _list(_list(_NAMED)),
    "counts_once": _FLAG,
    "unit": _one_of(*(one.value for one in PracticeUnit)),
    "minimum": _whole(1, 1000),
    "distinct_sessions": _whole(1, 100),
    "count": _whole(1, 50),
    "distinct_observers": _whole(1, 50),
    "min_score": _whole(0, 100),
    "scale_max": _whole(1, 100),
    "min_items": _whole(1, 100),
    "panel_size_min": _whole(1, 15),
    "minimum_months": _whole(1, SERVICE),
    "domain": _NAMED,
    "minimum_points": _whole(1, 1000),
    "path": _NAMED,
}
"""The rule of a component, whatever its type; months, pieces and members are whole, credits hundredths."""

ENTRY: Final[Mapping[str, Schema]] = {
    "designation_required": _FLAG,
    "min_service_months": _whole(0, SERVICE),
    "min_category": _maybe(_NAMED),
    "required_paths": _list(_NAMED),
    "equivalent_experience_accepted": _FLAG,
    "holds_certificate_kind": _maybe(_one_of(*(one.value for one in PathKind))),
    "not_revoked": _FLAG,
    "expired_no_more_than_months": _maybe(_whole(0, MONTHS)),
    "min_grade": _maybe(_NAMED),
    "grades": _list(_NAMED),
    "languages": _list(_LANGUAGE),
}
"""The entry rules of a path: these and no others."""

RENEWAL: Final[Mapping[str, Schema]] = {
    "window_months_before": _maybe(_whole(0, 60)),
    "grace_months_after_expiry": _maybe(_whole(0, 60)),
    "min_delivery_hours": _whole(0, 1000),
    "min_observed_sessions": _whole(0, 50),
    "min_cpd_points": _whole(0, 1000),
    "min_missions_or_equivalent": _whole(0, 50),
    "refresher_path": _maybe(_NAMED),
    "panel_review": _FLAG,
}
"""What a renewal asks for."""

COMPONENT: Final = _object(
    {
        "type": _one_of(*(one.value for one in ComponentType)),
        "rule": _object(RULE),
        "min_proof_level": _maybe(_whole(int(min(ProofLevel)), int(max(ProofLevel)))),
        "weight": _whole(1, MARKS),
    }
)
"""One requirement of a path."""

PATH: Final = _object(
    {
        "components": _list(COMPONENT),
        "entry_requirements": _object(ENTRY, closed=True),
        "certificate_validity_months": _MONTHS,
        "renewal": _object(RENEWAL),
        "max_duration_months": _MONTHS,
        "hours_minimum_taught": _maybe(_whole(0, 500_000)),
        "eqf_level_indicative": _LEVEL,
        "authoritative_language": _one_of("fr", "en"),
        "languages_of_award": _list(_LANGUAGE),
    }
)
"""The sheet of a path version."""

OFFERING: Final = _object(
    {
        "hours": _whole(0, 1_000_000),
        "pass_mark": _SHARE,
        "seats": _maybe(_whole(0, 100_000)),
        "total_cost": _maybe(_whole(0, 2**31 - 1)),
    }
)
"""The sheet of a donor's course; hours in hundredths."""

COPIED: Final = _maybe(_text(r"\S{1,60} v[0-9]{1,6}", "BOR-102 v1"))
NUMBER: Final = _whole(1, 999_999)


def version_of(content: Schema) -> Schema:
    """A version of a file: its number, where it was copied from, and its sheet."""
    stood = _object({"supersedes": _maybe(NUMBER)})
    return _object({"version": NUMBER, "copied_from": COPIED, "stood": stood, "content": content})
