"""Where certificates are checked: the public address that the statement carries and the QR code shows."""

_public_url = "http://127.0.0.1:8000"


def configure(public_url: str) -> None:
    """Take the deployment's public address; `create_app` calls it once."""
    global _public_url
    _public_url = public_url.rstrip("/")


def base() -> str:
    """The public address of the deployment, without a slash at its end."""
    return _public_url


def of_token(token: str) -> str:
    """The public address of one certificate: an opaque token, no number and no name (I-25)."""
    return f"{_public_url}/v/{token}"
