"""Signed by nobody before anybody signs: what takes no signatures shows while no seal is in hand.

`sign` rehearses anyway, with the room that the seals in hand need. This is for whoever wants to know before
any seal is opened. The copy that is signed here never leaves, so it needs neither warning nor watermark.
"""

from __future__ import annotations

from certificates.issuing import Draft
from certificates.signing.null import nobody
from certificates.signing.pades import rehearse_prepared, set_out


def rehearse(draft: Draft) -> None:
    """Put both signatures on a copy and read them back; refuses the draft that does not hold them."""
    at = draft.recorded.at
    rehearse_prepared(set_out(draft.pdf, draft.statement, nobody(), at), at)
