"""Plain makers of paths; what is not said is dull and valid."""

from datetime import date

from curriculum.catalogue.content import GivenAs, Opinion
from curriculum.catalogue.models import Module
from curriculum.db import db, new_id
from curriculum.domain.actors import Actor
from curriculum.domain.path import ComponentType
from curriculum.institutions.models import Institution
from curriculum.paths import queries, service
from curriculum.paths.content import ComponentContent, PathContent
from curriculum.paths.models import PathKind, PathVersion
from curriculum.people.models import Person, ServiceRecord
from tests.factories.catalogue import both


def module_component(module: Module, code: str = "C1", number: int = 1, **values) -> ComponentContent:
    return ComponentContent(code, ComponentType.MODULE, module=(module.code, number), **values)


def content(*components: ComponentContent, **values) -> PathContent:
    dull = {"kind": PathKind.TRAINER, "title": both("Trainer"), "purpose": both("A pool of trainers")}
    return PathContent(**{**dull, "components": components, **values})


def published(
    code: str, author: Actor, hr: Actor, approver: Actor, *components: ComponentContent, **values
) -> PathVersion:
    """A version that went the whole way at CNFGF; `teach_out_until` for the one before."""
    until = values.pop("teach_out_until", None)
    path = queries.find_path(code) or service.create_path(author, code=code, owner="CNFGF")
    version = service.draft_version(author, path_id=path.id, content=content(*components, **values))
    service.submit(author, version.id)
    service.opine(hr, version.id, given_as=GivenAs.HR, opinion=Opinion.FAVOURABLE)
    service.approve(approver, version.id)
    return service.publish(approver, version.id, teach_out_until=until)


def make_official(employer: Institution, *, since: date = date(2015, 1, 1)) -> Person:
    person = Person(id=new_id())
    db.session.add(person)
    db.session.flush()
    db.session.add(ServiceRecord(person_id=person.id, id=new_id(), institution_id=employer.id, from_=since))
    db.session.flush()
    return person
