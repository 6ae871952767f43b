"""No address disappears: printed codes are scanned for decades."""

from flask import Flask

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
