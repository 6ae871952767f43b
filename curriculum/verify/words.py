"""What the public page says: one word and one sentence an answer, one sentence a finding."""

from flask_babel import LazyString

from certificates import Answer, Outcome, Report
from certificates.verifying import sayings
from curriculum import i18n
from curriculum.labels import labelled


def _lazy(word: Answer | Outcome) -> LazyString:
    """The package's own word, so that page and command line say the same."""
    return LazyString(lambda: sayings.word_for(word, i18n.language()))


labelled(Answer, {one: _lazy(one) for one in Answer})
labelled(Outcome, {one: _lazy(one) for one in Outcome})

ORDER = (Outcome.FAILED, Outcome.CANNOT_TELL, Outcome.PASSED)
"""What a reader should see first."""

KINDS = {
    Answer.VALID: "good",
    **dict.fromkeys((Answer.EXPIRED, Answer.SUSPENDED, Answer.CANNOT_TELL), "wait"),
}
"""How an answer looks; everything else is bad."""


def kind_of(answer: Answer) -> str:
    """How an answer looks: good, wait or bad."""
    return KINDS.get(answer, "bad")


def sentence_for(answer: Answer) -> str:
    """What an answer means for whoever asked."""
    return sayings.meaning_of(answer, i18n.language())


def findings(report: Report) -> list[dict[str, str]]:
    """Every finding as the page says it, what failed first: title, outcome, reason, and what to do."""
    said = sayings.findings_in(report, i18n.language())
    return [
        {
            "title": one.title,
            "outcome": one.outcome.value,
            "word": one.word,
            "detail": one.sentence,
            "help": one.help,
        }
        for one in sorted(said, key=lambda one: ORDER.index(one.outcome))
    ]
