"""Every file we write is PDF/A-3a and PDF/UA-1 in the eyes of veraPDF, unsigned and signed twice."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pikepdf
import pytest
from PIL import ImageCms

from certificates import prepare, sign
from certificates.layout.document import Document
from certificates.layout.finish import finish, finish_document
from certificates.layout.page import render
from certificates.parties import Orientation, Paper, PathRef
from certificates.statement import Statement
from certificates.text import Text
from tests.certificates.conftest import AT, KEY, RECORDED, World, drafted
from tests.certificates.eyes import vera
from tests.certificates.paragraphs import paragraph
from tests.certificates.samples import (
    ARABIC,
    CYRILLIC,
    LATIN,
    MIXED,
    completion,
    expert,
    renewal,
    statement,
)

LARGEST = 100_000
EMBLEM = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40" width="40" height="40">
<circle cx="20" cy="20" r="18" fill="#17395f"/><path d="M8 28 L20 8 L32 28 Z" fill="#ffffff"/></svg>"""


def arabic_face() -> Statement:
    """A statement whose authoritative language is written from the right, in portrait."""
    paper = Paper(orientation=Orientation.PORTRAIT, other_language="fr")
    title = Text.of(ar="شهادة مكوِّن (حماية الحدود)", fr="Certificat de formateur — Gestion des frontières")
    path = PathRef("LP-TRN-BOR", 2, title)
    return statement(authoritative_language="ar", paper=paper, path=path, holder=ARABIC)


STATED: dict[str, Callable[[], Statement]] = {
    "trainer": statement,
    "completion": completion,
    "expert": expert,
    "renewal": renewal,
    "Latin": lambda: statement(holder=LATIN),
    "Cyrillic": lambda: statement(holder=CYRILLIC),
    "Arabic": lambda: statement(holder=ARABIC),
    "mixed": lambda: statement(holder=MIXED),
    "English": lambda: statement(authoritative_language="en"),
    "one language": lambda: statement(paper=Paper()),
    "Arabic face": arabic_face,
}
UNSIGNED = ("trainer", "completion", "expert", "renewal")


def report() -> bytes:
    """A document of three pages with everything the layout tools can say."""
    sheet = Document(title="Relevé <&> \x01", author="ENAPV", language="fr")
    with sheet.artifact("Header"):
        sheet.text("ENAPV", 50, 800, 8)
    sheet.text("Relevé de parcours", 50, 760, 18, tag="H1")
    with sheet.group("Table"):
        with sheet.group("TR"):
            sheet.text("Module", 50, 700, 9, tag="TH", scope="Column")
            sheet.text("Heures", 200, 700, 9, tag="TH", scope="Column")
        with sheet.group("TR"):
            sheet.text("أمن الحدود (1)", 50, 680, 9, tag="TH", scope="Row", lang="ar")
            sheet.text("12", 200, 680, 9, tag="TD")
    with sheet.group("L"), sheet.group("LI"):
        sheet.text("•", 50, 650, 9, tag="Lbl")
        paragraph(sheet, "un deux trois", 60, 658, 9, width=30, tag="LBody")
    with sheet.block("P"):
        sheet.text("commence ici", 50, 600, 9)
        sheet.rule(50, 590, 100)
        with sheet.block("P"):
            sheet.text("continue ici", 50, 580, 9)
        sheet.new_page()
        sheet.text("et finit là", 50, 800, 9)
    with sheet.figure("Deux cadres", (50, 500, 150, 600)), sheet.artifact():
        sheet.frame(50, 500, 100, 100)
    sheet.new_page()
    with sheet.artifact("Footer"), sheet.artifact():
        sheet.text("3 / 3", 50, 20, 8)
    return finish_document(sheet.finish(), at=AT)


@pytest.fixture(scope="module")
def seen(world: World, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, list[str]]]:
    """What veraPDF says of every sample, by its name."""
    vera.demand()
    folder = tmp_path_factory.mktemp("seen")
    for name, data in _samples(world):
        (folder / f"{name}.pdf").write_bytes(data)
    return {path.stem: failed for path, failed in vera.check(sorted(folder.glob("*.pdf"))).items()}


def _samples(world: World) -> Iterator[tuple[str, bytes]]:
    for name, make in STATED.items():
        draft = drafted(make())
        yield f"{name} signed", sign(draft, world.signers)
        if name in UNSIGNED:
            yield f"{name} unsigned", draft.pdf
    yield "specimen unsigned", prepare(statement(), RECORDED, KEY, specimen=True).pdf
    paper = Paper(other_language="en", emblem=hashlib.sha256(EMBLEM).hexdigest())
    yield "emblem unsigned", prepare(statement(paper=paper), RECORDED, KEY, emblem=EMBLEM).pdf
    yield "report unsigned", report()
    yield "drawn unsigned", render(statement())


@pytest.mark.parametrize("name", STATED)
def test_certificate_keeps_every_rule(seen: dict[str, Any], name: str) -> None:
    assert seen[f"{name} signed"] == {"3a": [], "ua1": []}


