"""`cursus accounts`: the operator's way to the first administrator."""

import json

import pytest

from curriculum.accounts import links, queries
from curriculum.accounts.cli import group
from curriculum.domain.refusals import Refusal

pytestmark = pytest.mark.database


def _run(app, *arguments):
    return app.test_cli_runner().invoke(group, arguments, catch_exceptions=False)


def test_first_administrator_comes_from_the_machine(app, visit):
    answer = _run(app, "create", "Omar", "--name", "Omar Jebrane", "--administrator")

    assert answer.exit_code == 0
    token = answer.stdout.strip().rsplit("/", 1)[1]
    assert links.open_link(token).account_id == queries.by_login("omar").id
    assert visit("/admin", as_="omar").h1 == "Administration"
    listed = json.loads(_run(app, "list", "--json").stdout)
    assert listed == [
        {"login": "omar", "name": "Omar Jebrane", "status": "active", "roles": ["system_admin"]}
    ]


def test_login_is_given_once(app):
    _run(app, "create", "omar", "--name", "Omar")

    with pytest.raises(Refusal):
        _run(app, "create", "omar", "--name", "Another")


def test_operator_renews_the_link_of_the_only_administrator(app, visit):
    _run(app, "create", "omar", "--name", "Omar", "--administrator")

    answer = _run(app, "renew", "omar", "--reason", "forgot the password")

    path = "/first-sign-in/" + answer.stdout.strip().rsplit("/", 1)[1]
    assert visit(path).h1 == "Choose your password"
