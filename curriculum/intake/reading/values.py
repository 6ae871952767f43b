"""From the texts of a row to values, and what is wrong with them: found, expected, how to mend."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from curriculum.intake.reading.columns import Field

EARLIEST_BIRTH = date(1920, 1, 1)
LONGEST_NAME = 120


class Problem(StrEnum):
    """Why a row cannot be used as it is; `words.py` says how to mend it."""

    NAME_MISSING = "name_missing"
    NAME_TOO_LONG = "name_too_long"
    DATE_UNREADABLE = "date_unreadable"
    DATE_IMPOSSIBLE = "date_impossible"
    DATE_IN_FUTURE = "date_in_future"
    DATE_TOO_EARLY = "date_too_early"
    HOURS_MISSING = "hours_missing"
    HOURS_UNREADABLE = "hours_unreadable"
    HOURS_NEGATIVE = "hours_negative"
    HOURS_ABOVE_RUN = "hours_above_run"
    SCORE_UNREADABLE = "score_unreadable"
    SCORE_OUT_OF_RANGE = "score_out_of_range"
    NUMBER_OF_TWO = "number_of_two"
    CELLS_TOO_MANY = "cells_too_many"
    FORMULA_WITHOUT_VALUE = "formula_without_value"


@dataclass(frozen=True)
class Fault:
    """One problem of a row, with the facts a person needs."""

    code: Problem
    field: Field
    found: str
    expected: str = ""

    def plain(self) -> dict[str, str]:
        """As JSON keeps it."""
        return {"code": self.code, "field": self.field, "found": self.found, "expected": self.expected}


@dataclass(frozen=True)
class Values:
    """What a row says, read."""

    given: str | None = None
    family: str | None = None
    birth_date: date | None = None
    personnel_no: str | None = None
    organisation: str | None = None
    hours: int | None = None
    score: int | None = None
    faults: tuple[Fault, ...] = field(default=())

    def columns(self) -> dict[str, Any]:
        """The values and problems under the names of the row's columns."""
        return {
            "given": self.given,
            "family": self.family,
            "birth_date": self.birth_date,
            "personnel_no": self.personnel_no,
            "organisation": self.organisation,
            "hours": self.hours,
            "score": self.score,
            "problems": [fault.plain() for fault in self.faults],
        }


def read(texts: Mapping[Field, str], *, most_hours: int, today: date) -> Values:
    """Read one row; `most_hours` are the hundredths of the run's hours."""
    clean = {field: cleaned(text) for field, text in texts.items()}
    formulas = _formulas(clean)
    clean |= dict.fromkeys(formulas, "")
    faults: list[Fault] = []
    given, family = _name(clean, faults)
    return Values(
        given=given or None,
        family=family or None,
        birth_date=_birth_date(clean.get(Field.BIRTH_DATE, ""), today, faults),
        personnel_no=clean.get(Field.PERSONNEL_NO) or None,
        organisation=clean.get(Field.ORGANISATION) or None,
        hours=_hours(clean.get(Field.HOURS, ""), most_hours, faults),
        score=_score(clean.get(Field.SCORE, ""), faults),
        faults=(*formulas.values(), *(one for one in faults if one.field not in formulas)),
    )


def _formulas(clean: Mapping[Field, str]) -> dict[Field, Fault]:
    """Cells that hold a formula and no value: the program that wrote the file never computed it."""
    return {
        field: Fault(Problem.FORMULA_WITHOUT_VALUE, field, text[:60])
        for field, text in clean.items()
        if text.startswith("=")
    }


