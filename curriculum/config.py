"""Settings from the environment, checked once, all problems listed together (`cursus doctor` prints them)."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

LANGUAGES = ("fr", "en")
ACCENTS = ("ink", "forest", "burgundy", "teal", "plum")
SMTP = ("smtp", "smtps", "smtp+plain")
DOMAIN = "certificates.velmaria.example"
REVIEW_DAYS = {"draft": 30, "in_review": 14, "pilot": 90, "approved": 7, "opinion": 10}
"""Target days of the steps of review, where `CURSUS_REVIEW_DAYS` sets no other."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")
REFUSED, COULD_NOT = 1, 2
"""Exit statuses of every command beside 0: the rules said no; it could not (usage, settings, I/O, keys)."""


@dataclass(frozen=True)
class Problem:
    """One bad setting: what was found, what was expected, how to mend it."""

    name: str
    found: str
    expected: str
    mend: str

    def __str__(self) -> str:
        return f"{self.name}: found {self.found!r}, expected {self.expected}; {self.mend}"


class BadSettings(Exception):
    """Every bad setting at once."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


@dataclass(frozen=True)
class Settings:
    """The deployment as the operator described it."""

    instance: Path
    database_url: str
    public_url: str
    issuer_domain: str
    secret_key: str = field(repr=False)
    secret_key_fallbacks: tuple[str, ...] = field(default=(), repr=False)
    deployment_name: str = "Cursus"
    accent: str = "ink"
    default_language: str = "fr"
    demo: bool = False
    proxies: int = 0
    max_upload_mb: int = 16
    sign_in_idle_minutes: int = 30
    sign_in_hours: int = 12
    smtp_url: str = field(default="", repr=False)
    """The relay that carries mails; empty: they are written as files."""
    checkpoint_file: Path | None = None
    """Where the latest checkpoint is kept; best on another disk than the data."""
    mail_from: str = "noreply@certificates.velmaria.example"
    stamp_url: str = ""
    """The time-stamping service (RFC 3161) for both signatures; empty: they say their own time."""
    stamp_roots: bytes = field(default=b"", repr=False)
    """Whose stamps are believed, as PEM."""
    review_days: Mapping[str, int] = field(default_factory=lambda: dict(REVIEW_DAYS))
    """How many days a version should at most wait in a state, and an opinion be awaited."""

    @property
    def data(self) -> Path:
        """The folder the web process may write to."""
        return self.instance / "data"

    @property
    def keys(self) -> Path:
        """The folder only the worker may read."""
        return self.instance / "keys"

    @property
    def checkpoint(self) -> Path:
        """Where the worker keeps the latest checkpoint of the log: apart from the data, so that it shows
        when an older copy of the data is restored."""
        return self.checkpoint_file or self.keys / "checkpoint"

    @property
    def is_loopback(self) -> bool:
        """Whether the public address is this machine only."""
        return (urlsplit(self.public_url).hostname or "") in LOOPBACK

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach us by https, so that cookies may say so."""
        return self.public_url.startswith("https:")


class _Reader:
    """Reads one variable after another and collects what is wrong."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.problems: list[Problem] = []

    def bad(self, name: str, expected: str, mend: str) -> None:
        self.problems.append(Problem(name, self.environ.get(name, ""), expected, mend))

    def text(self, name: str, default: str) -> str:
        return self.environ.get(name, default).strip() or default

    def number(self, name: str, default: int, low: int, high: int) -> int:
        raw = self.text(name, str(default))
        if raw.isdecimal() and low <= int(raw) <= high:
            return int(raw)
        self.bad(name, f"a whole number from {low} to {high}", f"set it or leave it out ({default})")
        return default

    def switch(self, name: str) -> bool:
        raw = self.text(name, "0").lower()
        if raw not in ("0", "1", "true", "false", "yes", "no"):
            self.bad(name, "0 or 1", "set 1 to switch it on")
        return raw in ("1", "true", "yes")

    def address(self, name: str, default: str) -> str:
        raw = self.text(name, default).rstrip("/")
        parts = urlsplit(raw)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            self.bad(name, "an address such as https://certificates.example.org", "give scheme and host name")
        return raw

    def one_of(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        raw = self.text(name, default)
        if raw not in allowed:
            self.bad(name, "one of " + ", ".join(allowed), f"leave it out for {default}")
        return raw


def _smtp_url(reader: _Reader) -> str:
    """A relay as an address: encrypted, or said to be plain; a password never travels in the open."""
    url = reader.text("CURSUS_SMTP_URL", "")
    expected = "smtp://user:password@host:587 (STARTTLS), smtps://… (TLS) or smtp+plain://host:25"
    try:
        parts = urlsplit(url)
        whole = parts.hostname and parts.port != 0 and not parts.path.strip("/")
        fits = whole and not (parts.query or parts.fragment) and parts.scheme in SMTP
        fits = fits and not (parts.username and parts.scheme == "smtp+plain")
    except ValueError:  # a port that is no number
        fits = False
    if url and not fits:
        # The value may hold a password, so what was found is not shown.
        found = "an address that does not fit"
        reader.problems.append(Problem("CURSUS_SMTP_URL", found, expected, "leave it out to write files"))
    return url


def _mail_from(reader: _Reader) -> str:
    address = reader.text("CURSUS_MAIL_FROM", "")
    if not address:
        return f"noreply@{reader.text('CURSUS_ISSUER_DOMAIN', DOMAIN)}"
    local, _, domain = address.partition("@")
    if not re.fullmatch(r"[A-Za-z0-9._+-]+", local) or not re.fullmatch(r"[A-Za-z0-9.-]+", domain):
        reader.bad("CURSUS_MAIL_FROM", "one address such as noreply@example.org", "leave it out")
    return address


def _stamping(reader: _Reader) -> dict[str, object]:
    """Address and roots of a time-stamping service: both or neither, for anybody's stamp proves nothing."""
    url, kept = reader.text("CURSUS_STAMP_URL", ""), reader.text("CURSUS_STAMP_ROOTS", "")
    if not url and not kept:
        return {}
    reader.address("CURSUS_STAMP_URL", "")
    try:
        roots = Path(kept).read_bytes()
    except OSError:
        roots = b""
    if b"-----BEGIN CERTIFICATE-----" not in roots:
        reader.bad("CURSUS_STAMP_ROOTS", "a PEM file with the roots of the service", "name a file to be read")
    return {"stamp_url": url, "stamp_roots": roots}


