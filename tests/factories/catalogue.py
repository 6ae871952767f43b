"""Plain makers of accounts, institutions, themes, modules, versions; what is not said is dull and valid."""

from datetime import date

from curriculum.accounts.models import Account
from curriculum.catalogue import service
from curriculum.catalogue.content import (
    AssessmentContent,
    GivenAs,
    Hours,
    Opinion,
    OutcomeContent,
    VersionContent,
)
from curriculum.catalogue.models import Module, ModuleVersion, OutcomeType, Theme
from curriculum.db import Bilingual, db, new_id
from curriculum.domain.actors import EVERYWHERE, Actor, Grant, Role, Scope, ScopeKind
from curriculum.institutions.models import Institution
from curriculum.people.models import Person

SINCE = date(2010, 1, 1)


def both(text: str) -> Bilingual:
    return Bilingual(f"{text} (fr)", text)


def make_institution(code: str = "ENAPV", parent: Institution | None = None) -> Institution:
    parent_id = parent.id if parent else None
    row = Institution(id=new_id(), code=code, type="school", name=both(code), roles=[], parent_id=parent_id)
    db.session.add(row)
    db.session.flush()
    return row


def within(institution: Institution) -> Scope:
    return Scope(ScopeKind.INSTITUTION, institution.id)


def make_actor(login: str, *roles: Role, scope: Scope = EVERYWHERE, person: bool = True) -> Actor:
    """An account with a person of its own (not a donor's), holding the roles since for ever."""
    who = Person(id=new_id()) if person else None
    if who is not None:
        db.session.add(who)
        db.session.flush()
    account = Account(id=new_id(), login=login, display_name=login, person_id=who.id if who else None)
    db.session.add(account)
    db.session.flush()
    grants = tuple(Grant(role, scope, SINCE) for role in roles)
    return Actor(account.id, who.id if who else None, grants=grants)


def make_theme(code: str = "T1") -> Theme:
    row = Theme(id=new_id(), code=code, title=both(code))
    db.session.add(row)
    db.session.flush()
    return row


def make_module(code: str = "BOR-102", *, owner: Institution, theme: Theme | None = None) -> Module:
    theme = theme or make_theme(f"T-{code}")
    row = Module(id=new_id(), code=code, owner_institution_id=owner.id, theme_id=theme.id)
    db.session.add(row)
    db.session.flush()
    return row


def outcome(weight: int = 50, *, critical: bool = False, text: str = "Do it") -> OutcomeContent:
    return OutcomeContent(both(text), OutcomeType.SKILL, "apply", weight, critical)


def content(*outcomes: OutcomeContent, **values) -> VersionContent:
    """Complete content: two outcomes of 50, the first critical, 24 contact hours."""
    given = outcomes or (outcome(critical=True), outcome())
    dull = {
        "title": both("Title"),
        "summary": both("Summary"),
        "target_group": both("Officials"),
        "hours": Hours(contact=2400, self_study=600),
        "assessments": (AssessmentContent("written_test", both("Test"), 100),),
    }
    return VersionContent(**{**dull, "outcomes": given, **values})


def published(
    module: Module, author: Actor, approver: Actor, *outcomes: OutcomeContent, **values
) -> ModuleVersion:
    """A version that went the whole way; `teach_out_until` for the one before."""
    until = values.pop("teach_out_until", None)
    version = service.draft_version(author, module_id=module.id, content=content(*outcomes, **values))
    return publish(version, author, approver, teach_out_until=until)


def publish(version: ModuleVersion, author: Actor, approver: Actor, **terms: date | None) -> ModuleVersion:
    """Take a draft the whole way."""
    service.submit(author, version.id)
    service.opine(approver, version.id, given_as=GivenAs.THEMATIC, opinion=Opinion.FAVOURABLE)
    service.approve(approver, version.id)
    return service.publish(approver, version.id, **terms)
