"""The people every test knows, one per kind of power (style.md §3).

`cast` writes them on first use and gives each as an Actor: `cast.amina`, `cast.elif_`. Amina serves at
MINT, Elif signs there for HR; Farid signs at CNFGF for training; Jonas decides at ENAPV-DQC; Dalia and
Hugo are accounts of two donors without a person; Grace has an account and no role.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from curriculum import clock
from curriculum.accounts import queries as accounts
from curriculum.accounts.models import Account
from curriculum.db import Bilingual, db, new_id, transaction
from curriculum.domain.actors import EVERYWHERE, Actor, Grant, Role, Scope, ScopeKind
from curriculum.donors.models import Donor
from curriculum.institutions.models import Institution
from curriculum.people import service as people
from curriculum.people.models import Person
from curriculum.people.registration import NewName, NewPerson
from tests import snapshot
from tests.factories.accounts import make_account, make_role
from tests.factories.institutions import make_institution, make_unit


@dataclass(frozen=True)
class Member:
    """One of the cast: where the person serves, and the roles with the code of their scope."""

    name: str
    number: str = ""
    unit: str = ""
    roles: tuple[tuple[Role, str], ...] = ()
    more: tuple[tuple[str, str, str], ...] = ()
    """Spellings in other scripts: script, given, family."""


R = Role
CENTRES = ("ENAPV", "CFDMA", "CNFGF", "ADV")
ARABIC = (("Arab", "أمينة", "المزكوري"),)
MEMBERS = (
    Member(
        "Amina Mezgouri", "VM-200037-X", "MINT-DPF", ((R.OFFICIAL, "MINT"),), (("Arab", "أمينة", "المزكوري"),)
    ),
    Member("Bruno Castelvaro", "VM-200074-L", "CNFGF-ENS", ((R.ASSESSOR, "CNFGF"),)),
    Member("Chidi Okwuruma", "VM-200111-Z", "ENAPV-DEF", tuple((R.CURRICULUM_DESIGNER, c) for c in CENTRES)),
    Member("Ines Valtierra", "VM-200148-N", "MINT-DRH", ((R.HR_OFFICER, "MINT"),)),
    Member(
        "Elif Karadaylan",
        "VM-200185-B",
        "MINT-DRH",
        tuple((R.HR_SIGNATORY, c) for c in ("MINT", "ENAPV", "CNFGF", "CFDMA")),
    ),
    Member("Farid Benkirouane", "VM-200222-Q", "CNFGF-ENS", ((R.TRAINING_SIGNATORY, "CNFGF"),)),
    Member("Jonas Hallgrund", "VM-200259-D", "ENAPV-DQC", ((R.CERTIFICATION_DECIDER, ""),)),
    Member("Leïla Sahraouane", "VM-200296-S", "ENAPV-DEF", tuple((R.ASSESSOR, c) for c in CENTRES)),
    Member(
        "Pavel Dragomirov",
        "VM-200333-F",
        "CFDMA-ING",
        tuple((R.ASSESSOR, c) for c in CENTRES),
        (("Cyrl", "Павел", "Драгомиров"),),
    ),
    Member("Viktor Lebedinsky", "VM-200370-U", "CIM-SP", ((R.SECOND_APPROVER, ""),)),
    Member("Sana Idrissane", "VM-200407-H", "MINT-DRH", ((R.INSTITUTION_ADMIN, "MINT"),)),
    Member("Omar Jebrane", "VM-200444-W", "CIM-SP", ((R.SYSTEM_ADMIN, ""),)),
    Member("Clara Montrevel", "VM-200481-K", "CIM-SP", ((R.COORDINATION_MEMBER, ""),)),
    Member("Dalia", roles=((R.DONOR_REPRESENTATIVE, "D-NORD"),)),
    Member("Hugo", roles=((R.DONOR_REPRESENTATIVE, "D-PMCO"),)),
    Member("Grace"),
)
INSTITUTIONS = ("MINT", "MAEC", "ENAPV", "ADV", "CNFGF", "CFDMA", "CIM", "VASS")
UNITS = ("MINT-DPF", "MINT-DRH", "CNFGF-ENS", "ENAPV-DEF", "ENAPV-DQC", "CFDMA-ING", "CIM-SP")
DONORS = ("D-NORD", "D-PMCO")


def login_of(name: str) -> str:
    """`Leïla Sahraouane` signs in as leila."""
    return name.split()[0].casefold().replace("ï", "i")


class Cast:
    """The cast as actors, by first name; what they need is written when first asked for."""

    def __init__(self) -> None:
        self._written = False

    def __getattr__(self, name: str) -> Actor:
        if name.startswith("_"):
            raise AttributeError(name)
        return accounts.actor_of(self.account(name.rstrip("_")), clock.today())

    def account(self, login: str) -> int:
        """The key of an account."""
        self.enter()
        return db.session.scalars(select(Account.id).where(Account.login == login)).one()

    def person(self, login: str) -> int:
        """The key of the person behind an account."""
        self.enter()
        return db.session.scalars(select(Account.person_id).where(Account.login == login)).one()

    def institution(self, code: str) -> int:
        """The key of an institution of the cast."""
        self.enter()
        return db.session.scalars(select(Institution.id).where(Institution.code == code)).one()

    def enter(self) -> None:
        """Write the cast, its institutions and its two donors; once."""
        if self._written:
            return
        self._written = True
        if db.session.info.get("writing"):
            _enter()
            return
        with transaction():
            is_first = _enter()
        if is_first:
            _SEEN[clock.now()] = snapshot.rows_of(db.session.connection())


_SEEN: dict[datetime, snapshot.Rows] = {}
"""What the cast is made of, by the moment it was written; the services need a fifth of a second for it."""


def _enter() -> bool:
    """Put the rows back if they are known and nothing stands in their way; say whether they may be kept."""
    connection = db.session.connection()
    was_empty = snapshot.is_empty(connection)
    if was_empty and clock.now() in _SEEN:
        snapshot.put_back(connection, _SEEN[clock.now()])
        return False
    _write()
    return was_empty


def _write() -> None:
    places = {code: make_institution(code) for code in INSTITUTIONS}
    for code in UNITS:
        make_unit(places[code.split("-")[0]], code)
    keys = {code: _scope(ScopeKind.INSTITUTION, one.id) for code, one in places.items()}
    keys |= {code: _scope(ScopeKind.DONOR, _donor(code)) for code in DONORS} | {"": EVERYWHERE}
    for member in MEMBERS:
        person_id = _person(member).id if member.unit else None
        account = make_account(login_of(member.name), display_name=member.name, person_id=person_id)
        for role, code in member.roles:
            make_role(account, role, keys[code])


def _scope(kind: ScopeKind, key: int) -> Scope:
    return Scope(kind, key)


def _donor(code: str) -> int:
    known = db.session.scalars(select(Donor).where(Donor.code == code)).one_or_none()
    donor = known or Donor(id=new_id(), code=code, name=Bilingual(code, code), type="donor")
    db.session.add(donor)
    db.session.flush()
    return donor.id


def _person(member: Member) -> Person:
    given, family = member.name.split()
    spellings = (NewName("Latn", given, family), *(NewName(*one) for one in member.more))
    return people.register(
        _REGISTRAR,
        NewPerson(
            names=spellings,
            personnel_no=member.number,
            institution=member.unit.split("-")[0],
            unit=member.unit,
            hired_on=date(2010, 1, 4),
        ),
    )


_REGISTRAR = Actor(account_id=None, grants=(Grant(Role.HR_OFFICER, EVERYWHERE, date(2000, 1, 1)),))
