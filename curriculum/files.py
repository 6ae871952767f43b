"""Files that people hand in: which are accepted, told by their bytes, and how they are given back."""

from flask import Response

from curriculum.domain.refusals import Refusal, RefusalCode

LARGEST = 10 * 1024 * 1024
BEGINS = {b"%PDF-": "pdf", b"\x89PNG\r\n": "png", b"\xff\xd8\xff": "jpg"}
"""What the bytes say a file is; its name is not believed."""
OFFICE = ("docx", "xlsx", "pptx", "odt", "ods", "odp")
"""Archives by their bytes, so the name only says which ending they get back."""


def kind_of(content: bytes, name: str) -> str:
    """What a file is; refuses FILE_EMPTY, FILE_TOO_LARGE, FORMAT_UNKNOWN, each naming what is accepted."""
    if not content:
        raise Refusal(RefusalCode.FILE_EMPTY, document=name or "–")
    if len(content) > LARGEST:
        found, most = (f"{size / 2**20:.1f} MB" for size in (len(content), LARGEST))
        raise Refusal(RefusalCode.FILE_TOO_LARGE, document=name or "–", found=found, most=most)
    known = next((kind for begin, kind in BEGINS.items() if content.startswith(begin)), None)
    ending = name.rsplit(".", 1)[-1].casefold()
    if known is None and content.startswith(b"PK\x03\x04") and ending in OFFICE:
        known = ending
    if known is None:
        accepted = ", ".join(one.upper() for one in (*BEGINS.values(), *OFFICE))
        raise Refusal(RefusalCode.FORMAT_UNKNOWN, document=name or "–", accepted=accepted)
    return known


def download(content: bytes, kind: str, name: str) -> Response:
    """Somebody else's file, as it came: saved by the browser, never shown or run by it."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.{kind}"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, mimetype="application/octet-stream", headers=headers)
