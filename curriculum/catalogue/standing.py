"""The one list of what may still change once a version was published (I-06)."""

from curriculum.domain.lifecycles.version import MODULE_VERSION, VersionState

FROZEN = frozenset({VersionState.PUBLISHED, VersionState.SUPERSEDED, VersionState.WITHDRAWN})

STANDING = frozenset(
    {
        "state",
        "teach_out_until",
        "enrolment_closed_on",
        "updated_at",
        "updated_by",
    }
)
"""Columns that say how a version stands and not what it asks for; the only ones that still move."""

PUBLISHED = frozenset({"published_at", "published_on"})
"""Columns that are written once, with the step that publishes."""

STEPS = frozenset((row.from_, row.to) for row in MODULE_VERSION.transitions if row.from_ in FROZEN)
"""The steps that lead on from there; the tables of paths have the same."""
