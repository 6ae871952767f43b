"""After drawing: metadata of the recorded moment, the attached statement, and both empty signature fields."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name

from certificates.fields import ATTACHMENT, FIELDS
from certificates.statement import Statement

_PRODUCER = "certificates"
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{producer}</xmp:CreatorTool><xmp:CreateDate>{moment}</xmp:CreateDate>
<xmp:ModifyDate>{moment}</xmp:ModifyDate><pdf:Producer>{producer}</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def finish(drawn: bytes, statement: Statement, at: datetime) -> bytes:
    """Return the file that will be signed; the same statement and moment give the same bytes."""
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        _describe(pdf, statement, at)
        _attach(pdf, statement, at)
        _prepare_fields(pdf)
        out = io.BytesIO()
        pdf.save(
            out,
            min_version="1.7",
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            compress_streams=True,
        )
    return out.getvalue()


def _describe(pdf: Any, statement: Statement, at: datetime) -> None:
    title, author = str(pdf.docinfo["/Title"]), str(pdf.docinfo["/Author"])
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    pdf.docinfo["/Title"], pdf.docinfo["/Author"] = title, author
    pdf.docinfo["/Producer"] = pdf.docinfo["/Creator"] = _PRODUCER
    pdf.docinfo["/CreationDate"] = pdf.docinfo["/ModDate"] = _pdf_date(at)
    xmp = _XMP.format(
        title=escape(title),
        author=escape(author),
        language=escape(statement.authoritative_language),
        producer=_PRODUCER,
        moment=at.isoformat(timespec="seconds"),
    )
    stream = pdf.make_stream(xmp.encode("utf-8"))
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = stream
    pdf.Root.Lang = statement.authoritative_language
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)


def _attach(pdf: Any, statement: Statement, at: datetime) -> None:
    """Attach the canonical statement: what was signed is readable by machine, under both signatures."""
    data = statement.canonical_bytes()
    embedded = pdf.make_stream(data)
    embedded.Type, embedded.Subtype = Name.EmbeddedFile, Name("/application/json")
    embedded.Params = Dictionary(Size=len(data), ModDate=_pdf_date(at))
    file = pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=ATTACHMENT,
            UF=ATTACHMENT,
            Desc="Canonical statement (RFC 8785)",
            AFRelationship=Name.Data,
            EF=Dictionary(F=embedded, UF=embedded),
        )
    )
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([ATTACHMENT, file])))
    pdf.Root.AF = Array([file])


def _prepare_fields(pdf: Any) -> None:
    # an empty rectangle keeps the signing library from drawing a stamp with fonts that are not embedded
    page = pdf.pages[0].obj
    widgets = Array(
        pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Sig,
                T=field,
                Rect=Array([0, 0, 0, 0]),
                F=4 + 128,
                P=page,
            )
        )
        for field in FIELDS.values()
    )
    page.Annots = widgets
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=widgets, SigFlags=3))


def _pdf_date(at: datetime) -> str:
    return at.strftime("D:%Y%m%d%H%M%S+00'00'")
