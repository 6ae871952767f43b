"""How Latin, Cyrillic and Arabic spellings sound: tables that fold a name to one set of sounds.

Sounds are lower-case letters, and three capitals for what Latin needs two letters to write: C (ch, sh,
tch), J (j, dj, zh), X (kh). Arabic does not write short vowels, so its long ones get signs of their own:
A, W, Y, and @ for the vowel a word begins with. These foldings are internal and never shown (§8, 9).
"""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache


class Script(StrEnum):
    """Scripts the core can read, by their ISO 15924 codes."""

    LATIN = "Latn"
    ARABIC = "Arab"
    CYRILLIC = "Cyrl"


@lru_cache(maxsize=1 << 17)
def script_of(text: str) -> Script:
    """Name the script of the first letter that belongs to one; anything else is read as Latin."""
    for letter in text:
        if "\u0400" <= letter <= "\u052f":
            return Script.CYRILLIC
        if "\u0600" <= letter <= "\u06ff" or "\u0750" <= letter <= "\u077f":
            return Script.ARABIC
        if letter.isalpha():
            return Script.LATIN
    return Script.LATIN


_CYRILLIC: Mapping[int, str] = str.maketrans(
    dict(zip("абвгдезийклмнопрстуфхыэ", "abvgdeziiklmnoprstufXie", strict=True))
    | {"ё": "io", "ж": "J", "ц": "ts", "ч": "C", "ш": "C", "щ": "C", "ю": "iu", "я": "ia", "ъ": "", "ь": ""}
    # Ukrainian, Serbian and Central Asian letters
    | dict(zip("іїєґђјљњћџқғңүұөһәў", "iiegdilnCJkgnuuohau", strict=True))
)

_ARABIC: Mapping[int, str] = str.maketrans(
    dict(zip("بتثجحخدذرزسشصضطظغفقكلمنه", "bttJhXddrzsCsdtzgfkklmnh", strict=True))
    | dict.fromkeys("اأإآٱى", "A")
    | {"و": "W", "ي": "Y", "ة": "a", "ع": "", "ء": "", "ئ": "", "ؤ": "W"}
    # Persian and Urdu letters
    | {"پ": "p", "چ": "C", "ژ": "J", "گ": "g", "ک": "k", "ی": "Y"}
)
_BEGINS_WITH_VOWEL = re.compile("^[اأإآٱع]")
_MARKS = re.compile("[\u064b-\u065f\u0670\u0640]")

# Letters that do not come apart into a base and a mark.
_LATIN_LETTERS: Mapping[int, str] = str.maketrans(
    {"ı": "i", "đ": "d", "ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ə": "e"}
)

# First that fits; French and English ways of writing the same sound end as the same sign.
_LATIN_SOUNDS: tuple[tuple[str, str], ...] = (
    ("chtch|shtch|shch", "C"),
    ("tch|tsh|sch|ch|sh", "C"),
    ("dzh|dj|zh|j", "J"),
    ("kh", "X"),
    ("gh", "g"),
    ("ph", "f"),
    ("th", "t"),
    ("dh", "d"),
    ("tz", "ts"),
    ("gu(?=[eiy])", "g"),
    ("qu", "k"),
    ("ou(?=[aeiy])", "w"),
    ("ou|oo", "u"),
    ("ee|y", "i"),
    ("x", "ks"),
    ("c(?=[eiy])", "s"),
    ("[cq]", "k"),
    ("a[eh]$", "a"),
    # A French mute e: Amine is Amin, and never Amina.
    ("(?<=[^aeiouy])e$", ""),
)
_HEARD = re.compile("|".join(f"({spelling})" for spelling, _ in _LATIN_SOUNDS))


def _heard(found: re.Match[str]) -> str:
    return _LATIN_SOUNDS[(found.lastindex or 1) - 1][1]


_REPEATED = re.compile(r"(.)\1+")


def sounds(word: str) -> str:
    """Fold one word, already lower-case, to its sounds."""
    script = script_of(word)
    if script is Script.ARABIC:
        return _arabic(word)
    heard = word.translate(_CYRILLIC) if script is Script.CYRILLIC else _latin(word)
    heard = _REPEATED.sub(r"\1", heard)
    # Yelena, Ielena and Elena are one name.
    return "e" + heard[2:] if heard.startswith("ie") else heard


def _latin(word: str) -> str:
    if word.isascii() and word.isalpha():
        return _HEARD.sub(_heard, word)
    apart = unicodedata.normalize("NFD", word.translate(_LATIN_LETTERS))
    return _HEARD.sub(_heard, "".join(letter for letter in apart if "a" <= letter <= "z"))


def _arabic(word: str) -> str:
    bare = _MARKS.sub("", word)
    if bare.startswith("ال") and len(bare) > 4:
        bare = bare[2:]
    begun, found = _BEGINS_WITH_VOWEL.subn("", bare)
    return ("@" if found else "") + _REPEATED.sub(r"\1", begun.translate(_ARABIC))


# Common Arabic given names, with the vowels their spelling leaves out. Without them Mohamed and Mahmoud,
# or Hassan and Hussein, could not be told apart across scripts [62].
_VOWELS = """
محمد mohamed محمود mahmoud أحمد ahmed حامد hamed حميد hamid حمد hamad حسن hassan حسين hussein
حسان hassane سعد saad سعيد said سالم salem سليم salim سلام salam سلمان salmane سليمان souleymane كرم karam
كريم karim كرام karam عمر omar عمرو amr عامر amer عمار ammar علي ali علاء alaa عادل adel عدلي adli
خالد khalid خليل khalil جمال jamal جميل jamil كمال kamal كامل kamel نبيل nabil نادر nader نادية nadia
نور nour نوال nawal منير mounir منى mouna مريم mariam ماجد majed مجيد majid رشيد rachid راشد rached
رشاد rachad رضا reda يوسف youssef يونس younes ياسر yasser ياسين yassine يسرى yousra لبنى loubna ليلى leila
سلمى salma سمير samir سمر samar سامي sami سميرة samira صالح saleh صلاح salah طارق tarek طاهر taher
وليد walid وائل wael هشام hicham هاشم hachem هدى houda هند hind زينب zineb زهرة zohra خديجة khadija
فاطمة fatima فؤاد fouad فريد farid فارس fares عبد abd عثمان othmane عائشة aicha أمين amine أمينة amina
آمنة amna إيمان imane أنور anouar أنس anas إبراهيم ibrahim إسماعيل ismail إدريس idriss أسماء asma
أسامة oussama بلال bilal بدر badr جلال jalal حمزة hamza حليمة halima حياة hayat رانيا rania رحمة rahma
رشيدة rachida سعاد souad سفيان soufiane شريف cherif عزيز aziz غزلان ghizlane لطيفة latifa مصطفى moustapha
معاذ mouad نجوى najwa نعيمة naima هاجر hajar وفاء wafa
"""
_WORDS = _VOWELS.split()
VOCALISED: Mapping[str, str] = {
    sounds(arabic): sounds(latin) for arabic, latin in zip(_WORDS[::2], _WORDS[1::2], strict=True)
}
