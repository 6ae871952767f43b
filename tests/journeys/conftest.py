"""A browser, Velmaria to walk through, and a door for each of the cast."""

import shutil
from collections.abc import Iterator

import pytest

from tests.journeys.serving import served
from tests.journeys.visitor import Browser
from tests.velmaria import Velmaria, build

WHERE = "/usr/bin/chromium"


@pytest.fixture(scope="session")
def velmaria(tmp_path_factory) -> Velmaria:
    """A Velmaria that these tests may change; the loaded one stays as it was."""
    return build(tmp_path_factory).copy(tmp_path_factory.mktemp("journeys"))


@pytest.fixture(scope="session")
def address(velmaria) -> Iterator[str]:
    """Where it is served."""
    with served(velmaria.app.wsgi_app) as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    """One Chromium for the walks of a file, ended with it: two drivers cannot run side by side."""
    path = shutil.which("chromium") or WHERE
    if shutil.which(path) is None:
        pytest.skip("no Chromium here: install Debian's package chromium to walk the journeys")
    from playwright.sync_api import sync_playwright  # slow import

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def browser(chromium, address) -> Iterator[Browser]:
    """Opens windows and closes them after the test."""
    opened = Browser(chromium, address)
    yield opened
    opened.close()
