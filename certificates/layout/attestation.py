"""Transcript and attestation of attendance: drawn with the same tools as certificates, and marked as none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from certificates import wording
from certificates.layout.finish import finish_document
from certificates.layout.flow import Content, Field, Flow, write_flow
from certificates.layout.words import Said, Words
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
    """One module of a transcript; without a day it is not completed yet."""

    module: ModuleRef
    hours: int
    result: Text
    day: date | None = None


@dataclass(frozen=True)
class Attendance:
    """One run that was attended, with the hours that count."""

    code: str
    title: Text
    begin: date
    end: date
    attended: int
    planned: int


def transcript(of: Attested, path: PathRef, results: Sequence[Result], *, at: datetime) -> bytes:
    """Write what has been learned on a path so far: PDF/A-3a and PDF/UA-1, of any number of pages."""
    words = Words(of.languages)
    fields = [
        Field(words.pair("papers", "module"), 1.1),
        Field(words.pair("papers", "title"), 3.4),
        Field(words.pair("papers", "hours"), 0.8, "end"),
        Field(words.pair("papers", "result"), 1.6),
        Field(words.pair("papers", "day"), 1.6),
    ]
    rows = [_result(words, each) for each in results]
    reference = wording.kept(words.first, f"{path.code} v{path.version}")
    titles = [each._replace(text=f"{each.text} ({reference})") for each in words.both(path.title)]
    extra = [(words.pair("papers", "path"), titles)]
    hours = sum(each.hours for each in results)
    return _paper(
        of, "transcript", extra, fields, rows, ["", words.pair("papers", "total"), str(hours), "", ""], at
    )


def attendance(of: Attested, runs: Sequence[Attendance], *, at: datetime) -> bytes:
    """Write which runs were attended: PDF/A-3a and PDF/UA-1, of any number of pages."""
    words = Words(of.languages)
    fields = [
        Field(words.pair("papers", "run"), 1.2),
        Field(words.pair("papers", "title"), 2.6),
        Field(words.pair("papers", "begin"), 1.65),
        Field(words.pair("papers", "end"), 1.65),
        Field(words.pair("papers", "attended"), 0.9, "end"),
        Field(words.pair("papers", "planned"), 0.9, "end"),
    ]
    rows = [_run(words, each) for each in runs]
    sums = [str(sum(each.attended for each in runs)), str(sum(each.planned for each in runs))]
    return _paper(of, "attendance", [], fields, rows, ["", words.pair("papers", "total"), "", "", *sums], at)


def _result(words: Words, one: Result) -> list[Content]:
    module = f"{one.module.code} v{one.module.version}"
    day = "" if one.day is None else _day(words, one.day)
    return [module, words.both(one.module.title), str(one.hours), words.both(one.result), day]


def _run(words: Words, one: Attendance) -> list[Content]:
    dates = (_day(words, one.begin), _day(words, one.end))
    return [one.code, words.both(one.title), *dates, str(one.attended), str(one.planned)]


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
        flow.heading(words.pair("papers", name))
        flow.note(words.pair("papers", "not_certificate"))
        flow.facts([*_facts(of, words), *extra])
        if rows:
            flow.table(fields, [*rows, total])
        else:
            flow.paragraph(words.pair("papers", "nothing"))

    title = f"{words.one('papers', name).text} {of.reference}"
    author = words.both(of.issuer.name)[0].text
    return finish_document(write_flow(write, title=title, author=author, languages=of.languages), at=at)


def _facts(of: Attested, words: Words) -> list[tuple[Content, Content]]:
    names = [Said(each.text, f"und-{each.script}") for each in of.holder]
    return [
        (words.pair("papers", "holder"), names),
        (words.pair("papers", "issuer"), words.both(of.issuer.name)),
        (words.pair("papers", "reference"), of.reference),
        (words.pair("papers", "issued"), _day(words, of.on)),
    ]
