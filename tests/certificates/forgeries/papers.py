"""More forged papers: swapped parts, borrowed credentials, and seals that were never right."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certificates import sign
from certificates.credential import issue_credential
from certificates.fields import CREDENTIAL, FIELDS
from certificates.parties import Function, HolderName
from certificates.signing.adapter import adapter
from certificates.signing.api import Signers
from certificates.signing.null import NullSigner
from certificates.signing.pades import sign_both
from tests.certificates import seals
from tests.certificates.conftest import AT, KEY, RECORDED, World, drafted
from tests.certificates.forgeries.build import Forgery, _rewritten, _updated
from tests.certificates.samples import number_for


def _attachment(opened: Any, name: str) -> Any:
    listed = list(opened.Root.Names.EmbeddedFiles.Names)
    return dict(zip(map(str, listed[::2]), listed[1::2], strict=True))[name].EF.F


def _carrying(world: World, credential: bytes) -> bytes:
    """Genuine seals over a page that carries this credential."""
    stated = world.registered.statement

    def change(opened: Any) -> None:
        _attachment(opened, CREDENTIAL).write(credential)

    return sign_both(_rewritten(drafted(stated).pdf, change), stated, world.signers, AT)


def credential_swapped(world: World, folder: Path) -> bytes:
    """Another credential slipped in as an appended revision, under the seals as they were."""
    other = _other_credential(world)

    def change(writer: Any) -> None:
        names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
        at = [str(name) for name in list(names)[::2]].index(CREDENTIAL)
        file = names.raw_get(2 * at + 1).get_object()
        reference = writer.add_object(generic.StreamObject(stream_data=other))
        file["/EF"]["/F"] = file["/EF"]["/UF"] = reference
        writer.update_container(file)

    return _updated(world.issued.pdf, change)


def font_swapped(world: World, folder: Path) -> bytes:
    """Other letters for the same text, in an appended revision."""

    def change(writer: Any) -> None:
        fonts = writer.root["/Pages"]["/Kids"][0]["/Resources"]["/Font"]
        font = fonts[next(iter(fonts))]
        descriptor = font["/DescendantFonts"][0]["/FontDescriptor"] if "/DescendantFonts" in font else font
        descriptor["/FontFile2"] = writer.add_object(generic.StreamObject(stream_data=b"other letters"))
        writer.update_container(descriptor)

    return _updated(world.issued.pdf, change)


def stamped_over(world: World, folder: Path) -> bytes:
    """A rubber stamp in an appended revision, as any reader lets one put it."""

    def change(writer: Any) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        stamp = generic.DictionaryObject(
            {
                generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
                generic.pdf_name("/Subtype"): generic.pdf_name("/Stamp"),
                generic.pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (10, 10, 99, 99))),
            }
        )
        page["/Annots"].append(writer.add_object(stamp))
        writer.update_container(page["/Annots"])

    return _updated(world.issued.pdf, change)


def attached_twice(world: World, folder: Path) -> bytes:
    """Two statements under one name: one for the checker, one for the reader."""
    stated = world.registered.statement

    def change(opened: Any) -> None:
        listed = opened.Root.Names.EmbeddedFiles.Names
        for item in list(listed):
            listed.append(item)

    return sign_both(_rewritten(drafted(stated).pdf, change), stated, world.signers, AT)


def two_concatenated(world: World, folder: Path) -> bytes:
    """Two certificates in one file: each reader shows the one it likes."""
    return world.issued.pdf + world.issued.pdf


def description_swapped(world: World, folder: Path) -> bytes:
    """Another description (XMP) in an appended revision, which pyHanko's own rules allow."""

    def change(writer: Any) -> None:
        xmp = generic.StreamObject(stream_data=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")
        writer.root["/Metadata"] = writer.add_object(xmp)
        writer.update_root()

    return _updated(world.issued.pdf, change)


# --- Credentials inside -------------------------------------------------------------------------------


def _other_credential(world: World) -> bytes:
    other = replace(
        world.registered.statement,
        number=number_for("TRN", "0123456789"),
        holder=(HolderName("Latn", "Grace Other"),),
    )
    return issue_credential(other, KEY, RECORDED.status, AT)


def credential_of_another(world: World, folder: Path) -> bytes:
    """A genuine credential, of another holder."""
    return _carrying(world, _other_credential(world))


def credential_retold(world: World, folder: Path) -> bytes:
    """A credential of the same number that says more hours than the paper."""
    more = replace(world.registered.statement, hours=999)
    return _carrying(world, issue_credential(more, KEY, RECORDED.status, AT))


def credential_tampered(world: World, folder: Path) -> bytes:
    """The credential begins earlier than the issuer signed."""
    return _carrying(world, world.issued.credential.replace(b"2026-11-21T09", b"2026-11-21T08"))


def credential_left_out(world: World, folder: Path) -> bytes:
    """Genuine seals over a page without credential."""
    stated = world.registered.statement

    def change(opened: Any) -> None:
        listed = opened.Root.Names.EmbeddedFiles.Names
        at = [str(name) for name in list(listed)[::2]].index(CREDENTIAL)
        del listed[2 * at : 2 * at + 2]

    return sign_both(_rewritten(drafted(stated).pdf, change), stated, world.signers, AT)


# --- Seals --------------------------------------------------------------------------------------------


def _by_hand(world: World, pdf: bytes, function: Function, signer: Any, **meta: Any) -> bytes:
    """Sign as our own code never does."""
    signatory = world.registered.statement.signatory(function)
    told = signers.PdfSignatureMetadata(
        field_name=FIELDS[function],
        name=signatory.name,
        reason=f"x; {signatory.mandate_ref}",
        subfilter=SigSeedSubFilter.PADES,
        **{"md_algorithm": "sha256", **meta},
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    signed = signers.PdfSigner(told, signer=signer).sign_pdf(
        writer, existing_fields_only=True, bytes_reserved=16384
    )
    return bytes(signed.getvalue())


def seals_that_allow_everything(world: World, folder: Path) -> bytes:
    """The training seal approves only: it certifies nothing and forbids nothing."""
    pdf = drafted(world.registered.statement).pdf
    for function, signer in ((Function.TRAINING, world.signers.training), (Function.HR, world.signers.hr)):
        pdf = _by_hand(world, pdf, function, adapter(signer))
    return pdf


def second_seal_forbidden(world: World, folder: Path) -> bytes:
    """The training seal allows nothing (DocMDP 1), and the HR seal was added all the same."""
    pdf = drafted(world.registered.statement).pdf
    certified = {"certify": True, "docmdp_permissions": MDPPerm.NO_CHANGES}
    pdf = _by_hand(world, pdf, Function.TRAINING, adapter(world.signers.training), **certified)
    # pyHanko refuses to go on, and so would we: its own question is answered for it
    return _without_asking(lambda: _by_hand(world, pdf, Function.HR, adapter(world.signers.hr)))


def _without_asking(work: Callable[[], bytes]) -> bytes:
    from pyhanko.sign.signers import pdf_signer

    asked = pdf_signer.PdfSigner._enforce_certification_constraints
    pdf_signer.PdfSigner._enforce_certification_constraints = lambda self, reader: None
    try:
        return work()
    finally:
        pdf_signer.PdfSigner._enforce_certification_constraints = asked


def ed25519_seal(world: World, folder: Path) -> bytes:
    """A seal of our own authority with a key that no PDF reader checks (credentials.md §6, 22)."""
    key = Ed25519PrivateKey.generate()
    signer = signers.SimpleSigner(
        signing_cert=_asn1(seals.certify(world.folder, key.public_key(), "training CNFGF")),
        signing_key=asn1_keys.PrivateKeyInfo.load(
            key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        ),
        cert_registry=_above(world),
    )
    stated = world.registered.statement
    certified = {"certify": True, "docmdp_permissions": MDPPerm.FILL_FORMS, "md_algorithm": "sha512"}
    pdf = _by_hand(world, drafted(stated).pdf, Function.TRAINING, signer, **certified)
    return _by_hand(world, pdf, Function.HR, adapter(world.signers.hr))


def _above(world: World) -> Any:
    store: Any = SimpleCertificateStore()
    for der in world.signers.training.chain:
        store.register(asn1_x509.Certificate.load(der))
    return store


def _asn1(certificate: x509.Certificate) -> Any:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def signed_by_nobody(world: World, folder: Path) -> bytes:
    """A specimen whose seals everybody could have made."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        nobody = NullSigner()
    return sign(drafted(world.registered.statement), Signers(nobody, nobody))


def seal_outlived(world: World, folder: Path) -> bytes:
    """Genuine seals, put on a year after they ended."""
    stated = world.registered.statement
    return sign_both(drafted(stated).pdf, stated, world.signers, AT + timedelta(days=365 * 6))


PAPERS: dict[str, Forgery] = {
    made.__name__: made
    for made in (
        credential_swapped,
        font_swapped,
        stamped_over,
        attached_twice,
        two_concatenated,
        description_swapped,
        credential_of_another,
        credential_retold,
        credential_tampered,
        credential_left_out,
        seals_that_allow_everything,
        second_seal_forbidden,
        ed25519_seal,
        signed_by_nobody,
        seal_outlived,
    )
}
