import pytest
from sqlalchemy import event

from curriculum.db import db, transaction
from curriculum.paths import queries as paths
from tests.factories.accounts import make_account
from tests.factories.delivery import make_official
from tests.paths.test_velmaria import load
from tests.progress.test_standing import follow

pytestmark = pytest.mark.database


@pytest.fixture
def amina(app):
    from datetime import date

    from curriculum.announcements import PersonTouched
    from curriculum.db import announce
    from curriculum.domain.lifecycles.enrolment import EnrolmentState
    from curriculum.paths.models import PathEnrolment

    load()
    with transaction():
        person_id = make_official("Amina Mezgouri")
        make_account("amina", person_id=person_id)
        enrolment = PathEnrolment(
            person_id=person_id,
            path_version_id=paths.get_version("LP-TRN-ASY", 1).id,
            state=EnrolmentState.ADMITTED,
            designated_on=date(2024, 1, 1),
        )
        db.session.add(enrolment)
        announce(PersonTouched(person_id))
    follow(person_id, "CEPM-01", score=7300, hours=2400)
    return person_id


def test_own_page_says_where_why_and_what_next(amina, visit):
    page = visit("/me", as_="amina")

    assert "0 of 10 components met" in page.text
    assert "Next step" in page.text
    assert "New evidence was accepted." in page.text


def test_component_page_names_what_met_each_outcome(amina, visit):
    page = visit("/me/LP-TRN-ASY/C2", as_="amina")

    assert "1 of 2 critical outcomes" in page.text
    assert "CEPM-01, 16 May 2024" in page.text
    assert "13.2/24 contact hours credited" in page.text
    assert "At least 19.2 hours are needed: 80% of the contact hours of what was taught." in page.text


def test_somebody_without_a_person_is_told_so(app, visit):
    with transaction():
        make_account("grace")

    assert "no person behind it" in visit("/me", as_="grace").text


def test_own_page_stays_within_its_statements(amina, visit):
    visit("/me", as_="amina")
    statements = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))

    visit("/me", as_="amina")

    assert len([one for one in statements if one != "BEGIN"]) <= 8, statements
