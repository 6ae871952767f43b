"""After drawing: the file becomes PDF/A-3a and PDF/UA-1, with attachments and both empty signature fields."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from certificates import wording
from certificates.fields import ATTACHMENT, FIELDS
from certificates.layout.archival import Attachment, attach, describe, state_colours
from certificates.statement import Statement

_PRINTED_AND_LOCKED = 4 + 128


def finish(
    drawn: bytes, statement: Statement, at: datetime, attachments: Iterable[Attachment] | None = None
) -> bytes:
    """Return the certificate that will be signed; the same statement and moment give the same bytes.

    Without `attachments` the canonical statement is attached alone: what is signed is readable by machine.
    """
    if attachments is None:
        attachments = [statement_attachment(statement)]
    fields = {name: _purpose(statement, function) for function, name in FIELDS.items()}
    return _finished(drawn, at, attachments, fields)


def finish_document(drawn: bytes, *, at: datetime, attachments: Iterable[Attachment] = ()) -> bytes:
    """Return a paper document for the archive, of any number of pages and without signature fields."""
    return _finished(drawn, at, attachments, {})


def statement_attachment(statement: Statement) -> Attachment:
    """Return the canonical statement as it is attached to the certificate."""
    canonical = statement.canonical_bytes()
    return ATTACHMENT, "application/json", "Canonical statement (RFC 8785)", canonical


def _finished(drawn: bytes, at: datetime, attachments: Iterable[Attachment], fields: dict[str, str]) -> bytes:
    at = at.astimezone(UTC)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        describe(pdf, at)
        state_colours(pdf)
        attach(pdf, attachments, at)
        if fields:
            _prepare_fields(pdf, fields)
        pdf.save(
            out,
            min_version="1.7",
            fix_metadata_version=False,  # the metadata name no version; looking for one means parsing them
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            compress_streams=True,
        )
    return out.getvalue()


def _purpose(statement: Statement, function: Any) -> str:
    """Say what a signature field is for, to who cannot see where it lies."""
    language = statement.authoritative_language
    lead = wording.words(language, "signatures")[function.value]
    return f"{lead}{wording.words(language, 'script')['colon']}{statement.signatory(function).name}"


def _prepare_fields(pdf: Any, fields: dict[str, str]) -> None:
    """Put the empty fields on the first page and into the structure, below everything that was drawn."""
    tree = pdf.Root.StructTreeRoot
    first = int(tree.ParentTreeNextKey)
    widgets = Array()
    for key, (name, purpose) in enumerate(fields.items(), first):
        widgets.append(widget := _widget(pdf, name, purpose, key))
        tree.ParentTree.Nums.extend([key, _form(pdf, tree.K[0], widget, purpose)])
    tree.ParentTreeNextKey = first + len(fields)
    pdf.pages[0].obj.Annots = widgets
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=widgets, SigFlags=3))


def _widget(pdf: Any, name: str, purpose: str, key: int) -> Any:
    # an empty rectangle keeps the signing library from drawing a stamp with fonts that are not embedded
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=name,
            TU=purpose,
            Rect=Array([0, 0, 0, 0]),
            F=_PRINTED_AND_LOCKED,
            P=pdf.pages[0].obj,
            StructParent=key,
        )
    )


def _form(pdf: Any, parent: Any, widget: Any, purpose: str) -> Any:
    page = pdf.pages[0].obj
    form = pdf.make_indirect(
        Dictionary(
            Type=Name.StructElem,
            S=Name.Form,
            P=parent,
            Pg=page,
            Alt=purpose,
            K=Dictionary(Type=Name.OBJR, Obj=widget, Pg=page),
        )
    )
    parent.K.append(form)
    return form
