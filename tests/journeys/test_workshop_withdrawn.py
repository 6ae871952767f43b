"""J5 by keyboard alone, in both languages: a version withdrawn, and moves that can no longer be undone."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from curriculum.accounts.models import Account
from curriculum.assessment.models import AssessmentResult, ResultKind, ResultState
from curriculum.db import db, new_id, transaction
from curriculum.domain.dossier import CertificateStanding
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.paths import queries as paths
from curriculum.paths.models import PathComponent, PathEnrolment
from curriculum.progress import service as progress
from curriculum.progress.models import HeldCertificate
from curriculum.tasks.models import Mail
from tests.conftest import NOW
from tests.journeys.doors import enter
from tests.journeys.keyboard import Careful
from tests.journeys.test_workshop import WAYS
from tests.journeys.test_workshop_j5 import BOR, keep_only, official, work
from tests.translations import spoken

pytestmark = pytest.mark.browser

WITHDRAWN = {"fr": "LP-REF-TRN", "en": "LP-EXP-THB"}
"""A path of the ENAPV for each language; nothing else is walked on them."""
LAW = "Loi du 2 novembre / law of 2 November"
SINCE = {"fr": "Odile Vernier", "en": "Oscar Winter"}
"""Who is moved, and assessed afterwards."""


def address_of(login: str) -> tuple[int, str]:
    """The person behind an account, who may be written to from now on."""
    account = db.session.scalars(select(Account).where(Account.login == login)).one()
    account.email = f"{login}@example.org"
    return account.person_id, account.email


def hold(path: str, person_id: int, number: str) -> None:
    """A certificate in force on version 1 of a path."""
    progress.note_certificate(
        person_id,
        number,
        path_version_id=paths.get_version(path, 1).id,
        effective_from=date(2026, 1, 1),
        valid_until=date(2028, 12, 31),
        standing=CertificateStanding.ISSUED,
    )


@pytest.mark.parametrize(("lang", "width"), WAYS)
def test_a_withdrawn_version_pauses_tells_and_revokes_nothing(velmaria, browser, lang, width) -> None:
    """J5, bad case: the law made it wrong; people are paused, holders told, certificates stay."""
    say, path = spoken(lang), WITHDRAWN[lang]
    on_it, holder = official(velmaria, path), official(velmaria, BOR)
    with velmaria.opened(), transaction():
        _person, paused = address_of(on_it)
        held_by, told = address_of(holder)
        hold(path, held_by, f"VM-2026-9{len(path)}{path[-3:]}")
    keys = Careful(enter(velmaria, browser, "rosalie", lang=lang, width=width))

    keys.follow(say("Paths and their versions"))
    keys.follow(f"{path} v1")
    keys.write(say("Reason, for “%(step)s”") % {"step": say("Withdraw")}, LAW)
    keys.follow(say("Withdraw"))
    assert say("Withdrawn") in keys.text()
    work(velmaria)

    own = Careful(enter(velmaria, browser, on_it, lang=lang, width=width))
    own.look()
    assert say("On hold") in own.text()
    with velmaria.opened():
        wanted = select(Mail).where(Mail.to.in_((paused, told)))
        mails = sorted((one.to, one.template) for one in db.session.scalars(wanted))
        assert mails == sorted([(paused, "enrolment_paused"), (told, "certificate_version_withdrawn")])
        held = db.session.scalars(select(HeldCertificate).where(HeldCertificate.person_id == held_by)).one()
        assert held.standing == CertificateStanding.ISSUED


@pytest.mark.parametrize(("lang", "width"), WAYS)
def test_a_move_on_which_an_assessment_relied_stays(velmaria, browser, lang, width) -> None:
    """J5: the plan is undone, but not for whom something was assessed since; the page says why."""
    say, name = spoken(lang), SINCE[lang]
    login = official(velmaria, BOR, name)
    keys = Careful(browser.signed_in("farid", lang=lang, width=width))

    keys.follow(say("Training"))
    keys.follow(say("Paths and their versions"))
    keys.follow(f"{BOR} v2")
    keys.follow(say("What it touches, and moving people to it"))
    keys.follow(say("Draw a plan for version %(number)s") % {"number": 1})
    keep_only(keys, say, name)
    keys.follow(say("Move those chosen"))
    keys.write(say("Reason"), "Fin de l'enseignement / teach-out")
    keys.follow(say("Move them"))
    work(velmaria)
    assess(velmaria, login)
    renewed(keys, say("Undo the moves"))
    keys.follow(say("Undo the moves"))
    keys.write(say("Reason"), "Par erreur / by mistake")
    keys.follow(say("Undo the moves"))
    work(velmaria)
    renewed(keys, say("Something was recorded for this person since the move."))
    keys.look()

    with velmaria.opened():
        assert _version_of(login) == 2


def renewed(keys: Careful, words: str) -> None:
    """The page of the plan fetches itself while the worker is at it, and tells by itself."""
    keys.page.get_by_text(words).first.wait_for(state="visible")


def assess(velmaria, login: str) -> None:
    """An hour after the move a module of the path is passed and verified."""
    with velmaria.opened(NOW + timedelta(hours=1)), transaction():
        person_id, _ = address_of(login)
        wanted = select(PathComponent.module_version_id).where(
            PathComponent.path_version_id == paths.get_version(BOR, 2).id,
            PathComponent.module_version_id.is_not(None),
        )
        db.session.add(
            AssessmentResult(
                person_id=person_id,
                id=new_id(),
                kind=ResultKind.MODULE,
                module_version_id=db.session.scalars(wanted).first(),
                outcome_ids=[],
                score=9000,
                passed=True,
                assessed_on=NOW.date(),
                assessor_id=_person("bruno"),
                verifier_id=_person("farid"),
                verified_at=NOW,
                state=ResultState.VERIFIED,
                created_at=NOW + timedelta(hours=1),
            )
        )


def _person(login: str) -> int | None:
    return db.session.scalars(select(Account.person_id).where(Account.login == login)).one()


def _version_of(login: str) -> int:
    wanted = select(PathEnrolment).where(
        PathEnrolment.person_id == _person(login), PathEnrolment.state != EnrolmentState.WITHDRAWN
    )
    return max(paths.version(one.path_version_id).version for one in db.session.scalars(wanted))
