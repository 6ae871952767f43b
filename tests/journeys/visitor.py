"""What people do with a browser, in the words of the journeys."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text("utf-8")
PHONE, DESK = 390, 1280


@dataclass
class Browser:
    """Opens windows on the served site; each is somebody of their own, with no cookie of anybody else."""

    chromium: Any
    address: str
    contexts: list[Any] = field(default_factory=list)

    def window(self, *, width: int = DESK, lang: str = "en", scheme: str = "light") -> Any:
        """A fresh window of a width, in a language, light or dark."""
        context = self.chromium.new_context(
            base_url=self.address,
            viewport={"width": width, "height": 844},
            locale={"en": "en-GB", "fr": "fr-FR"}[lang],
            color_scheme=scheme,
            reduced_motion="reduce",
        )
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    def signed_in(self, login: str, **values: Any) -> Any:
        """A window in which one of the cast has signed in by one click."""
        page = self.window(**values)
        page.goto(f"/login?lang={values.get('lang', 'en')}")
        page.locator(f'form[action^="/login/as/{login}"] button').click()
        page.wait_for_load_state()
        return page

    def close(self) -> None:
        """Close every window."""
        for context in self.contexts:
            context.close()


def is_within(page: Any) -> bool:
    """Whether the page needs no scrolling sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def violations(page: Any) -> list[str]:
    """What axe finds on the page: rule, element and why, none where all is well."""
    # The page's own policy forbids foreign scripts; the tool is brought in through the debugger instead.
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']}: {node['target'][0]}: {node['failureSummary'].splitlines()[-1].strip()}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def faults(page: Any) -> list[str]:
    """What keeps somebody from using a page: what axe finds, and scrolling sideways."""
    return violations(page) + ([] if is_within(page) else ["wider than the window"])
