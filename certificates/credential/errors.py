"""What can be wrong with a credential or a code; nothing else escapes from reading one."""

from __future__ import annotations

from certificates.errors import CertificateError


class CredentialError(CertificateError):
    """What was read is no credential of this profile, or cannot be signed as one."""

    code = "credential_refused"


class CodeError(CertificateError):
    """The text of a QR code is not one of ours, or no longer what was signed."""

    code = "code_refused"
