"""The checker in one page, as the public site hands it out."""

import pytest

from certificates.errors import TrustError
from curriculum.awards.issuing import lists
from curriculum.verify import offline_views
from tests.conftest import NOW

pytestmark = pytest.mark.database


def test_whoever_wants_to_check_without_network_takes_one_page_along(issued, client):
    lists.publish_due(NOW)
    response = client.get("/verify/offline")
    assert (response.status_code, response.mimetype) == (200, "text/html")
    assert response.headers["Content-Disposition"] == 'attachment; filename="check-certificates.html"'


@pytest.mark.parametrize("language", ["en", "fr"])
def test_lists_that_no_page_can_hold_are_told_with_what_holds_them(issued, client, monkeypatch, language):
    monkeypatch.setattr("certificates.offline.page.LARGEST_PAGE", 1000)
    response = client.get(f"/verify/offline?lang={language}")

    assert (response.status_code, response.mimetype) == (404, "text/html")
    assert "python -m certificates verify FILE --trust bundle.zip --trust-key log.pub" in response.text
    assert f'<html lang="{language}"' in response.text
    assert "Content-Disposition" not in response.headers


def test_where_there_is_nothing_to_check_with_there_is_no_page(issued, client, monkeypatch):
    def without_keys(*_given):
        raise TrustError(problem="no_keys")

    monkeypatch.setattr(offline_views, "make_page", without_keys)
    assert "bundle.zip" not in client.get("/verify/offline").text
