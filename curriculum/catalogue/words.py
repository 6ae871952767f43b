"""Words of the catalogue's own closed lists and of proof levels."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from curriculum.catalogue.checks import Problem
from curriculum.catalogue.content import ChangeClass, GivenAs, Opinion
from curriculum.catalogue.models import EquivalenceDegree, OutcomeType
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.proof import ProofLevel
from curriculum.labels import label, labelled, sentence

labelled(
    OutcomeType,
    {
        OutcomeType.KNOWLEDGE: _("Knowledge"),
        OutcomeType.SKILL: _("Skill"),
        OutcomeType.RESPONSIBILITY_AUTONOMY: _("Responsibility and autonomy"),
    },
)
labelled(
    EquivalenceDegree,
    {
        EquivalenceDegree.FULL: _("In full"),
        EquivalenceDegree.PARTIAL: _("In part, with a top-up"),
        EquivalenceDegree.NONE: _("Not at all: new matter"),
    },
)
labelled(
    ChangeClass,
    {
        ChangeClass.MAJOR: _("Major change"),
        ChangeClass.MINOR: _("Minor change"),
        ChangeClass.EDITORIAL: _("Editorial change"),
    },
)
labelled(
    GivenAs,
    {
        GivenAs.THEMATIC: _("Thematic unit"),
        GivenAs.HR: _("HR department"),
        GivenAs.COORDINATION: _("Coordination body"),
        GivenAs.EXTERNAL: _("External reviewer"),
    },
)
labelled(
    Opinion,
    {
        Opinion.FAVOURABLE: _("Favourable"),
        Opinion.WITH_RESERVATIONS: _("With reservations"),
        Opinion.UNFAVOURABLE: _("Unfavourable"),
    },
)

LEVELS: dict[ProofLevel, LazyString] = {
    ProofLevel.DECLARED: _("Declared"),
    ProofLevel.ATTENDED: _("Attendance attested"),
    ProofLevel.PRACTISED: _("Practised and attested"),
    ProofLevel.ASSESSED_EXTERNALLY: _("Assessed by an outside source"),
    ProofLevel.ASSESSED_BY_AUTHORISED: _("Assessed by an authorised assessor"),
}

STATE_KINDS: dict[VersionState, str] = {
    VersionState.DRAFT: "neutral",
    VersionState.IN_REVIEW: "wait",
    VersionState.PILOT: "wait",
    VersionState.APPROVED: "info",
    VersionState.PUBLISHED: "good",
    VersionState.SUPERSEDED: "neutral",
    VersionState.WITHDRAWN: "bad",
    VersionState.DISCARDED: "neutral",
}
"""How a state is tinted; the word always says it too."""

STEPS: dict[str, LazyString] = {
    "submit": _("Submit for review"),
    "discard": _("Discard the draft"),
    "return": _("Return to the author"),
    "reject": _("Reject for good"),
    "pilot": _("Open a pilot"),
    "approve": _("Approve"),
    "end_pilot": _("End the pilot"),
    "publish": _("Publish"),
    "reopen": _("Reopen the review"),
    "withdraw": _("Withdraw"),
}
"""What the button of a step says."""

FOLLOWS: dict[str, LazyString] = {
    "submit": _("The text stands still until it is returned; it waits for those whose opinion is wanted."),
    "pilot": _("It can be tried out in sessions; the review goes on afterwards."),
    "approve": _("Nobody changes the text any more; it can be published."),
    "publish": _(
        "From then on it is public and never changed. A version that it replaces is taught until its last "
        "day; an editorial change needs none."
    ),
    "withdraw": _(
        "Everybody under way on it is paused and told; who holds a certificate of it is told, and keeps it "
        "until somebody decides. This cannot be taken back."
    ),
    "return": _("The author can write again; opinions given so far were given on another text."),
    "reopen": _("Opinions stay as they are; whoever approves decides again."),
    "reject": _("This ends the version: it becomes no draft again, and its number is not used again."),
    "discard": _("This ends the version; its number is not used again."),
}
"""What a step brings with it, said before it is taken."""


def level(value: int) -> str:
    """A proof level in words (domain.md §2.5)."""
    return str(LEVELS[ProofLevel(value)])


def problem(one: Problem) -> str:
    """What a draft still lacks, as its refusal would say it."""
    return sentence(one.refuse())


def state(one: VersionState) -> str:
    """A version's state in words."""
    return label(one)
