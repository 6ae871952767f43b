"""Builds every forgery from a genuine certificate; keys differ per run, so the files are made, not kept."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import PageObject
from pyhanko.sign import fields, signers

from certificates import sign
from certificates.keys import Keyring, make_authority
from certificates.layout.finish import finish
from certificates.layout.page import render
from certificates.parties import Function, HolderName
from certificates.signing.adapter import adapter
from certificates.signing.api import Signers
from certificates.signing.pades import sign_both
from tests.certificates.conftest import AT, BORN, PASSPHRASE, World, drafted
from tests.certificates.samples import CNFGF, ENAPV, MINT

Forgery = Callable[[World, Path], bytes]


def _rewritten(pdf: bytes, change: Callable[[Any], None]) -> bytes:
    """Open, change and save as an ordinary editor would."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        change(opened)
        out = io.BytesIO()
        opened.save(out)
    return out.getvalue()


def _updated(pdf: bytes, change: Callable[[Any], None]) -> bytes:
    """Append a revision, which leaves every signed byte as it was."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _other_face(world: World, **changes: Any) -> Any:
    """Draw what the forger would like the paper to say."""
    return drafted(replace(world.registered.statement, **changes))


def changed_name(world: World, folder: Path) -> bytes:
    """Face and statement of another person under the old signatures."""
    wanted = _other_face(world, holder=(HolderName("Latn", "Grace Other"),))

    def change(opened: Any) -> None:
        with pikepdf.open(io.BytesIO(wanted.pdf)) as other:
            page = opened.copy_foreign(other.pages[0].obj)
            opened.pages[0].obj.Contents = page.Contents
            opened.pages[0].obj.Resources = page.Resources
        file = opened.Root.Names.EmbeddedFiles.Names[3].EF.F
        file.write(wanted.statement.canonical_bytes())

    return _rewritten(world.issued.pdf, change)


def changed_date(world: World, folder: Path) -> bytes:
    """A later end of validity, slipped in as an appended revision."""
    wanted = replace(world.registered.statement, valid_until=date(2039, 1, 1))

    def change(writer: Any) -> None:
        file = writer.root["/Names"]["/EmbeddedFiles"]["/Names"].raw_get(1).get_object()
        stream = generic.StreamObject(stream_data=wanted.canonical_bytes())
        reference = writer.add_object(stream)
        file["/EF"]["/F"] = file["/EF"]["/UF"] = reference
        writer.update_container(file)

    return _updated(world.issued.pdf, change)


def page_added(world: World, folder: Path) -> bytes:
    """One more page behind the first."""

    def change(writer: Any) -> None:
        content = writer.add_object(generic.StreamObject(stream_data=b"0 0 m"))
        writer.insert_page(PageObject(contents=content, media_box=(0, 0, 595, 842)))

    return _updated(world.issued.pdf, change)


def second_signature_removed(world: World, folder: Path) -> bytes:
    """The file as it was before the HR seal: one valid signature, and one authority too few."""
    end = world.issued.pdf.index(b"%%EOF", world.issued.pdf.index(b"/DocMDP")) + 6
    return world.issued.pdf[:end]


def first_signature_removed(world: World, folder: Path) -> bytes:
    """The training field emptied."""

    def change(opened: Any) -> None:
        del opened.Root.AcroForm.Fields[0]["/V"]

    return _rewritten(world.issued.pdf, change)


def overlay(world: World, folder: Path) -> bytes:
    """Something painted over the page in an appended revision."""

    def change(writer: Any) -> None:
        paint = generic.StreamObject(stream_data=b"q 1 1 1 rg 200 380 400 40 re f Q")
        writer.add_stream_to_page(0, writer.add_object(paint))

    return _updated(world.issued.pdf, change)


def metadata_swapped(world: World, folder: Path) -> bytes:
    """Another title in an appended revision, which some readers accept."""

    def change(writer: Any) -> None:
        writer.set_info(generic.DictionaryObject({generic.pdf_name("/Title"): generic.pdf_string("Other")}))

    return _updated(world.issued.pdf, change)


def trailing_bytes(world: World, folder: Path) -> bytes:
    """A remark behind the end of the file."""
    return world.issued.pdf + b"\n% nothing to see\n"


def third_signature(world: World, folder: Path) -> bytes:
    """A further signature by somebody who has nothing to sign."""
    writer = IncrementalPdfFileWriter(io.BytesIO(world.issued.pdf), strict=False)
    meta = signers.PdfSignatureMetadata(field_name="extra", subfilter=fields.SigSeedSubFilter.PADES)
    signed = signers.PdfSigner(meta, signer=adapter(world.signers.hr)).sign_pdf(writer, bytes_reserved=8192)
    return bytes(signed.getvalue())


def unsigned_draft(world: World, folder: Path) -> bytes:
    """The page without any seal."""
    return drafted(world.registered.statement).pdf


def self_made_authority(world: World, folder: Path) -> bytes:
    """The same names on certificates of a root that the forger made."""
    make_authority(folder, PASSPHRASE, [CNFGF, ENAPV, MINT], BORN)
    stated = world.registered.statement
    return sign(drafted(stated), Keyring(folder, PASSPHRASE).signers_for(stated))


def seals_exchanged(world: World, folder: Path) -> bytes:
    """Each genuine seal in the other's field."""
    by = Signers(world.signers.hr, world.signers.training)
    return sign(drafted(world.registered.statement), by)


