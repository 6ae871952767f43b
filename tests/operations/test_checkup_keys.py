"""`cursus doctor` warns of keys and lists that end within ninety days, and says what to do about each."""

from datetime import timedelta

import pytest
from cryptography import x509

from curriculum import clock, config
from curriculum.app import create_app
from curriculum.awards.issuing import seals
from curriculum.db import transaction
from tests.operations.test_checkup import begun, examined, instance, signs

__all__ = ["begun", "instance"]
DAY = timedelta(days=1)


def ending(said: list[str]) -> list[str]:
    return [line for line in said if " ends on " in line or " ended on " in line]


@pytest.fixture
def rows(begun):
    """Every public key of the register, by function."""
    with create_app(config.settings()).app_context():
        found = {row.function: row for row in seals.all_()}
        yield found


def test_nothing_ends_in_a_young_deployment(begun):
    assert ending(examined()[1]) == []


def change(function: str, **values) -> None:
    with transaction() as session:
        for row in seals.all_():
            if row.function == function:
                for name, value in values.items():
                    setattr(session.merge(row), name, value)


CASES = [
    pytest.param("credential", 91, None, id="credential-in-91-days"),
    pytest.param("credential", 90, "run `cursus awards keys rotate key-", id="credential-in-90-days"),
    pytest.param("issuing", 5, "run `cursus awards keys rotate issuing-", id="issuing-authority"),
    pytest.param("root", 5, "run `python -m certificates keys rotate FOLDER root`", id="root"),
]


@pytest.mark.parametrize(("function", "days", "mend"), CASES)
def test_keys_that_end_within_ninety_days_are_named(rows, function, days, mend):
    change(function, valid_until=clock.now() + days * DAY)

    status, said = examined()

    warned = [line for line in ending(said) if not line.split(maxsplit=1)[1].startswith("list")]
    assert (status, [mend in line for line in warned]) == (0, [] if mend is None else [True])
    assert signs(said, "warning")[-1:] or mend is None


LISTS = [
    pytest.param(300, "warning", "cursus awards keys lists`", id="our-list-in-65-days"),
    pytest.param(400, "error", "cursus awards keys lists`", id="our-list-over"),
    pytest.param(5 * 365 - 30, "warning", "--root-key FILE", id="list-of-the-root"),
]


@pytest.mark.parametrize(("days", "level", "mend"), LISTS)
def test_lists_that_end_are_worse_once_over(begun, days, level, mend):
    with clock.moved_to(clock.now() + days * DAY):
        _, said = examined()

    assert [mend in line for line in ending(said) if line.startswith(level) and mend in line] == [True]


def test_list_of_another_authority_is_brought_in(rows):
    change("root", generation=seals.OF_OTHERS + 1)
    change("issuing", generation=seals.OF_OTHERS + 1)
    with clock.moved_to(clock.now() + 360 * DAY):
        _, said = examined()

    assert [line.endswith("bring in the new one") for line in ending(said)] == [True]


def test_what_the_doctor_warns_of_is_what_the_list_says(rows):
    listed = x509.load_pem_x509_crl(rows["issuing"].crl_pem.encode())
    with clock.moved_to(listed.next_update_utc - 30 * DAY):
        _, said = examined()

    assert f"{listed.next_update_utc:%Y-%m-%d}" in ending(said)[0]
