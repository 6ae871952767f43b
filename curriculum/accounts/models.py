"""Who can sign in, since when and as what: accounts, sessions, time-bound roles."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from curriculum.db import KEY, At, Id, Model, Stamped, closed, ref
from curriculum.domain.actors import Role, ScopeKind


class AccountStatus(StrEnum):
    """A disabled account keeps its history and loses its sessions."""

    ACTIVE = "active"
    DISABLED = "disabled"


class Account(Stamped, Model):
    """Someone who can sign in; donors' accounts may have no person behind them."""

    id: Mapped[Id]
    login: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    person_id: Mapped[int | None] = ref("person.id")
    institution_id: Mapped[int | None] = ref("institution.id")
    """Whose administrator looks after the account; None: only the system's administrators do."""
    password_hash: Mapped[str | None]
    status: Mapped[AccountStatus] = mapped_column(closed(AccountStatus), default=AccountStatus.ACTIVE)
    locale: Mapped[str] = mapped_column(default="fr")
    email: Mapped[str | None]
    """Where notices go, as its holder said; None: nobody writes."""


class SignInSession(Model):
    """A server-side session; the cookie holds the random token, the row only its hash."""

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = ref("account.id")
    created_at: Mapped[At]
    last_seen_at: Mapped[At]
    expires_at: Mapped[At]
    revoked_at: Mapped[At | None]


class FirstSignInLink(Model):
    """A one-time link by which an account chooses its own password.

    Of an account with weight it is guarded: whoever asked for it holds the link, the second approver a
    code, and only both together open the account to the one they belong to.
    """

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = ref("account.id")
    created_at: Mapped[At]
    expires_at: Mapped[At]
    used_at: Mapped[At | None]
    guarded: Mapped[bool] = mapped_column(default=False)
    asked_by: Mapped[int | None] = ref("account.id", index=False)
    approved_by: Mapped[int | None] = ref("account.id", index=False)
    reason: Mapped[str | None]
    code_hash: Mapped[str | None]
    """Of the code that the second approver was shown; None: nobody has approved yet."""

    __table_args__ = (
        CheckConstraint("approved_by IS NULL OR approved_by <> asked_by", name="two_people"),
        CheckConstraint("NOT guarded OR used_at IS NULL OR code_hash IS NOT NULL", name="never_by_one"),
    )


class SignInAttempt(Model):
    """A failed sign-in, counted to slow down guessing (ASVS 6.3.1); swept after a day."""

    id: Mapped[Id]
    login: Mapped[str] = mapped_column(index=True)
    at: Mapped[At]


class RoleAssignment(Stamped, Model):
    """A role in a scope between two dates, granted by another account with a reason."""

    id: Mapped[Id]
    account_id: Mapped[int] = ref("account.id")
    role: Mapped[Role] = mapped_column(closed(Role))
    scope_kind: Mapped[ScopeKind] = mapped_column(closed(ScopeKind))
    scope_id: Mapped[int | None] = mapped_column(KEY)
    from_: Mapped[date]
    to: Mapped[date | None]
    granted_by: Mapped[int | None] = ref("account.id", index=False)
    approved_by: Mapped[int | None] = ref("account.id", index=False)
    """The second approver of a privileged role; never the one who granted it."""
    settled_at: Mapped[At | None]
    """When nothing was missing any more: at once, or at the second approval; None: not in force yet."""
    reason: Mapped[str]

    __table_args__ = (
        CheckConstraint("granted_by IS NULL OR granted_by <> account_id", name="never_to_self"),
        CheckConstraint("approved_by IS NULL OR approved_by <> granted_by", name="two_people"),
    )