@pytest.mark.parametrize("name", [*UNSIGNED, "specimen", "emblem", "report"])
def test_unsigned_file_keeps_every_rule(seen: dict[str, Any], name: str) -> None:
    assert seen[f"{name} unsigned"] == {"3a": [], "ua1": []}


def test_verapdf_is_awake(seen: dict[str, Any]) -> None:
    failed = seen["drawn unsigned"]

    assert "6.6.2.1-1" in [rule.split(" ")[0] for rule in failed["3a"]]
    assert [rule.split(" ")[0] for rule in failed["ua1"]] == ["7.1-10", "7.1-8"]


@pytest.mark.parametrize("name", STATED)
def test_file_stays_below_a_tenth_of_a_megabyte(name: str, world: World) -> None:
    assert len(sign(drafted(STATED[name]()), world.signers)) <= LARGEST


def test_same_statement_gives_the_same_bytes() -> None:
    assert drafted(statement(holder=MIXED)).pdf == drafted(statement(holder=MIXED)).pdf
    assert report() == report()


def test_pages_drawn_at_once_are_as_those_drawn_in_turn() -> None:
    made = [
        statement(holder=holder, hours=hours) for hours in range(10, 13) for holder in (LATIN, ARABIC, MIXED)
    ]
    with ThreadPoolExecutor(8) as pool:
        at_once = list(pool.map(lambda one: render(one), made))

    assert at_once == [render(one) for one in made]


def test_without_more_the_statement_is_attached_alone() -> None:
    stated = statement()
    with pikepdf.open(io.BytesIO(finish(render(stated), stated, AT))) as pdf:
        attached = {name: pdf.attachments[name].get_file().read_bytes() for name in pdf.attachments}

    assert attached == {"statement.json": stated.canonical_bytes()}


def test_metadata_agree_and_carry_the_recorded_moment() -> None:
    with pikepdf.open(io.BytesIO(report())) as pdf:
        told = pdf.open_metadata(set_pikepdf_as_editor=False)
        assert (told["pdfaid:part"], told["pdfaid:conformance"], told["pdfuaid:part"]) == ("3", "A", "1")
        assert told["dc:title"] == str(pdf.docinfo["/Title"]) == "Relevé <&>  "
        assert told["dc:creator"] == [str(pdf.docinfo["/Author"])] == ["ENAPV"]
        assert (told["dc:language"], str(pdf.Root.Lang)) == ({"fr"}, "fr")
        assert str(pdf.docinfo["/CreationDate"]) == "D:20261121100000+00'00'"
        assert told["xmp:CreateDate"] == told["xmp:ModifyDate"] == AT.isoformat()
        assert pdf.Root.ViewerPreferences.DisplayDocTitle is True


def test_colours_are_those_of_srgb() -> None:
    with pikepdf.open(io.BytesIO(report())) as pdf:
        (intent,) = pdf.Root.OutputIntents
        profile = intent.DestOutputProfile.read_bytes()

    assert ImageCms.getProfileName(ImageCms.ImageCmsProfile(io.BytesIO(profile))).strip() == "sRGB built-in"
    assert len(profile) < 1000


def test_attached_files_are_data_of_the_document_with_their_digest() -> None:
    draft = drafted(statement())
    with pikepdf.open(io.BytesIO(draft.pdf)) as pdf:
        files = {str(file.UF): file for file in pdf.Root.AF}
        contents = {name: file.EF.F.read_bytes() for name, file in files.items()}
        sums = {name: bytes(file.EF.F.Params.CheckSum) for name, file in files.items()}

        assert contents == {
            "credential.json": draft.credential,
            "statement.json": draft.statement.canonical_bytes(),
        }
        assert sums == {name: hashlib.md5(data).digest() for name, data in contents.items()}
        assert [str(file.AFRelationship) for file in files.values()] == ["/Data", "/Data"]
        assert [str(name) for name in pdf.Root.Names.EmbeddedFiles.Names][::2] == sorted(files)
        assert str(files["credential.json"].EF.F.Subtype) == "/application/vc"


def test_fields_are_described_and_lie_in_the_structure() -> None:
    with pikepdf.open(io.BytesIO(drafted(statement()).pdf)) as pdf:
        told = [
            (str(field.T), str(field.TU), list(field.Rect), int(field.F))
            for field in pdf.Root.AcroForm.Fields
        ]
        tree = pdf.Root.StructTreeRoot
        parents = dict(zip(*[iter(tree.ParentTree.Nums)] * 2, strict=True))
        forms = [parents[int(field.StructParent)] for field in pdf.Root.AcroForm.Fields]

        assert told == [
            ("training", "Pour l’autorité de formation\xa0: Farid Haddadi", [0, 0, 0, 0], 132),
            ("hr", "Pour l’autorité des ressources humaines\xa0: Elif Karaman", [0, 0, 0, 0], 132),
        ]
        assert [str(form.S) for form in forms] == ["/Form", "/Form"]
        assert [str(form.K.Obj.T) for form in forms] == ["training", "hr"]
        assert int(tree.ParentTreeNextKey) == 3


def test_machine_without_java_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="not installed are default-jre-headless"):
        vera.demand()

    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception):
        vera.demand()
