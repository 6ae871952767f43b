"""J5, bad case: what the page of a certificate says when its version or a module of it was withdrawn."""

from datetime import date

import pytest

from curriculum import clock
from curriculum.awards import service
from curriculum.catalogue import service as catalogue
from curriculum.db import transaction
from curriculum.paths import service as paths
from curriculum.transitions import service as transitions
from tests.conftest import NOW
from tests.factories.awards import issued, make_candidacy

pytestmark = pytest.mark.database


def test_certificate_of_a_withdrawn_version_stays_and_says_what_is_asked_J5(cast, visit):
    certificate = issued(make_candidacy(cast))
    here, version = f"/certificates/{certificate.number}", certificate.path_version_id
    with transaction():
        paths.withdraw(cast.farid, version, reason="The law changed")
        transitions.ask_update(
            cast.farid, version, until=date(2027, 3, 31), what="Pass the test on the new law"
        )

    inside, own = visit(here, as_="ines"), visit(here, as_="amina")

    asked = "Update asked of the holder until 31 March 2027: Pass the test on the new law"
    for page in (inside, own):
        assert "The version it rests on was withdrawn." in page.text
        assert asked in page.text
    assert "whether it is suspended is decided here" in inside.text
    assert "Your certificate stays in force" in own.text


def test_certificate_says_that_a_module_of_its_path_was_withdrawn_J5(cast, visit):
    case = make_candidacy(cast)
    certificate = issued(case)
    with transaction():
        catalogue.withdraw(cast.farid, case.module_version_id, reason="The law changed")

    inside, own = (visit(f"/certificates/{certificate.number}", as_=one) for one in ("ines", "amina"))

    assert "A module that its path asks for was withdrawn. The certificate stays in force" in inside.text
    assert "A module that its path asks for was withdrawn. Your certificate stays in force" in own.text


def suspend(cast, certificate):
    why = {"reason_code": "under_review", "note": "Test not passed"}
    service.suspend(cast.jonas, certificate.number, **why)


def give_back(cast, certificate):
    service.withdraw_certificate(cast.amina, certificate.number, reason="Leaving the service")


@pytest.mark.parametrize(
    ("end", "on"),
    [
        pytest.param(suspend, NOW, id="suspended"),
        pytest.param(give_back, NOW, id="given-back"),
        pytest.param(lambda *_: None, NOW.replace(year=2036), id="I-08-expired"),
    ],
)
def test_certificate_no_longer_in_force_is_not_said_to_stay_in_force_J5(cast, visit, end, on):
    certificate = issued(make_candidacy(cast))
    with transaction():
        paths.withdraw(cast.farid, certificate.path_version_id, reason="The law changed")
        transitions.ask_update(
            cast.farid, certificate.path_version_id, until=date(2027, 3, 31), what="Pass the test"
        )
        end(cast, certificate)

    with clock.moved_to(on):
        inside, own = (visit(f"/certificates/{certificate.number}", as_=one) for one in ("ines", "amina"))

    said = ("was withdrawn.", "stays in force", "Update asked")
    assert [one for one in said if one in inside.text + own.text] == []
