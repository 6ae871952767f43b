"""What the selects and boxes of the form offer, in the language of the request."""

from collections.abc import Collection, Iterable, Mapping

from flask_babel import LazyString
from flask_babel import gettext as _

from curriculum import i18n
from curriculum.catalogue import keyed
from curriculum.catalogue.writing.words import KINDS, METHODS, MODES
from curriculum.institutions import queries as institutions
from curriculum.institutions.law import queries as law

LANGUAGES = ("fr", "en", "ar", "es", "pt", "ru", "sw", "tr", "zh")
EQF_LEVELS = range(1, 9)
OBJECTIVES = range(1, 24)
"""Of the Global Compact for Migration."""

Choices = list[tuple[str, str]]


def methods(present: Iterable[str]) -> Choices:
    """Methods of assessment, those of the draft that no list has among them."""
    return _listed("assessment_method", METHODS, [keyed.plain_name(one) for one in present])


def modes(present: Iterable[str]) -> Choices:
    """Ways of teaching."""
    return _listed("delivery_mode", MODES, present)


def kinds(present: str) -> Choices:
    """Kinds of modules."""
    return _listed("module_kind", KINDS, [present])


def _listed(name: str, words: Mapping[str, LazyString], present: Iterable[str]) -> Choices:
    """The members we have words for, what the administration's own list says besides, and what is there."""
    said = {code: str(word) for code, word in words.items()}
    said |= {code: i18n.text(label) for code, label in institutions.code_list(name).items()}
    return [*said.items(), *((one, one) for one in dict.fromkeys(present) if one and one not in said)]


def languages(present: Iterable[str]) -> Choices:
    """Languages it may be taught in."""
    return [(code, i18n.language_name(code)) for code in dict.fromkeys((*LANGUAGES, *present))]


def objectives(present: Iterable[str]) -> Choices:
    """Objectives of the Global Compact, with what they are called where the list is loaded."""
    called = institutions.code_list("gcm_objective")
    numbers = dict.fromkeys((*map(str, OBJECTIVES), *present))
    return [(one, f"{one} · {i18n.text(called[one])}" if one in called else one) for one in numbers]


def instruments(present: Collection[str]) -> Choices:
    """Instruments of law in the register, and codes of the draft that it no longer knows."""
    known = dict(law.choices(present))
    return [*known.items(), *((one, one) for one in present if one not in known)]


def levels() -> Choices:
    """Levels of the European Qualifications Framework."""
    return [("", "–"), *((str(one), _("Level %(number)s", number=one)) for one in EQF_LEVELS)]
