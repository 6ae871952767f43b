"""Words for codes: every member of every closed list and every refusal, in the language of the request."""

from curriculum.labels.registry import LABELS, label, labelled
from curriculum.labels.sentences import SENTENCES, sentence

__all__ = ["LABELS", "SENTENCES", "label", "labelled", "sentence"]
