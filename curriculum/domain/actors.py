"""Who is doing this, by which grants, and to what: plain values, never rows (domain.md §3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from curriculum.domain.currency import is_current

Key: TypeAlias = int | str | UUID
"""An internal key of any room; the core only ever compares it."""


class Role(StrEnum):
    """The roles and extra hats of domain.md §3; a person may hold several."""

    SYSTEM_ADMIN = "system_admin"
    INSTITUTION_ADMIN = "institution_admin"
    CURRICULUM_DESIGNER = "curriculum_designer"
    ASSESSOR = "assessor"
    HR_OFFICER = "hr_officer"
    HR_SIGNATORY = "hr_signatory"
    TRAINING_SIGNATORY = "training_signatory"
    OFFICIAL = "official"
    DONOR_REPRESENTATIVE = "donor_representative"
    COORDINATION_MEMBER = "coordination_member"
    SECOND_APPROVER = "second_approver"
    CERTIFICATION_DECIDER = "certification_decider"
    APPEALS_PANEL = "appeals_panel"
    LINE_MANAGER = "line_manager"
    DATA_PROTECTION_OFFICER = "data_protection_officer"
    # §2.9 gives an escalated sign-off and §3 a waiver to the head; no other role has that power.
    INSTITUTION_HEAD = "institution_head"
    # Reads and comments what was assigned, edits nothing (J1): an expert from outside the house.
    EXTERNAL_REVIEWER = "external_reviewer"


ROLE_CODES: Mapping[str, Role] = {
    "SA": Role.SYSTEM_ADMIN,
    "IA": Role.INSTITUTION_ADMIN,
    "CD": Role.CURRICULUM_DESIGNER,
    "TA": Role.ASSESSOR,
    "HO": Role.HR_OFFICER,
    "HS": Role.HR_SIGNATORY,
    "TS": Role.TRAINING_SIGNATORY,
    "OF": Role.OFFICIAL,
    "DR": Role.DONOR_REPRESENTATIVE,
    "CB": Role.COORDINATION_MEMBER,
    "AV": Role.SECOND_APPROVER,
    "QD": Role.CERTIFICATION_DECIDER,
    "AP": Role.APPEALS_PANEL,
    "LM": Role.LINE_MANAGER,
    "DPO": Role.DATA_PROTECTION_OFFICER,
    "IH": Role.INSTITUTION_HEAD,
    "ER": Role.EXTERNAL_REVIEWER,
}
"""The short codes of domain.md §3, in which the tables are written."""


class ScopeKind(StrEnum):
    """How far a grant reaches."""

    GLOBAL = "global"
    INSTITUTION = "institution"
    UNIT = "unit"
    PROGRAMME = "programme"
    DONOR = "donor"
    PATH = "path"


@dataclass(frozen=True, slots=True)
class Scope:
    """One reach: everything, or one institution, unit, programme, donor or path."""

    kind: ScopeKind
    id: Key | None = None

    def __post_init__(self) -> None:
        """Refuse a scope that names nothing, or a global one that names something."""
        if (self.kind is ScopeKind.GLOBAL) is not (self.id is None):
            raise ValueError(f"scope {self.kind} with id {self.id!r}")


EVERYWHERE = Scope(ScopeKind.GLOBAL)


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held within a scope during a period; `to` is inclusive, None means open."""

    role: Role
    scope: Scope
    from_: date
    to: date | None = None

    def is_in_force(self, on: date) -> bool:
        """Say whether the role may be used on that day."""
        return self.from_ <= on and is_current(self.to, on)

    def meets(self, other: "Grant") -> bool:
        """Say whether both are in force on some common day."""
        return (self.to is None or other.from_ <= self.to) and (other.to is None or self.from_ <= other.to)


class ActorKind(StrEnum):
    """Somebody signed in, a job of the worker, or the operator at the machine."""

    ACCOUNT = "account"
    JOB = "job"
    COMMAND_LINE = "command_line"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is doing this now. An account may have no person (a donor's); a machine has neither."""

    account_id: Key | None
    person_id: Key | None = None
    kind: ActorKind = ActorKind.ACCOUNT
    grants: tuple[Grant, ...] = ()

    @property
    def row_id(self) -> int | None:
        """Give the account as rows name it; None for a machine."""
        return self.account_id if isinstance(self.account_id, int) else None

    def roles(self, on: date) -> frozenset[Role]:
        """Give the roles in force on that day, for the landing page and the menu."""
        return frozenset(grant.role for grant in self.grants if grant.is_in_force(on))


SYSTEM = Actor(account_id=None, kind=ActorKind.JOB)
OPERATOR = Actor(account_id=None, kind=ActorKind.COMMAND_LINE)
NOBODY = Actor(account_id=None)


@dataclass(frozen=True, slots=True)
class Subject:
    """What the act is about, as far as permission depends on it. Empty sets reach nobody's scope.

    `institutions` and `units` are those the thing belongs to or that employ the person, with all their
    ancestors; `owners` are the institutions owning the module or path, with their ancestors.
    `person_ids` holds the person and every record merged into it; `assigned` those given this case.
    """

    person_ids: frozenset[Key] = field(default_factory=frozenset)
    institutions: frozenset[Key] = field(default_factory=frozenset)
    units: frozenset[Key] = field(default_factory=frozenset)
    owners: frozenset[Key] = field(default_factory=frozenset)
    paths: frozenset[Key] = field(default_factory=frozenset)
    programmes: frozenset[Key] = field(default_factory=frozenset)
    donors: frozenset[Key] = field(default_factory=frozenset)
    assigned: frozenset[Key] = field(default_factory=frozenset)
    is_published: bool = False

    @classmethod
    def owned_by(cls, lineage: frozenset[Key]) -> "Subject":
        """Give a thing of an institution, by the institution with all its ancestors."""
        return cls(institutions=lineage, owners=lineage)


ANYTHING = Subject()
