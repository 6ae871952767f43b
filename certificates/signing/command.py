"""`python -m certificates archive`: make archive copies of finished certificates, and stamp them anew."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from typing import Any

from certificates.errors import CertificateError
from certificates.signing.archive import ArchiveError, Material, archive, renew
from certificates.signing.stamps import Stamper

YES, NO = 0, 1


def add_to(commands: Any) -> None:
    """Add the command to the package's own."""
    asked = commands.add_parser("archive", help="copy a certificate with all that proves it, for decades")
    asked.add_argument("pdf", type=Path, help="a finished certificate, or a copy to be stamped anew")
    asked.add_argument("copy", type=Path, help="where the copy goes; never over an existing file")
    asked.add_argument("--roots", type=Path, required=True, help="PEM: roots of the seals and of the stamps")
    asked.add_argument("--authorities", type=Path, help="PEM: issuing authorities")
    asked.add_argument("--list", type=Path, action="append", default=[], help="PEM: a revocation list")
    asked.add_argument("--stamps", help="address of the time-stamping service (RFC 3161)")
    asked.add_argument("--renew", action="store_true", help="the file is a copy: stamp it anew")
    asked.set_defaults(run=run)


def run(asked: argparse.Namespace) -> tuple[int, str]:
    """Make or renew a copy; what cannot be proven is refused by name and nothing is written."""
    roots = asked.roots.read_bytes()
    authorities = asked.authorities.read_bytes() if asked.authorities else b""
    material = Material(roots, authorities, tuple(one.read_bytes() for one in asked.list))
    stamper = Stamper(asked.stamps, roots) if asked.stamps else None
    pdf, at = asked.pdf.read_bytes(), asked.now
    try:
        made = _renewed(pdf, material, stamper, at) if asked.renew else archive(pdf, material, stamper, at)
    except CertificateError as error:
        return NO, f"not archived: {error}"
    with asked.copy.open("xb") as file:
        file.write(made)
    return YES, f"{asked.copy.name}: {len(made)} bytes, of which {len(pdf)} as they were"


def _renewed(pdf: bytes, material: Material, stamper: Stamper | None, at: datetime) -> bytes:
    if stamper is None:
        raise ArchiveError(problem="no_service_named")
    return renew(pdf, material, stamper, at)
