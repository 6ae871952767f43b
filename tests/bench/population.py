"""An invented register as names really lie: few given names, spellings, scripts; and noisy lists."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from curriculum.domain.resemblance import day_month_swapped
from curriculum.people.registration import NewName, NewPerson

_GIVEN_NAMES = """
Abderrahmane Adel Ahmed Aïcha Aïgoul Aïssatou Alexeï Ali Alice Amadou Amina Amine Anas Anatole Andreï
Anneli Anouar Anselme Arman Asmae Assiya Awa Bakhtiar Beatriz Bilal Bintou Camille Célestin Chantal
Charles Cheikh Clarisse Daniyar Denis Désiré Diana Djamila Dmitri Ekaterina Elena Elif Emre Ermek Esteban
Evgueni Fabrice Farid Fatima Fatou Fernanda Fouad Galina Ghizlane Goulnara Habib Hajar Hakim Halima Hamza
Hassan Hicham Houda Hussein Ibrahima Idriss Igor Ilaria Imane Inès Ioulia Iouri Irina Jalal Jamal Janna
Jorge Joseph Kamal Karim Kenza Khadija Khalid Kirill Koffi Kouamé Ksenia Lamia Larissa Latifa Leïla
Loubna Loïc Lucía Ludmila Mahmoud Maïssa Malick Mamadou Marguerite Mariama Marie Mariam Marina Marwan
Mateus Maxime Mehdi Meriem Mikhaïl Mina Mohamed Mounir Moussa Mustapha Nabil Nadia Nadir Naïma Natalia
Nawal Ndèye Nikolaï Noureddine Nourlan Oksana Olga Omar Othmane Oumar Ousmane Paulina Pavel Pedro Rachid
Rachida Raïssa Rania Reda Rita Rokia Roman Rouslan Rubén Safia Saïd Salah Salif Salma Samir Samira
Sandrine Sékou Sergueï Sofia Solange Sophie Soufiane Souleymane Sunniva Svetlana Tahar Tamara Tariq
Tatiana Thiago Timour Tomás Vadim Valentina Viktor Vladimir Wafa Wassila Yacine Yaroslav Yasmina Youssef
Younès Yousra Zahra Zakaria Zeïnab Zineb
"""
_FAMILY_ROOTS = """
Qasr Haddar Righa Drissab Khandour Marzek Tazrout Zerhout Yazour Zarif Chaouq Lamsafr Gromad Yarov
Tchernovol Joldoubek Kalintch Tsvetar Verest Chtcherb Tachkanb Kocar Diakhoum Sambou Dalob Ferreir Mercad
Quispev Vandelm Lindqva Zelazn Tuamar Moqran Sabouh Ghanout Rezzoug Toumar Fardaw Bahlil Nasrat Jabour
Karmouch Ladgham Mehraz Oubihi Sekkat Taghbal Wazzan Aslamb Borov Dolgan Fedoul Gontch Izmaïl Korneï
Lebiaj Moukhat Nazarb Orlanov
"""
_SHAPES = (
    "{}i", "Ben{}", "El {}i", "Aït {}", "Oulad {}a", "Bou{}i", "{}ov", "{}ine", "{}enko", "{}aïev", "{}eira",
    "{}oumba", "N'{}o", "{}aou",
)  # fmt: skip
GIVEN = _GIVEN_NAMES.split()
FAMILY = [shape.format(root) for root in _FAMILY_ROOTS.split() for shape in _SHAPES]

# How other offices hear the same sounds: one of these per spelling variant.
_HEARD = (
    ("ou", "u"), ("ch", "sh"), ("kh", "x"), ("dj", "j"), ("tch", "ch"), ("ï", "i"), ("é", "e"), ("è", "e"),
    ("El ", "Al "), ("Ben", "Ben "), ("Aït ", "Ait "), ("q", "k"), ("ai", "ay"), ("ss", "s"), ("gu", "g"),
    ("mm", "m"), ("a", "e"), ("i", "y"),
)  # fmt: skip
_ARABIC = dict(zip("abtjdrzsfqklmnhwiuoeycgpvx", "ابتجدرزسفقكلمنهويووييكغبفخ", strict=True))
_CYRILLIC = dict(zip("abvgdeziklmnoprstufhcyjqwx", "абвгдезиклмнопрстуфхкийкух", strict=True))
_PAIRS_ARABIC = {"ch": "ش", "kh": "خ", "gh": "غ", "ou": "و", "dj": "ج", "th": "ث"}
_PAIRS_CYRILLIC = {"tch": "ч", "ch": "ш", "kh": "х", "ou": "у", "dj": "дж", "ya": "я", "gu": "г"}


@dataclass(frozen=True)
class Line:
    """A row of a donor's list and the personnel number it truly means, None for a stranger."""

    given: str
    family: str
    birth_date: date | None
    number: str | None
    truth: str | None


