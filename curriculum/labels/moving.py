"""Words of moves to a newer version of a path (J5)."""

from flask_babel import lazy_gettext as _

from curriculum.domain.lifecycles.migration import MigrationState
from curriculum.domain.migration import MoveKind
from curriculum.labels.registry import labelled

labelled(
    MoveKind,
    {
        MoveKind.COMPLETES: _("Completes at once"),
        MoveKind.LOSES: _("Loses recognition"),
        MoveKind.MUST_BRIDGE: _("Must make something up"),
        MoveKind.GAINS: _("Gains recognition"),
        MoveKind.UNCHANGED: _("Everything counts as before"),
    },
)
labelled(
    MigrationState,
    {
        MigrationState.COUNTING: _("Being counted"),
        MigrationState.DRAWN: _("Counted, nobody moved yet"),
        MigrationState.APPLYING: _("People are being moved"),
        MigrationState.STOPPED: _("Stopped"),
        MigrationState.APPLIED: _("Applied"),
        MigrationState.UNDOING: _("Being undone"),
        MigrationState.UNDONE: _("Undone"),
        MigrationState.DISCARDED: _("Not used"),
    },
)
