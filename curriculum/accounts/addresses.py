"""Where a sign-in may lead: only to a page of this site."""

from urllib.parse import urlsplit


def same_site(target: str | None) -> str | None:
    """The path to go on to, or None for anything that could lead elsewhere.

    Browsers drop tabs and line breaks and read a backslash as a slash, so these are refused first.
    """
    if not target or not target.startswith("/") or target.startswith("//"):
        return None
    if "\\" in target or any(ord(character) <= 32 or ord(character) == 127 for character in target):
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc or "//" in parts.path else target