def cleaned(text: str) -> str:
    """A cell without marks of direction, doubled spaces and the like; digits of any script as 0-9."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    kept = (sign for sign in text if unicodedata.category(sign) not in ("Cf", "Cc") or sign in "\t\n\u200c")
    digits = (str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in kept)
    return unicodedata.normalize("NFC", " ".join("".join(digits).split()))


def _name(clean: Mapping[Field, str], faults: list[Fault]) -> tuple[str, str]:
    given, family = clean.get(Field.GIVEN, ""), clean.get(Field.FAMILY, "")
    if whole := clean.get(Field.FAMILY_GIVEN, ""):
        family, _, given = (part.strip() for part in whole.partition(","))
    if not given and not family:
        faults.append(Fault(Problem.NAME_MISSING, Field.FAMILY, ""))
    elif max(len(given), len(family)) > LONGEST_NAME:
        faults.append(Fault(Problem.NAME_TOO_LONG, Field.FAMILY, f"{given} {family}"[:60], str(LONGEST_NAME)))
    return given[:LONGEST_NAME], family[:LONGEST_NAME]


_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]00:00(?::00)?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?: 00:00(?::00)?)?")


def _birth_date(text: str, today: date, faults: list[Fault]) -> date | None:
    if not text:
        return None
    parts = None
    if found := _YEAR_FIRST.fullmatch(text):
        parts = tuple(map(int, found.groups()))
    elif found := _DAY_FIRST.fullmatch(text):
        parts = tuple(map(int, reversed(found.groups())))
    if parts is None:
        faults.append(Fault(Problem.DATE_UNREADABLE, Field.BIRTH_DATE, text[:40], "31/12/1980, 1980-12-31"))
        return None
    try:
        day = date(*parts)
    except ValueError:
        faults.append(Fault(Problem.DATE_IMPOSSIBLE, Field.BIRTH_DATE, text[:40], "31/12/1980, 1980-12-31"))
        return None
    if not EARLIEST_BIRTH <= day < today:
        code = Problem.DATE_TOO_EARLY if day < EARLIEST_BIRTH else Problem.DATE_IN_FUTURE
        faults.append(Fault(code, Field.BIRTH_DATE, text[:40], f"{EARLIEST_BIRTH} – {today}"))
        return None
    return day


_CLOCK = re.compile(r"(\d{1,3}) ?h ?(\d{2})", re.IGNORECASE)
_AROUND = re.compile(r" ?(h|hrs?|hours?|heures?|%|/ ?100|pts?|points?)\.?$", re.IGNORECASE)


def hundredths(text: str) -> int | None:
    """A figure as offices write it (21,6 · 21.6 · 21h30 · 73/100) in hundredths; None: no figure."""
    if clock := _CLOCK.fullmatch(text):
        return int(clock[1]) * 100 + round(int(clock[2]) * 100 / 60) if int(clock[2]) < 60 else None
    plain = _AROUND.sub("", text.replace("\u2212", "-")).replace(",", ".").replace(" ", "")
    if not re.fullmatch(r"[-+]?\d{1,9}(\.\d{1,12})?", plain):
        return None
    try:
        return round(Decimal(plain) * 100)
    except InvalidOperation:
        return None


def _hours(text: str, most: int, faults: list[Fault]) -> int | None:
    expected = f"0 – {Decimal(most) / 100:f}"
    if not text:
        faults.append(Fault(Problem.HOURS_MISSING, Field.HOURS, "", expected))
        return None
    hours = hundredths(text)
    if hours is None:
        code = Problem.HOURS_UNREADABLE
    elif hours < 0:
        code = Problem.HOURS_NEGATIVE
    elif hours > most:
        code = Problem.HOURS_ABOVE_RUN
    else:
        return hours
    faults.append(Fault(code, Field.HOURS, text[:40], expected))
    return None


def _score(text: str, faults: list[Fault]) -> int | None:
    if not text or text in ("-", "–", "—"):
        return None
    score = hundredths(text)
    if score is not None and 0 <= score <= 100_00:
        return score
    code = Problem.SCORE_UNREADABLE if score is None else Problem.SCORE_OUT_OF_RANGE
    faults.append(Fault(code, Field.SCORE, text[:40], "0 – 100"))
    return None