def _review_days(reader: _Reader) -> dict[str, int]:
    """Target days by step, as `in_review=14 approved=7`; what is not named keeps its default."""
    name, days = "CURSUS_REVIEW_DAYS", dict(REVIEW_DAYS)
    for word in reader.text(name, "").split():
        step, _, number = word.partition("=")
        if step not in REVIEW_DAYS or not re.fullmatch(r"[1-9]\d{0,2}", number):
            reader.bad(
                name,
                "steps with days, such as in_review=14 opinion=10",
                "name only " + ", ".join(REVIEW_DAYS),
            )
            return days
        days[step] = int(number)
    return days


def _database_url(reader: _Reader, instance: Path) -> str:
    url = reader.text("CURSUS_DATABASE_URL", f"sqlite:///{(instance / 'data' / 'cursus.db').resolve()}")
    if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        reader.bad("CURSUS_DATABASE_URL", "sqlite:///… or postgresql://…", "leave it out for SQLite")
    return url


def _issuer_domain(reader: _Reader) -> str:
    domain = reader.text("CURSUS_ISSUER_DOMAIN", DOMAIN)
    if "/" in domain or ":" in domain or "." not in domain:
        reader.bad(
            "CURSUS_ISSUER_DOMAIN", "a host name without scheme", "for instance certificates.gov.example"
        )
    return domain


def secret_key(instance: Path) -> str:
    """The web process's secret, made once beside the data and readable by its owner only."""
    path = instance / "data" / "secret"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


def settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read and check every `CURSUS_` variable; raises `BadSettings` with all problems at once."""
    reader = _Reader(environ)
    instance = Path(reader.text("CURSUS_INSTANCE", "instance")).resolve()
    given = environ.get("CURSUS_SECRET_KEY", "")
    if given and len(given) < 32:
        reader.bad("CURSUS_SECRET_KEY", "at least 32 characters", "leave it out to have one made")
    built = {
        "database_url": _database_url(reader, instance),
        "public_url": reader.address("CURSUS_PUBLIC_URL", "http://127.0.0.1:8000"),
        "issuer_domain": _issuer_domain(reader),
        "secret_key_fallbacks": tuple(environ.get("CURSUS_SECRET_KEY_FALLBACKS", "").split()),
        "deployment_name": reader.text("CURSUS_DEPLOYMENT_NAME", "Cursus"),
        "accent": reader.one_of("CURSUS_ACCENT", "ink", ACCENTS),
        "default_language": reader.one_of("CURSUS_DEFAULT_LANGUAGE", "fr", LANGUAGES),
        "demo": reader.switch("CURSUS_DEMO"),
        "proxies": reader.number("CURSUS_PROXIES", 0, 0, 5),
        "max_upload_mb": reader.number("CURSUS_MAX_UPLOAD_MB", 16, 1, 200),
        "sign_in_idle_minutes": reader.number("CURSUS_SIGN_IN_IDLE_MINUTES", 30, 5, 1440),
        "sign_in_hours": reader.number("CURSUS_SIGN_IN_HOURS", 12, 1, 720),
        "smtp_url": _smtp_url(reader),
        "mail_from": _mail_from(reader),
        **_stamping(reader),
        "review_days": _review_days(reader),
        "checkpoint_file": Path(kept).resolve()
        if (kept := reader.text("CURSUS_CHECKPOINT_FILE", ""))
        else None,
    }
    if reader.problems:
        raise BadSettings(reader.problems)
    return Settings(instance=instance, secret_key=given or secret_key(instance), **built)  # type: ignore[arg-type]