def seal_of_another_institution(world: World, folder: Path) -> bytes:
    """A genuine training seal, of an institution that the statement does not name."""
    by = Signers(world.keyring.seal(Function.TRAINING, "ENAPV"), world.signers.hr)
    return sign(drafted(world.registered.statement), by)


def another_signatory(world: World, folder: Path) -> bytes:
    """Genuine seals that name another person than the statement designates."""
    stated = world.registered.statement
    people = tuple(replace(signatory, name="Grace Other") for signatory in stated.signatories)
    return sign_both(drafted(stated).pdf, replace(stated, signatories=people), world.signers, AT)


def statement_left_out(world: World, folder: Path) -> bytes:
    """Genuine seals on a page that carries no statement."""
    stated = world.registered.statement
    drawn = finish(render(stated), stated, AT)

    def change(opened: Any) -> None:
        del opened.Root["/Names"], opened.Root["/AF"]

    return sign_both(_rewritten(drawn, change), stated, world.signers, AT)


def statement_renamed(world: World, folder: Path) -> bytes:
    """Genuine seals over a page whose attachment has another name."""
    stated = world.registered.statement

    def change(opened: Any) -> None:
        opened.Root.Names.EmbeddedFiles.Names[2] = "other.json"

    return sign_both(_rewritten(drafted(stated).pdf, change), stated, world.signers, AT)


def statement_rewritten(world: World, folder: Path) -> bytes:
    """Genuine seals over a page whose attached statement is no lawful one."""
    stated = world.registered.statement

    def change(opened: Any) -> None:
        opened.Root.Names.EmbeddedFiles.Names[3].EF.F.write(b'{"number": 1}')

    return sign_both(_rewritten(drafted(stated).pdf, change), stated, world.signers, AT)


def encrypted(world: World, folder: Path) -> bytes:
    """The certificate behind a password, so that no checker can look."""
    with pikepdf.open(io.BytesIO(world.issued.pdf)) as opened:
        out = io.BytesIO()
        opened.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    return out.getvalue()


def seal_overwritten(world: World, folder: Path) -> bytes:
    """Rubbish where the training seal should be."""
    start = world.issued.pdf.index(b"/Contents <") + len(b"/Contents <")
    return world.issued.pdf[:start] + b"30030201ff" + world.issued.pdf[start + 10 :]


def signing_time_removed(world: World, folder: Path) -> bytes:
    """Seals that do not say when."""

    def change(opened: Any) -> None:
        for field in opened.Root.AcroForm.Fields:
            del field["/V"]["/M"]

    return _rewritten(world.issued.pdf, change)


def plain_document(world: World, folder: Path) -> bytes:
    """A page of nobody: no statement, no seal."""
    with pikepdf.new() as made:
        made.add_blank_page()
        out = io.BytesIO()
        made.save(out)
    return out.getvalue()


def one_number_twice(world: World, folder: Path) -> bytes:
    """A second document under the same number, with genuine seals."""
    wanted = _other_face(world, hours=999)
    return sign(wanted, world.signers)


FORGERIES: dict[str, Forgery] = {
    made.__name__: made
    for made in (
        changed_name,
        changed_date,
        page_added,
        second_signature_removed,
        first_signature_removed,
        overlay,
        metadata_swapped,
        trailing_bytes,
        third_signature,
        unsigned_draft,
        self_made_authority,
        seals_exchanged,
        seal_of_another_institution,
        another_signatory,
        statement_left_out,
        statement_renamed,
        statement_rewritten,
        encrypted,
        seal_overwritten,
        signing_time_removed,
        plain_document,
        one_number_twice,
    )
}
