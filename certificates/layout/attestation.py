"""Transcript and attestation of attendance: drawn with the same tools as certificates, and marked as none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from certificates import wording
from certificates.layout.finish import finish_document
from certificates.layout.flow import Content, Field, Flow, write_flow
from certificates.layout.words import Said, Words, distinct
from certificates.parties import HolderName, Institution, ModuleRef, PathRef
from certificates.text import Text


@dataclass(frozen=True, kw_only=True)
class Attested:
    """For whom, by whom and when a paper is established; the first language is the authoritative one."""

    holder: tuple[HolderName, ...]
    issuer: Institution
    reference: str
    on: date
    languages: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """One module of a transcript with the hours that count; without a day it is not completed yet."""

    module: ModuleRef
    hours: Fraction
    result: Text
    day: date | None = None


@dataclass(frozen=True)
class Attendance:
    """One run that was attended, with the hours that count."""

    code: str
    title: Text
    begin: date
    end: date
    attended: Fraction
    planned: Fraction


def transcript(of: Attested, path: PathRef, results: Sequence[Result], *, at: datetime) -> bytes:
    """Write what has been learned on a path so far: PDF/A-3a and PDF/UA-1, of any number of pages."""
    words = Words(of.languages)
    fields = [
        Field(_word(words, "module"), 1.1),
        Field(_word(words, "title"), 3.4),
        Field(_word(words, "hours"), 0.8, "end"),
        Field(_word(words, "result"), 1.6),
        Field(_word(words, "day"), 1.6),
    ]
    rows = [_result(words, each) for each in results]
    reference = wording.kept(words.first, f"{path.code} v{path.version}")
    titles = [each._replace(text=f"{each.text} ({reference})") for each in words.both(path.title)]
    hours = _hours(words, sum((each.hours for each in results), Fraction()))
    total = ["", _word(words, "total"), hours, "", ""]
    return _paper(of, "transcript", [(_word(words, "path"), titles)], fields, rows, total, at)


def attendance(of: Attested, runs: Sequence[Attendance], *, at: datetime) -> bytes:
    """Write which runs were attended: PDF/A-3a and PDF/UA-1, of any number of pages."""
    words = Words(of.languages)
    fields = [
        Field(_word(words, "run"), 1.2),
        Field(_word(words, "title"), 2.6),
        Field(_word(words, "begin"), 1.65),
        Field(_word(words, "end"), 1.65),
        Field(_word(words, "attended"), 0.9, "end"),
        Field(_word(words, "planned"), 0.9, "end"),
    ]
    rows = [_run(words, each) for each in runs]
    attended = sum((each.attended for each in runs), Fraction())
    planned = sum((each.planned for each in runs), Fraction())
    total = ["", _word(words, "total"), "", "", _hours(words, attended), _hours(words, planned)]
    return _paper(of, "attendance", [], fields, rows, total, at)


def _result(words: Words, one: Result) -> list[Content]:
    module = f"{one.module.code} v{one.module.version}"
    day = "" if one.day is None else _day(words, one.day)
    return [module, words.both(one.module.title), _hours(words, one.hours), words.both(one.result), day]


def _run(words: Words, one: Attendance) -> list[Content]:
    dates = (_day(words, one.begin), _day(words, one.end))
    hours = (_hours(words, one.attended), _hours(words, one.planned))
    return [one.code, words.both(one.title), *dates, *hours]


def _word(words: Words, name: str) -> Content:
    return distinct(words.pair("papers", name))


def _hours(words: Words, value: Fraction) -> str:
    """Write hours with at most two decimals, so that sums stay those of what was added."""
    return wording.written_decimal(words.first, value)


def _day(words: Words, day: date) -> Content:
    return wording.written_date(words.first, day)


def _paper(
    of: Attested,
    name: str,
    extra: Sequence[tuple[Content, Content]],
    fields: Sequence[Field],
    rows: Sequence[Sequence[Content]],
    total: Sequence[Content],
    at: datetime,
) -> bytes:
    words = Words(of.languages)

    def write(flow: Flow) -> None:
        flow.heading(_word(words, name))
        flow.note(_word(words, "not_certificate"))
        flow.facts([*_facts(of, words), *extra])
        if rows:
            flow.table(fields, [*rows, total])
        else:
            flow.paragraph(_word(words, "nothing"))

    title = f"{words.one('papers', name).text} {of.reference}"
    author = words.both(of.issuer.name)[0].text
    return finish_document(write_flow(write, title=title, author=author, languages=of.languages), at=at)


def _facts(of: Attested, words: Words) -> list[tuple[Content, Content]]:
    names = [Said(each.text, f"und-{each.script}") for each in of.holder]
    return [
        (_word(words, "holder"), names),
        (_word(words, "issuer"), words.both(of.issuer.name)),
        (_word(words, "reference"), of.reference),
        (_word(words, "issued"), _day(words, of.on)),
    ]
