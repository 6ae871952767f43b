"""A path LP at CNFGF in two versions: its only module was renewed, O1 carries in full, O2 with a retest."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlalchemy import select

from curriculum.accounts.models import Account
from curriculum.assessment.models import AssessmentResult, ResultKind, ResultState
from curriculum.catalogue import service as catalogue
from curriculum.catalogue.models import EquivalenceDegree, ModuleVersion
from curriculum.db import Bilingual, db, new_id, transaction
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.institutions.models import Institution
from curriculum.paths.models import PathEnrolment
from curriculum.progress import service as progress
from tests.cast import Cast
from tests.factories.catalogue import make_module
from tests.factories.catalogue import published as publish_module
from tests.factories.paths import make_official, module_component
from tests.factories.paths import published as publish_path

TEACH_OUT = date(2027, 6, 30)
E, D = EnrolmentState, EquivalenceDegree


@dataclass
class Setting:
    """Keys of what was made; rows are read anew, for every page has its own session."""

    cast: Cast
    module: int = 0
    first: list[int] = field(default_factory=list)
    """The outcomes of the first version of the module."""
    old: int = 0
    new: int = 0

    def enrol(self, *states: EnrolmentState, person_id: int | None = None) -> list[PathEnrolment]:
        """People on version 1, one for each state, who hold nothing yet."""
        mint = db.session.scalars(select(Institution).where(Institution.code == "MINT")).one()
        rows = []
        for state in states:
            who = person_id or make_official(mint).id
            rows.append(
                PathEnrolment(
                    person_id=who,
                    id=new_id(),
                    path_version_id=self.old,
                    state=state,
                    designated_on=date(2026, 1, 12),
                    entry_grounds={"grounds": ["designated"]},
                    exemptions=[],
                )
            )
        db.session.add_all(rows)
        db.session.flush()
        return rows

    def passed(self, person_id: int, *outcomes: int, entered: datetime | None = None) -> None:
        """An assessor of ours passed these outcomes, another verified it; the standing follows."""
        db.session.add(
            AssessmentResult(
                person_id=person_id,
                id=new_id(),
                kind=ResultKind.MODULE,
                module_version_id=self.module,
                outcome_ids=[str(one) for one in outcomes],
                score=9000,
                passed=True,
                assessed_on=date(2026, 5, 4),
                assessor_id=self.cast.bruno.person_id,
                verifier_id=self.cast.farid.person_id,
                verified_at=datetime(2026, 5, 5, tzinfo=UTC),
                state=ResultState.VERIFIED,
                created_at=entered or datetime(2026, 5, 4, tzinfo=UTC),
            )
        )
        db.session.flush()
        progress.refresh([person_id])


def make_setting(cast: Cast) -> Setting:
    """Both versions published, version 1 taught until TEACH_OUT; nobody is on it yet."""
    cast.enter()
    with transaction():
        place = db.session.scalars(select(Institution).where(Institution.code == "CNFGF")).one()
        module = make_module(owner=place)
        first = publish_module(module, cast.chidi, cast.farid)
        old = publish_path("LP", cast.chidi, cast.elif_, cast.farid, module_component(module))
        second = publish_module(module, cast.chidi, cast.farid, teach_out_until=TEACH_OUT)
        _carry(cast, first, second)
        component = module_component(module, number=2)
        new = publish_path("LP", cast.chidi, cast.elif_, cast.farid, component, teach_out_until=TEACH_OUT)
        return Setting(cast, first.id, [one.id for one in first.outcomes], old.id, new.id)


def _carry(cast: Cast, first: ModuleVersion, second: ModuleVersion) -> None:
    retest = {"top_up": "retest_80", "top_up_text": Bilingual("nouvel examen, 80 %", "new exam, 80 %")}
    for before, after, degree, top_up in zip(
        first.outcomes, second.outcomes, (D.FULL, D.PARTIAL), ({}, retest), strict=True
    ):
        catalogue.decide_equivalence(
            cast.chidi, target_id=after.id, source_id=before.id, degree=degree, **top_up
        )


def give_address(person_id: int) -> None:
    """An account of a person that mails may go to."""
    db.session.add(
        Account(
            id=new_id(),
            login=f"official-{person_id}",
            display_name="An official",
            person_id=person_id,
            email=f"p{person_id}@example.org",
            locale="fr",
        )
    )
    db.session.flush()
