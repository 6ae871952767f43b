"""How a mail leaves the house: by SMTP where a relay is set, else as a file that somebody can look at."""

import os
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from curriculum.config import Settings
from curriculum.tasks.letters import Sender

TIMEOUT = 30.0
"""Seconds for each answer of the relay; a whole mail takes six of them, less than a claim lasts."""
PORTS = {"smtp": 587, "smtp+plain": 25, "smtps": 465}


class MailError(Exception):
    """A mail was not carried."""


class MailRefusedError(MailError):
    """This mail will never be carried: the relay refused its address or its text for good."""


class MailDelayedError(MailError):
    """This mail may be carried later; others may be carried now."""


class NoCarrierError(MailError):
    """Nothing is carried now: the relay does not answer, or does not let us in."""


class Carrier(Protocol):
    """Takes one mail after another; closed at the end of a round."""

    def carry(self, message: EmailMessage) -> None:
        """Hand a mail over; raises a `MailError`."""

    def __enter__(self) -> "Carrier":
        """Begin a round."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End a round."""


class FolderCarrier:
    """Writes every mail as a file into a folder: for trying out, and for whoever has a way of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def carry(self, message: EmailMessage) -> None:
        """Write `<message id>.eml`, whole or not at all; written again it is the same file."""
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            unfinished = self.folder / f".{name}"
            unfinished.write_bytes(bytes(message))
            os.replace(unfinished, self.folder / f"{name}.eml")
        except OSError as error:
            raise NoCarrierError(str(error)) from error

    def __enter__(self) -> "FolderCarrier":
        return self

    def __exit__(self, *_ended: object) -> None:
        return None


class SmtpCarrier:
    """Hands mails to one relay (RFC 5321), over one connection a round; encrypted unless told otherwise."""

    def __init__(self, url: str, timeout: float = TIMEOUT) -> None:
        self.parts: SplitResult = urlsplit(url)
        self.timeout = timeout
        self._open: smtplib.SMTP | None = None

    def carry(self, message: EmailMessage) -> None:
        """Hand a mail over; what went wrong is told apart by whether it may go right later."""
        with _told_apart():
            self._connected().send_message(message)

    def _connected(self) -> smtplib.SMTP:
        """The connection of this round; relays hang up after a number of mails, so it is asked first."""
        if self._open is not None:
            try:
                if self._open.noop()[0] == 250:
                    return self._open
            except smtplib.SMTPServerDisconnected:
                pass
            self._hang_up()
        self._open = self._connect()
        return self._open

    def _connect(self) -> smtplib.SMTP:
        host, port = self.parts.hostname or "", self.parts.port or PORTS[self.parts.scheme]
        checked = ssl.create_default_context()
        if self.parts.scheme == "smtps":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=self.timeout, context=checked)
        else:
            connection = smtplib.SMTP(host, port, timeout=self.timeout)
        try:
            if self.parts.scheme == "smtp":
                connection.starttls(context=checked)  # raises where the relay does not offer it
            if self.parts.username:
                connection.login(unquote(self.parts.username), unquote(self.parts.password or ""))
        except BaseException:
            connection.close()
            raise
        return connection

    def _hang_up(self) -> None:
        connection, self._open = self._open, None
        if connection is None:
            return
        try:
            connection.quit()
        except (smtplib.SMTPException, OSError):
            connection.close()

    def __enter__(self) -> "SmtpCarrier":
        return self

    def __exit__(self, *_ended: object) -> None:
        self._hang_up()


@contextmanager
def _told_apart() -> Iterator[None]:
    """Answers of a relay as ours: 5xx to this mail is for good, 4xx is for now, the rest is the relay's."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        raise _of(code, said) from error
    except smtplib.SMTPDataError as error:
        raise _of(error.smtp_code, error.smtp_error) from error
    except (smtplib.SMTPException, OSError) as error:
        raise NoCarrierError(f"{type(error).__name__}: {error}") from error


def _of(code: int, said: bytes | str) -> MailError:
    text = f"{code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}"
    if code == 421:  # RFC 5321 §3.8: the relay closes, whatever was asked
        return NoCarrierError(text)
    return MailRefusedError(text) if code >= 500 else MailDelayedError(text)


@contextmanager
def carrier_of(settings: Settings) -> Iterator[Carrier]:
    """The carrier of a deployment, for one round."""
    chosen: Carrier = SmtpCarrier(settings.smtp_url) if settings.smtp_url else FolderCarrier(folder(settings))
    with chosen:
        yield chosen


def folder(settings: Settings) -> Path:
    """Where mails lie that nothing carries."""
    return settings.data / "outbox"


def sender_of(settings: Settings) -> Sender:
    """Who the mails of a deployment are from."""
    return Sender(settings.mail_from, settings.deployment_name)
