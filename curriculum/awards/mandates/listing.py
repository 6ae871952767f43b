"""Mandates as an administrator lists them, and where a new one may be proposed."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import select

from curriculum import clock
from curriculum.awards.models import Mandate
from curriculum.catalogue import queries as catalogue
from curriculum.db import Bilingual, db
from curriculum.domain.actors import Actor, Subject
from curriculum.domain.lifecycles.mandate import MandateStanding, standing_on
from curriculum.domain.permissions import Permission
from curriculum.domain.policy import Permitted, permits
from curriculum.institutions.models import Institution
from curriculum.people import queries as people


class MandateRow(NamedTuple):
    """A mandate with the names a list shows."""

    mandate: Mandate
    name: str
    institution: Bilingual
    standing: MandateStanding


def visible_to(actor: Actor) -> list[MandateRow]:
    """Mandates of the institutions the actor looks after, by institution and function, newest first."""
    wanted = (
        select(Mandate, Institution.name)
        .join(Institution, Institution.id == Mandate.institution_id)
        .order_by(Institution.code, Mandate.function, Mandate.from_.desc(), Mandate.code)
    )
    lineages, today = catalogue.all_lineages(), clock.today()
    found = [
        (one, name)
        for one, name in db.session.execute(wanted)
        if _reaches(actor, Permission.MANDATE_VIEW, lineages, one.institution_id)
    ]
    names = people.display_names(one.person_id for one, _ in found)
    return [
        MandateRow(
            one, names.get(one.person_id, ""), institution, standing_on(one.state, one.from_, one.to, today)
        )
        for one, institution in found
    ]


def institutions_for(actor: Actor, permission: Permission) -> list[tuple[str, Bilingual]]:
    """Institutions where a permission on mandates carries: code and name, for the form."""
    lineages = catalogue.all_lineages()
    rows = db.session.execute(
        select(Institution.id, Institution.code, Institution.name).order_by(Institution.code)
    )
    return [(row.code, row.name) for row in rows if _reaches(actor, permission, lineages, row.id)]


def _reaches(
    actor: Actor, permission: Permission, lineages: Mapping[int, frozenset[int]], institution_id: int
) -> bool:
    about = Subject(institutions=lineages[institution_id])
    return isinstance(permits(actor, permission, about, clock.today()), Permitted)
