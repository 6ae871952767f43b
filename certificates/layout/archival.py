"""What makes a drawn file PDF/A-3a and PDF/UA-1: metadata, output intent and attachments."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, String

Attachment = tuple[str, str, str, bytes]
"""Name, media type, description and content of an attached file."""

_PRODUCER = "certificates"
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{producer}</xmp:CreatorTool><xmp:CreateDate>{moment}</xmp:CreateDate>
<xmp:ModifyDate>{moment}</xmp:ModifyDate><pdf:Producer>{producer}</pdf:Producer>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of the standard the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def describe(pdf: Any, at: datetime) -> None:
    """Say what the file is, in both places that must agree; title, author and language are as drawn."""
    info = pdf.docinfo
    title, author = (_clean(str(info[key])) for key in ("/Title", "/Author"))
    for key in list(info.keys()):
        del info[key]
    info["/Title"], info["/Author"] = title, author
    info["/Producer"] = info["/Creator"] = _PRODUCER
    info["/CreationDate"] = info["/ModDate"] = _pdf_date(at)
    xmp = _XMP.format(
        title=escape(title),
        author=escape(author),
        language=escape(str(pdf.Root.Lang)),
        producer=_PRODUCER,
        moment=at.isoformat(timespec="seconds"),
    )
    stream = pdf.make_stream(xmp.encode("utf-8"), Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root.Metadata = stream
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)


def _clean(text: str) -> str:
    # XML has no place for control characters, not even escaped
    if text.isprintable():
        return text
    return "".join(" " if unicodedata.category(c) in {"Cc", "Cs", "Cn"} else c for c in text)


def state_colours(pdf: Any) -> None:
    """Say which red, green and blue are meant: those of sRGB."""
    profile = pdf.make_stream(_srgb(), N=3, Alternate=Name.DeviceRGB)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier="sRGB",
        Info="sRGB IEC61966-2.1",
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


@cache
def _srgb() -> bytes:
    return files("certificates").joinpath("assets", "srgb.icc").read_bytes()


def attach(pdf: Any, attachments: Iterable[Attachment], at: datetime) -> None:
    """Attach files as data that belong to the document, in the order of their names."""
    named = [(name, _file(pdf, (name, *rest), at)) for name, *rest in sorted(attachments)]
    if named:
        names = Array(part for pair in named for part in pair)
        pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=names))
        pdf.Root.AF = Array(file for _, file in named)


def _file(pdf: Any, attachment: tuple[Any, ...], at: datetime) -> Any:
    name, media_type, description, data = attachment
    digest = hashlib.md5(data, usedforsecurity=False).digest()  # the format knows no other
    embedded = pdf.make_stream(
        data,
        Type=Name.EmbeddedFile,
        Subtype=Name(f"/{media_type}"),
        Params=Dictionary(Size=len(data), ModDate=_pdf_date(at), CheckSum=String(digest)),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=name,
            UF=name,
            Desc=description,
            AFRelationship=Name.Data,
            EF=Dictionary(F=embedded, UF=embedded),
        )
    )


def _pdf_date(at: datetime) -> str:
    return at.strftime("D:%Y%m%d%H%M%S+00'00'")
