"""The deed of a mandate: a scan or a signed file, known by its bytes and never by its name (J10)."""

from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.files import BEGINS, LARGEST


def require_deed(content: bytes, legal_ref: str) -> None:
    """Refuse what is no deed: nothing at all, more than fits, anything but PDF, PNG or JPEG."""
    if not content:
        raise Refusal(RefusalCode.DEED_MISSING, legal_ref=legal_ref)
    if len(content) > LARGEST:
        most = f"{LARGEST // 2**20} MB"
        raise Refusal(RefusalCode.FILE_TOO_LARGE, document=legal_ref, found=len(content), most=most)
    if not content.startswith(tuple(BEGINS)):
        accepted = ", ".join(one.upper() for one in BEGINS.values())
        raise Refusal(RefusalCode.FORMAT_UNKNOWN, document=legal_ref, accepted=accepted)
