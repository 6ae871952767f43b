"""Words of plans: what became of each person, and why somebody stays."""

from flask_babel import lazy_gettext as _

from curriculum.domain.lifecycles.migration import MigrationState
from curriculum.domain.migration import MoveKind, Share
from curriculum.labels import label, labelled
from curriculum.transitions.vocabulary import LineStanding, Stays

L = LineStanding
labelled(
    LineStanding,
    {
        L.NOT_COUNTED: _("Not counted yet"),
        L.NOT_CHOSEN: _("Not chosen"),
        L.CHOSEN: _("Chosen"),
        L.LEFT: _("Not moved"),
        L.MOVED: _("Moved"),
        L.MOVED_BACK: _("Taken back"),
        L.STAYS_MOVED: _("Stays moved"),
    },
)
labelled(
    Stays,
    {
        Stays.CHANGED: _("What the move means has changed since it was counted; it is shown anew."),
        Stays.GONE_ON: _("The enrolment has gone another way since."),
        Stays.APPLIED: _("A certificate was applied for since."),
        Stays.WITHDRAWN: _("The older version was withdrawn since; nobody is brought back to it."),
        Stays.NEWER_EVIDENCE: _("Something was recorded for this person since the move."),
    },
)

labelled(
    Share,
    {
        Share.LESS_COUNTS: _("The share falls because something counts no more, or only once it is made up."),
        Share.MORE_OF_MORE: _(
            "More counts than today. The share does not rise with it because the newer version asks for more."
        ),
        Share.SAME_OF_MORE: _(
            "The same counts as today. The share falls because the newer version asks for more."
        ),
        Share.SAME_OF_LESS: _(
            "The same counts as today. The share rises because the newer version asks for less."
        ),
    },
)

KIND_TAGS = {
    MoveKind.COMPLETES: "good",
    MoveKind.LOSES: "bad",
    MoveKind.MUST_BRIDGE: "wait",
    MoveKind.GAINS: "info",
    MoveKind.UNCHANGED: "neutral",
}
STATE_TAGS = {
    MigrationState.COUNTING: "info",
    MigrationState.DRAWN: "wait",
    MigrationState.APPLYING: "info",
    MigrationState.STOPPED: "wait",
    MigrationState.APPLIED: "good",
    MigrationState.UNDOING: "info",
    MigrationState.UNDONE: "neutral",
    MigrationState.DISCARDED: "neutral",
}
MEANING = {
    MoveKind.COMPLETES: _("Everything the newer version asks for is held: complete with the move."),
    MoveKind.LOSES: _("Something that counts now would count for nothing, and no top-up mends it."),
    MoveKind.MUST_BRIDGE: _("All goes on counting, once a top-up or something more is done."),
    MoveKind.GAINS: _("All goes on counting, and something more counts besides."),
    MoveKind.UNCHANGED: _("All goes on counting; what is new in the version is still to do."),
}
"""What a kind of move says about a person."""


def why(code: str) -> str:
    """Why somebody was not moved, or not moved back."""
    return label(Stays(code))
