"""A page used by somebody who has no mouse: keys only, and what the focus says of itself."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.journeys.visitor import faults

_SAYS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return "";
  const labels = at.labels ? [...at.labels].map((one) => one.innerText) : [];
  const named = (at.getAttribute("aria-labelledby") || "").split(" ").filter(Boolean);
  const words = [at.getAttribute("aria-label"), ...named.map((id) => document.getElementById(id)?.innerText),
                 ...labels, at.matches("input, textarea, select") ? at.value : at.innerText];
  return words.filter(Boolean).join(" ").replace(/\\s+/g, " ").trim();
}"""


@dataclass
class Keyboard:
    """Moves by Tab from stop to stop, types, and presses; it never points."""

    page: Any
    stops: int = 300

    def says(self) -> str:
        """What stands where the focus is, as it is named."""
        return str(self.page.evaluate(_SAYS))

    def reach(self, words: str) -> None:
        """Tab onwards until the focus is on what has these words; a stop that is missing fails."""
        wanted, seen = " ".join(words.split()), []
        for _ in range(self.stops):
            self.page.keyboard.press("Tab")
            seen.append(self.says())
            if wanted in seen[-1]:
                return
        raise AssertionError(f"no stop says {words!r} on {self.page.url}; there are {sorted(set(seen))}")

    def press(self, *keys: str) -> None:
        """Press keys where the focus is."""
        for key in keys:
            self.page.keyboard.press(key)

    def follow(self, words: str) -> None:
        """Reach a link or a button and press Enter; wait for the page it leads to."""
        self.reach(words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, words: str, text: str) -> None:
        """Reach a field and type over what it holds."""
        self.reach(words)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def choose(self, words: str, option: str) -> None:
        """Reach a list and go to the option that begins so: by its letters, else by the arrow keys."""
        self.reach(words)
        if self._chosen() == option:
            return
        if option.isascii():
            self.page.keyboard.type(option)
        else:
            self.page.keyboard.press("Home")
        for _ in range(0 if option.isascii() else self.stops):
            if self._chosen().startswith(option):
                break
            self.page.keyboard.press("ArrowDown")
        assert self._chosen().startswith(option), f"{words!r} offers no {option!r}: {self._chosen()!r}"

    def _chosen(self) -> str:
        return str(self.page.evaluate("document.activeElement.selectedOptions?.[0]?.innerText.trim()"))

    def tick(self, words: str) -> None:
        """Reach a box and press the space bar."""
        self.reach(words)
        self.page.keyboard.press("Space")

    def write_day(self, words: str, on: date) -> None:
        """Reach a date and type it, the month before the day where this browser wants it so."""
        self.reach(words)
        for order in ("%d%m%Y", "%m%d%Y"):
            self.page.keyboard.type(on.strftime(order))
            if self.page.evaluate("document.activeElement.value") == on.isoformat():
                return
            self.press("ArrowLeft", "ArrowLeft")
        raise AssertionError(f"{words!r} takes no {on}")

    def hand_in(self, words: str, file: dict[str, Any]) -> None:
        """Reach a field for files, press the space bar, and choose in the system's own window."""
        with self.page.expect_file_chooser() as chooser:  # listens before the way there, which takes a while
            self.reach(words)
            self.page.keyboard.press("Space")
        chooser.value.set_files(file)

    def text(self) -> str:
        """What the main part of the page says."""
        return str(self.page.locator("main").inner_text())


@dataclass
class Careful(Keyboard):
    """Looks at every page it comes to: what keeps somebody from using it fails the walk."""

    def follow(self, words: str) -> None:
        """Follow, then look."""
        super().follow(words)
        self.look()

    def look(self) -> None:
        """Refuse a page that somebody cannot use."""
        found = faults(self.page)
        assert found == [], f"{self.page.url}: {found}"

    def tells(self, words: str) -> bool:
        """Whether the page says so; every kind of space is one."""
        said = self.page.locator("body").inner_text()
        return " ".join(words.split()) in " ".join(said.split())
