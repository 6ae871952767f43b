"""What a browser would send of a form as it stands on a page."""

from xml.etree.ElementTree import Element

from tests.page import Page


def sent(page: Page, form: str = "draft", **written: str) -> dict[str, str | list[str]]:
    """The fields of the form with that id, and what somebody wrote in them; several boxes are a list."""
    given: dict[str, list[str]] = {}
    for one in page.first("form", id=form).iter():
        if _counts(one):
            given.setdefault(one.get("name", ""), []).append(_value(one))
    return {name: found if len(found) > 1 else found[0] for name, found in given.items()} | written


def _counts(field: Element) -> bool:
    if field.tag == "input" and field.get("type") in ("checkbox", "radio"):
        return field.get("checked") is not None
    return field.tag in ("input", "select", "textarea")


def _value(field: Element) -> str:
    if field.tag == "textarea":
        return (field.text or "").strip()
    if field.tag == "select":
        options = list(field.iter("option"))
        chosen = next((one for one in options if one.get("selected") is not None), options[0])
        return chosen.get("value", "")
    return field.get("value", "")


def sent_all(page: Page, form: str = "draft", **written: str | list[str]) -> dict[str, str | list[str]]:
    """The same, where several boxes of one name are ticked."""
    inside = [one for one in page.first("form", id=form).iter() if _counts(one)]
    given: dict[str, list[str]] = {}
    for one in inside:
        given.setdefault(one.get("name", ""), []).append(_value(one))
    return {**given, **written}
