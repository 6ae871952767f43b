"""Which encoding a text file was written in: said by a mark, proven by UTF-8, or guessed and shown (F4)."""

import codecs
import re
import unicodedata
from itertools import pairwise

from charset_normalizer import from_bytes

from curriculum.domain.refusals import Refusal, RefusalCode

CODE_PAGES = ("cp1252", "cp1250", "cp1251", "cp1256")
"""The code pages that offices of the three scripts still write, in the order in which a tie is settled."""
KNOWN = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", *CODE_PAGES)

# The longer mark first: that of UTF-32 begins like that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 200_000
_WORD = re.compile(r"[^\W\d_]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]")


def decode(content: bytes, said: str | None = None) -> tuple[str, str, bool]:
    """The text, its encoding, and whether that was guessed; refuses ENCODING_UNKNOWN."""
    if said:
        return _decoded(content, _canonical(said), said), _canonical(said), False
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decoded(content, encoding, encoding), encoding, False
    if unmarked := _unmarked_utf16(content):
        return _decoded(content, unmarked, unmarked), unmarked, True
    try:
        return _decoded(content, "utf-8", None), "utf-8", False
    except Refusal:
        guessed = _guess(content)
    return _decoded(content, guessed, guessed), guessed, True


def _canonical(said: str) -> str:
    try:
        return codecs.lookup(said).name
    except LookupError as unknown:
        raise Refusal(RefusalCode.ENCODING_UNKNOWN, found=said, expected=", ".join(KNOWN)) from unknown


def _decoded(content: bytes, encoding: str, said: str | None) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeError as wrong:
        at = getattr(wrong, "start", 0)
        raise Refusal(
            RefusalCode.ENCODING_UNKNOWN,
            found=f"{content[at : at + 4].hex(' ')} @ {at}",
            expected=said or ", ".join(KNOWN),
        ) from wrong
    if control := _CONTROL.search(text):
        at = control.start()
        raise Refusal(
            RefusalCode.ENCODING_UNKNOWN,
            found=f"U+{ord(text[at]):04X} @ {at}",
            expected=said or ", ".join(KNOWN),
        )
    return text.removeprefix("\ufeff")


def _unmarked_utf16(content: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of its commas, digits and line ends is zero."""
    sample = content[:4096]
    if len(content) % 2 or sample.count(0) * 5 < len(sample):
        return None
    return "utf-16-le" if sample[1::2].count(0) > sample[0::2].count(0) else "utf-16-be"


def _guess(content: bytes) -> str:
    """The code page in which the words look most like words."""
    sample = content[:_SAMPLE]
    scores = {page: _likeness(sample, page) for page in CODE_PAGES}
    best = max(CODE_PAGES, key=lambda page: scores[page])
    tied = [page for page in CODE_PAGES if scores[page] == scores[best]]
    if scores[best] <= 0:
        raise Refusal(RefusalCode.ENCODING_UNKNOWN, found="?", expected=", ".join(KNOWN))
    if len(tied) == 1 or best == "cp1252":
        return best
    opinion = from_bytes(sample, cp_isolation=list(tied)).best()
    return opinion.encoding if opinion is not None and opinion.encoding in tied else best


def _likeness(sample: bytes, page: str) -> int:
    """How many letters beyond ASCII stand in words that a person could have written, minus the others."""
    try:
        text = sample.decode(page)
    except UnicodeDecodeError:
        return -1
    if _CONTROL.search(text):
        return -1
    foreign = sum(1 for sign in text if ord(sign) > 127 and not _WORD.match(sign))
    return sum(_weigh(word) for word in _WORD.findall(text) if not word.isascii()) - foreign


def _weigh(word: str) -> int:
    """A word for or against: one script, no capital after a small letter."""
    beyond = sum(1 for sign in word if ord(sign) > 127)
    scripts = {unicodedata.name(sign, "?").split()[0] for sign in word}
    if len(scripts) > 1 or any(a.islower() and b.isupper() for a, b in pairwise(word)):
        return -2 * beyond
    # Latin words are never accents alone, or hardly ever: another code page seen as Latin is.
    return 0 if scripts == {"LATIN"} and 1 < beyond == len(word) else beyond
