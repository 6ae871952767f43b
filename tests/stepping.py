"""Steps of a version pressed as a browser presses them: with the mark of the page that showed the button."""


def shown(visit, page: str, who: str) -> str:
    """The mark that the page of a version bears for its reader."""
    return visit(page, as_=who).first("input", name="seen").get("value")


def press(visit, page: str, who: str, action: str, *, status: int = 302, **typed):
    """Press the button of a step on the page of a version."""
    sent = {"action": action, "seen": shown(visit, page, who), **typed}
    return visit(f"{page}/step", as_=who, method="POST", data=sent, status=status)
