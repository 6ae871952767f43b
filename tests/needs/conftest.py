"""Guards who need BOR-102: six at MINT and two at MAEC serve, six others do not count."""

from datetime import date

import pytest

from curriculum.catalogue import queries as catalogue
from curriculum.db import db, new_id, transaction
from curriculum.institutions.models import PostProfile
from curriculum.people.models import Person, Position, ServiceRecord
from curriculum.progress.models import Achievement
from tests.factories.catalogue import both, make_module, make_theme, outcome, published

TODAY = date(2026, 11, 21)


class Owner:
    """CNFGF as the module factory wants it."""

    def __init__(self, key: int) -> None:
        self.id = key


def serves(post: PostProfile, institution: int, *, merged_into: int | None = None, **values) -> int:
    """Somebody who holds the post since 2020, unless the values say otherwise."""
    person = Person(id=new_id(), merged_into=merged_into)
    db.session.add(person)
    db.session.flush()
    given = {"from_": date(2020, 1, 1), "institution_id": institution, "post_profile_id": post.id} | values
    db.session.add(ServiceRecord(id=new_id(), person_id=person.id, **given))
    return person.id


def holds(person: int, code: str, level: int = 3, until: date | None = None) -> None:
    """The person has an outcome at a level, until a day."""
    held = {"proof_level": level, "via": "run", "achieved_on": date(2025, 1, 1), "trace": []}
    key = catalogue.outcomes_by_code([code])[code].id
    db.session.add(Achievement(person_id=person, outcome_id=key, current_until=until, **held))


@pytest.fixture
def guards(cast):
    """P-GUARD asks for BOR-102: O1 critical, O2 not. The keys of the six of MINT."""
    mint, maec, school = (cast.institution(code) for code in ("MINT", "MAEC", "CNFGF"))
    with transaction():
        post = PostProfile(id=new_id(), code="P-GUARD", title=both("Guard"), required_modules=["BOR-102"])
        db.session.add(post)
        db.session.flush()
        six = [serves(post, mint) for _ in range(5)] + [serves(post, mint, to=TODAY)]
        serves(post, maec)
        serves(post, mint, home_institution_id=maec, position=Position.SECONDMENT)
        serves(post, mint, to=date(2026, 11, 20))
        serves(post, mint, from_=date(2027, 1, 1))
        serves(post, mint, position=Position.RETIRED)
        serves(post, mint, merged_into=six[0])
        serves(post, mint, post_profile_id=None)
        module = make_module(owner=Owner(school), theme=make_theme("T5"))
        published(module, cast.chidi, cast.farid, outcome(60, critical=True), outcome(40))
    return six
