"""Frameworks written as tables: read into the shape of CASE, faults told by line and column."""

import pytest

from curriculum import clock
from curriculum.db import transaction
from curriculum.domain.actors import OPERATOR
from curriculum.domain.case_faults import Fault, FaultCode
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.frameworks import importing, queries, service, tables

pytestmark = pytest.mark.database

GOOD = """Code;Parent;FR;EN;Type;Niveau
A;;Contrôle aux frontières;Border checks;Domaine;
A1;A;Vérifier un document;Check a document;Compétence;EQF 4

A2;A;Interroger;;Compétence;SQF niveau 5
"""


def read(text: str, encoding: str = "utf-8"):
    return tables.read(text.encode(encoding), title="Frontières", key="F", at=clock.now())


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GOOD, "utf-8"),
        (GOOD, "utf-8-sig"),
        (GOOD, "cp1252"),  # as a French spreadsheet saves it
        (GOOD.replace(";", "\t"), "utf-8"),  # as pasted from a sheet
        (GOOD.replace("\n", "\r\n"), "utf-8"),
        (GOOD.replace("Code;Parent", "human-coding_scheme;Code parent"), "utf-8"),
    ],
)
def test_table_becomes_items_with_levels_and_parents(app, text, encoding):
    with transaction():
        made = service.import_(OPERATOR, text.encode(encoding), code="F", title="Frontières")

    rows = queries.items_page(made.id).items
    assert [(one.code, one.depth, one.text.fr, one.text.en, one.type, one.level) for one in rows] == [
        ("A", 0, "Contrôle aux frontières", "Border checks", "Domaine", None),
        ("A1", 1, "Vérifier un document", "Check a document", "Compétence", 4),
        ("A2", 1, "Interroger", "", "Compétence", 5),
    ]
    assert (made.title.fr, made.code) == ("Frontières", "F")


def test_table_handed_in_again_takes_the_place_of_its_draft(app):
    with transaction():
        first = service.import_(OPERATOR, GOOD.encode(), code="F", title="Frontières")
        again = service.import_(OPERATOR, b"code,en\nB,Other\n", code="F", title="Borders")

    assert (again.id, queries.count_items()) == (first.id, {first.id: 1})


def test_table_is_exported_as_case_and_read_back(app):
    with transaction():
        service.import_(OPERATOR, GOOD.encode(), title="Frontières")

    out = queries.export("FRONTIERES")

    assert not isinstance(importing.assemble(out), tuple)
    assert [one["humanCodingScheme"] for one in out["CFItems"]] == ["A", "A1", "A2"]
    assert out["CFItems"][1]["extensions"] == {"cursus": {"statement": "Check a document"}}


HEAD = "code,parent,fr,level\n"
FAULTS = [
    ("name,text\nA,B\n", "shape", "1", "name text", "code, fr, en, parent, type, level"),
    ("", "shape", "1", "", "code, fr, en, parent, type, level"),
    (HEAD + "A,,Un,\nA,,Deux,\n", "duplicate_id", "3: code", "A", "1 ×"),
    (HEAD + "A,,Un,\n\nB,C,Deux,\n", "dangling", "4: parent", "C", "code"),
    (HEAD + "A,B,Un,\nB,A,Deux,\n", "cycle", "2: code", "A", "parent"),
    (HEAD + "A,,,\n", "shape", "2: fr / en", "null", "string"),
    (HEAD + ",,Un,\n", "shape", "2: code", '""', "string"),
    (HEAD + "A,,Un,B2\n", "shape", "2: level", "B2", "EQF 1-8, SQF 1-8, ESQF 1-8"),
    (HEAD + 'A,,"Un,\nB,,Deux,\n', "shape", "3", '"', 'CSV: "…"'),
    (HEAD + 'A,,"Un" mot,\n', "shape", "2", '"', 'CSV: "…"'),
]


@pytest.mark.parametrize(("text", "code", "place", "found", "expected"), FAULTS)
def test_fault_is_told_by_line_and_column(app, text, code, place, found, expected):
    assert read(text) == (Fault(FaultCode(code), place, found, expected),)


def test_twenty_thousand_rows_are_enough(app):
    (fault,) = read("code,en\n" + "A,B\n" * 20_001)

    assert (fault.code, fault.found) == (FaultCode.TOO_MANY, "20001")


def test_table_needs_a_name(app):
    with pytest.raises(Refusal) as refused:
        importing.preview(GOOD.encode())

    assert refused.value.code is RefusalCode.VALUE_MISSING
