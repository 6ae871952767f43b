"""The time-stamping service of the deployment, if there is one: signatures are B-T then, else B-B."""

from certificates.signing.stamps import Stamper

_stamper: Stamper | None = None


def configure(url: str, roots: bytes) -> None:
    """Take the service's address and whose stamps are believed (PEM); `create_app` calls it once."""
    global _stamper
    _stamper = Stamper(url, roots) if url else None


def stamper() -> Stamper | None:
    """The service; None where signatures say their own time."""
    return _stamper


def roots() -> bytes:
    """Whose stamps are believed; empty where there is no service."""
    return b"" if _stamper is None else _stamper.roots
