"""Somebody under way follows another route: with a reason, in the trail, judged anew at once."""

from dataclasses import replace
from datetime import date

import pytest

from curriculum.audit import queries as trail
from curriculum.db import db, new_id, transaction
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.refusals import RefusalCode
from curriculum.paths import queries, service
from curriculum.paths.models import PathEnrolment
from curriculum.progress import queries as progress
from tests.factories.paths import module_component, published
from tests.paths.composing import PRACTICE, ROUTES
from tests.refusing import refused

pytestmark = pytest.mark.database

TEACHING = replace(PRACTICE, routes=("standard",))


@pytest.fixture
def enrolment(cast, modules):
    """Amina is under way on the standard route, which asks for teaching; recognition does not."""
    with transaction():
        version = published(
            "LP-TWO",
            cast.chidi,
            cast.elif_,
            cast.farid,
            module_component(modules[0]),
            TEACHING,
            routes=ROUTES,
        )
        made = PathEnrolment(
            person_id=cast.person("amina"),
            id=new_id(),
            path_version_id=version.id,
            state=EnrolmentState.ACTIVE,
            designated_on=date(2025, 1, 6),
        )
        db.session.add(made)
    return made.person_id, made.id


def asked(enrolment) -> list[str]:
    found = progress.progress_on(queries.enrolment(*enrolment))
    return [one.code for one in found.components]


def change(actor, enrolment, route="rpl", reason="She taught for years"):
    with transaction():
        return service.change_route(actor, queries.enrolment(*enrolment), route=route, reason=reason)


def test_what_the_other_route_asks_for_is_judged_at_once(cast, enrolment):
    before = asked(enrolment)

    change(cast.ines, enrolment)

    assert (before, asked(enrolment)) == (["C1", "C2"], ["C1"])


def test_it_is_told_once_with_its_reason(cast, enrolment):
    for _click in range(2):
        change(cast.ines, enrolment)

    (event,) = [one for one in trail.about(enrolment[0]) if one.event == "enrolment:rerouted"]
    assert (event.reason, event.facts["before"], event.facts["route"]) == (
        "She taught for years",
        "standard",
        "rpl",
    )


REFUSED = [
    pytest.param({"route": "fast_track"}, RefusalCode.VALUE_INVALID, id="no-route-of-the-path"),
    pytest.param({"reason": "  "}, RefusalCode.REASON_MISSING, id="no-reason"),
]


@pytest.mark.parametrize(("how", "code"), REFUSED)
def test_it_is_refused(cast, enrolment, how, code):
    refused(code, change, cast.ines, enrolment, **how)


def test_who_may_not_nominate_may_not_change_it(cast, enrolment):
    refused(RefusalCode.NOT_PERMITTED, change, cast.chidi, enrolment)


def test_whoever_has_completed_the_path_stays_as_they_are(cast, enrolment):
    with transaction():
        queries.enrolment(*enrolment).state = EnrolmentState.COMPLETED

    refused(RefusalCode.WRONG_STATE, change, cast.ines, enrolment)
