"""Security headers on every answer: strict nonce CSP, no framing, no sniffing, private pages not kept."""

import secrets

from flask import Flask, Response, g

from curriculum.access import current_actor


def csp_nonce() -> str:
    """The nonce of this answer, made when first asked for (CSRF may refuse before any hook of ours runs)."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return str(g.nonce)


def _policy() -> str:
    script = f"'nonce-{g.nonce}'" if "nonce" in g else "'none'"
    return (
        f"default-src 'none'; script-src {script}; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"),
)
"""What every answer bears unless its page says otherwise."""


def _protect(response: Response) -> Response:
    public = g.get("no_cookie")
    wanted = [
        ("Content-Security-Policy", _policy()),
        ("Referrer-Policy", "no-referrer" if public else "same-origin"),
        *ALWAYS,
    ]
    if g.get("secure"):
        wanted.append(("Strict-Transport-Security", "max-age=31536000; includeSubDomains"))
    if not public and current_actor().account_id is not None:
        wanted.append(("Cache-Control", "no-store"))
    said = {name.lower() for name, _value in response.headers}
    response.headers.extend([one for one in wanted if one[0].lower() not in said])
    return response


def init_app(app: Flask, *, secure: bool) -> None:
    """Connect the headers and give templates `csp_nonce`."""

    @app.before_request
    def _remember() -> None:
        g.secure = secure

    app.after_request(_protect)
    app.jinja_env.globals["csp_nonce"] = csp_nonce
