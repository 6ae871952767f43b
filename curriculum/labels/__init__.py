"""Words for codes: every member of every closed list and every refusal, in the language of the request."""

from curriculum.labels import access, competences, exchange, judging, learning, moving, states
from curriculum.labels.registry import LABELS, label, labelled
from curriculum.labels.sentences import SENTENCES
from curriculum.labels.words import sentence, sentences_of

__all__ = [
    "LABELS",
    "SENTENCES",
    "access",
    "competences",
    "exchange",
    "judging",
    "label",
    "labelled",
    "learning",
    "moving",
    "sentence",
    "sentences_of",
    "states",
]
