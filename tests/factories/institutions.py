"""Institutions and units as rows, no surprises."""

from datetime import date

from curriculum.db import Bilingual, db, new_id
from curriculum.institutions.models import (
    Institution,
    InstitutionName,
    InstitutionRole,
    OrgUnit,
    UnitFunction,
)


def make_institution(code: str = "MINT", **values) -> Institution:
    given = {
        "id": new_id(),
        "code": code,
        "type": "ministry",
        "name": Bilingual(f"Institution {code}", f"Institution {code}"),
        "roles": [InstitutionRole.EMPLOYER.value],
    } | values
    institution = Institution(**given)
    db.session.add(institution)
    db.session.flush()
    db.session.add(
        InstitutionName(institution_id=institution.id, name=institution.name, valid_from=date(2020, 1, 1))
    )
    return institution


def make_unit(institution: Institution, code: str, **values) -> OrgUnit:
    given = {
        "id": new_id(),
        "institution_id": institution.id,
        "code": code,
        "name": Bilingual(f"Unité {code}", f"Unit {code}"),
        "function": UnitFunction.THEMATIC,
    } | values
    unit = OrgUnit(**given)
    db.session.add(unit)
    db.session.flush()
    return unit