def register(count: int, seed: int = 1) -> list[NewPerson]:
    """Officials of MINT: a fifth of them share both names with somebody, two thirds bear a second script."""
    dice = random.Random(seed)
    return [_official(dice, seed * 1_000_000 + number) for number in range(count)]


def _official(dice: random.Random, number: int) -> NewPerson:
    given, family = dice.choice(GIVEN), dice.choice(FAMILY)
    names = [NewName("Latn", given, family)]
    kind = dice.random()
    if kind < 0.45:
        names.append(NewName("Arab", arabic(given), arabic(family), is_primary=False))
    elif kind < 0.70:
        names.append(NewName("Cyrl", cyrillic(given), cyrillic(family), is_primary=False))
    return NewPerson(
        names=tuple(names),
        personnel_no=f"XM-{number:08}-{'ABCDEFGHJKLM'[number % 12]}",
        institution="MINT",
        unit="MINT-DPF",
        hired_on=date(2012, 1, 1),
        birth_date=date(1965, 1, 1) + timedelta(days=dice.randrange(12_000)),
    )


def lines(officials: Sequence[NewPerson], count: int, seed: int = 7, known: float = 0.8) -> list[Line]:
    """Rows of a list with the noise that lists of the demonstration bear, at about its rates.

    A list names an official once: `officials` are as many as the rows, or more.
    """
    dice = random.Random(seed)
    strangers = register(count, seed=seed + 100)
    drawn = dice.sample(officials, count)
    told: Iterable[tuple[NewPerson, bool]] = (
        (drawn[at], True) if dice.random() < known else (strangers[at], False) for at in range(count)
    )
    return [_line(dice, one, is_known) for one, is_known in told]


def _line(dice: random.Random, one: NewPerson, is_known: bool) -> Line:
    name = one.names[-1] if dice.random() < 0.10 else one.names[0]
    given, family, born = name.given, name.family, one.birth_date
    if dice.random() < 0.30:
        given, family = heard(dice, given), heard(dice, family)
    if dice.random() < 0.09:
        family = _slip(dice, family)
    if dice.random() < 0.07:
        given, family = given.upper(), family.upper()
    if dice.random() < 0.14:
        given, family = family, given
    if born is not None and dice.random() < 0.03:
        born = day_month_swapped(born) or born
    has_number = is_known and dice.random() < 0.50
    return Line(
        given,
        family,
        None if dice.random() < 0.24 else born,
        one.personnel_no if has_number else None,
        one.personnel_no if is_known else None,
    )


def heard(dice: random.Random, text: str) -> str:
    """The same name as another office would write it."""
    fitting = [(one, other) for one, other in _HEARD if one in text]
    return text.replace(*dice.choice(fitting), 1) if fitting else text


def _slip(dice: random.Random, text: str) -> str:
    at = dice.randrange(1, len(text))
    return text[:at] + text[at + 1 :] if len(text) > 3 else text


def arabic(text: str) -> str:
    """A rough spelling in Arabic letters, as a clerk would hear it."""
    return _by_letters(text, _PAIRS_ARABIC, _ARABIC)


def cyrillic(text: str) -> str:
    """A rough spelling in Cyrillic letters."""
    return _by_letters(text, _PAIRS_CYRILLIC, _CYRILLIC).title()


def _by_letters(text: str, pairs: dict[str, str], single: dict[str, str]) -> str:
    plain = text.casefold().translate(str.maketrans("àáâéèêïíîóôúûçñ'", "aaaeeeiiioouucn "))
    for spelling, sign in pairs.items():
        plain = plain.replace(spelling, sign)
    return "".join(single.get(letter, letter) for letter in plain).strip()
