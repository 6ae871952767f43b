"""A page that shows work under way outlives a fault, and leads whoever was signed out to the sign-in."""

import re

import pytest

from tests.journeys.serving import served
from tests.velmaria import build

pytestmark = pytest.mark.browser


@pytest.fixture
def address(tmp_path_factory):
    """A Velmaria of its own, whose worker rests: the plan stays at work."""
    velmaria = build(tmp_path_factory).copy(tmp_path_factory.mktemp("renewing"))
    with served(velmaria.app.wsgi_app) as address:
        yield address


def test_page_at_work_stays_through_a_fault_and_leads_to_the_sign_in(browser) -> None:
    page = browser.signed_in("farid")
    page.goto("/training/paths/LP-TRN-BOR/2/consequences")
    page.get_by_role("button", name="Draw a plan for version 1").click()
    page.wait_for_url("**/training/moves/*")
    page.get_by_role("button", name="Move those chosen").click()
    page.get_by_label("Reason").fill("Teach-out")
    page.get_by_role("button", name="Move them").click()
    page.locator("#at-work[hx-trigger]").wait_for()
    shown = page.locator("#at-work").inner_text()

    page.route("**/training/moves/*", lambda route: route.fulfill(status=500, body="<p>Fault</p>"))
    for _ in range(2):  # the second shows that it is tried again
        page.wait_for_event("response", lambda answer: answer.status == 500)
    assert page.locator("#at-work").inner_text() == shown

    page.unroute("**/training/moves/*")
    page.context.clear_cookies()
    page.wait_for_url(re.compile(r"/login\?next="))
