"""No page of the demonstration leads its reader to a closed door or to nowhere."""

import pytest

from curriculum.demo import cast
from tests.crawl import walk


@pytest.mark.parametrize("login", [*cast.logins(), None])
def test_every_link_opens(velmaria, login):
    with velmaria.opened():
        client = velmaria.app.test_client()
        if login:
            client.post(f"/login/as/{login}")
        shut = [
            (origin, address, answer.status)
            for origin, address, answer in walk(velmaria.app, client, "/")
            if answer.status_code != 200
        ]
    assert shut == []
