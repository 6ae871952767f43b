"""Text handed to spreadsheets as text: shown, and never computed (F3)."""

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_UNSEEN = " \u00a0\u200e\u200f\ufeff"


def harmless(cell: str) -> str:
    """A cell that a spreadsheet shows and never computes."""
    return f"'{cell}" if cell.lstrip(_UNSEEN).startswith(_STARTS) else cell
