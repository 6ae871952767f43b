"""A line of the comparison in the words and figures of the page."""

from curriculum.i18n import civil_date, text
from curriculum.intake import words
from curriculum.intake.bench.cards import Fact


def in_words(fact: Fact) -> dict[str, str]:
    """What the list says, what the register says, and how they compare."""
    return {
        "label": words.fact(fact.name),
        "theirs": _said(fact.theirs),
        "ours": _said(fact.ours),
        "verdict": fact.verdict,
        "word": str(words.VERDICTS[fact.verdict]),
    }


def _said(value: object) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return civil_date(value) if hasattr(value, "isoformat") else text(value)  # type: ignore[arg-type]
