"""The checker in one page, as the public site hands it out."""

import pytest

from certificates.errors import TrustError
from curriculum.awards.issuing import lists
from curriculum.verify import key_views
from tests.conftest import NOW

pytestmark = pytest.mark.database


def test_whoever_wants_to_check_without_network_takes_one_page_along(issued, client):
    lists.publish_due(NOW)
    response = client.get("/verify/offline")
    assert (response.status_code, response.mimetype) == (200, "text/html")
    assert response.headers["Content-Disposition"] == 'attachment; filename="check-certificates.html"'


def test_lists_that_no_page_can_hold_are_no_fault_of_the_site(issued, client, monkeypatch):
    def outgrown(*_given):
        raise TrustError(problem="page_too_large")

    monkeypatch.setattr(key_views, "make_page", outgrown)
    assert client.get("/verify/offline").status_code == 404
