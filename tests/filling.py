"""What a browser would send of a form as it stands on a page."""

from xml.etree.ElementTree import Element

from tests.page import Page


def sent(page: Page, form: str = "draft", **written: str) -> dict[str, str]:
    """The fields of the form with that id, and what somebody wrote in them."""
    inside = list(page.first("form", id=form).iter())
    given = {one.get("name", ""): _value(one) for one in inside if _counts(one)}
    return given | written


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
