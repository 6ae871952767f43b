"""What can go wrong, by name: an error carries a stable code and the facts, never a sentence for a page."""

from __future__ import annotations

from typing import ClassVar


class CertificateError(Exception):
    """Root of all errors of this package; `code` is stable, `facts` say what was found."""

    code: ClassVar[str] = "certificate_error"

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        told = ", ".join(f"{name}={value!r}" for name, value in facts.items())
        super().__init__(f"{self.code}: {told}" if told else self.code)


class StatementError(CertificateError):
    """The statement cannot be what two authorities sign: a field is missing, wrong or contradicts another."""

    code = "statement_refused"


class ControlCharacter(StatementError):
    """A text holds a character that cannot be printed or that changes the reading direction unseen."""

    code = "control_character"


class WordingChanged(CertificateError):
    """The statement was signed off under another version of the legal text than the one in force."""

    code = "wording_changed"


class NumberRefused(CertificateError):
    """What was typed is not a number, code or token of ours."""

    code = "number_malformed"


class UnknownKind(NumberRefused):
    """The prefix or kind is not in the registry."""

    code = "kind_unknown"


class CheckCharacterWrong(NumberRefused):
    """The number has the right shape and a wrong check character: most likely a typing error."""

    code = "check_character_wrong"


class MissingGlyph(CertificateError):
    """No embedded font can draw a character of the certificate; found before anything is signed."""

    code = "missing_glyph"


class TextTooLong(CertificateError):
    """A text does not fit its place on the page even in the smallest readable size."""

    code = "text_too_long"


class SigningKeyError(CertificateError):
    """A signing key cannot be opened or does not belong to its certificate."""

    code = "signing_key"


class LogError(CertificateError):
    """The log cannot be read or does not agree with itself."""

    code = "log"


class TrustError(CertificateError):
    """The keys, lists or checkpoint given to the verifier cannot be read."""

    code = "trust"


class EmblemRefused(CertificateError):
    """The emblem is not the one the statement names, or is no SVG or PNG that may stand on a certificate."""

    code = "emblem_refused"
