"""No address disappears: printed codes are scanned for decades."""

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound

from tests.house.routes import addresses, given_out


def test_every_address_given_out_still_answers(whole_app):
    assert len(given_out()) > 100
    assert given_out() - addresses(whole_app) == set()


def test_every_address_is_on_the_list(whole_app):
    """If this fails on a new page: python -m tests.house.routes, and commit the list."""
    assert addresses(whole_app) - given_out() == set()


def test_lost_address_is_named():
    planted = Flask("planted")
    planted.add_url_rule("/verify", "verify", lambda: "", methods=["GET"])

    assert "/v/<> GET" in given_out()
    assert "/v/<> GET" in given_out() - addresses(planted)


NUMBERS = [str(2**31), str(2**63), "9" * 400, "9" * 5000]


@pytest.mark.parametrize("number", NUMBERS, ids=["2^31", "2^63", "400-digits", "5000-digits"])
def test_no_address_holds_a_number_that_no_column_holds(whole_app, number):
    adapter = whole_app.url_map.bind("localhost")
    assert adapter.match(f"/training/modules/BOR-102/{2**31 - 1}")[1]["number"] == 2**31 - 1
    with pytest.raises(NotFound):
        adapter.match(f"/training/modules/BOR-102/{number}")
