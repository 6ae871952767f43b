"""Carried to a real relay of this machine: taken, refused, put off, hung up on, in the open or encrypted."""

import socket
import ssl
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from curriculum.tasks.carriers import MailDelayedError, MailRefusedError, NoCarrierError, SmtpCarrier
from tests.tasks.relay import Box, Relay


def mail(number: int = 1) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = "noreply@velmaria.example", "amina@mint.example"
    message["Message-ID"] = f"<{number}@velmaria.example>"
    message.set_content(".dots stay dots\nété\n", cte="quoted-printable")
    return message


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def relay(box):
    with Relay(box) as started:
        yield started


def test_a_relay_gets_every_mail_as_written_over_one_connection(box, relay):
    with SmtpCarrier(relay.url()) as carrier:
        carrier.carry(mail(1))
        carrier.carry(mail(2))

    assert box.mails == [bytes(mail(1)), bytes(mail(2))]
    assert [word for word in box.heard if word.startswith(("EHLO", "MAIL", "QUIT"))] == [
        box.heard[0],
        "MAIL FROM",
        "MAIL FROM",
        "QUIT",
    ]


ANSWERS = [
    ({"RCPT": "550 nobody of that name"}, MailRefusedError, "550 nobody of that name"),
    ({"RCPT": "450 greylisted"}, MailDelayedError, "450 greylisted"),
    ({"DATA": "354 go", ".": "554 no"}, MailRefusedError, "554 no"),
    ({"DATA": "354 go", ".": "452 full"}, MailDelayedError, "452 full"),
    ({"RCPT": "421 closing"}, NoCarrierError, "421 closing"),
    ({"MAIL": "530 sign in first"}, NoCarrierError, "SMTPSenderRefused"),
    ({"EHLO": None}, NoCarrierError, "SMTPServerDisconnected"),
    ({"RCPT": None}, NoCarrierError, "SMTPServerDisconnected"),
    ({".": None}, NoCarrierError, "SMTPServerDisconnected"),
]


@pytest.mark.parametrize(("answers", "kind", "said"), ANSWERS, ids=[f"{a[0]}" for a in ANSWERS])
def test_what_a_relay_answers_is_told_apart(box, relay, answers, kind, said):
    box.answers = answers

    with SmtpCarrier(relay.url()) as carrier, pytest.raises(kind) as caught:
        carrier.carry(mail())

    assert said in str(caught.value)
    assert type(caught.value) is kind


def test_a_relay_that_hangs_up_between_mails_is_called_again(box, relay):
    with SmtpCarrier(relay.url()) as carrier:
        carrier.carry(mail(1))
        box.answers["NOOP"] = None
        carrier.carry(mail(2))

    assert len(box.mails) == 2


def test_a_relay_that_is_away_or_silent_is_waited_for_no_longer_than_said():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"smtp+plain://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(NoCarrierError, match=r"[Tt]ime"):
            SmtpCarrier(url, timeout=0.2).carry(mail())
    with pytest.raises(NoCarrierError, match="ConnectionRefused"):
        SmtpCarrier(url, timeout=0.2).carry(mail())


def test_a_relay_that_does_not_encrypt_gets_neither_mail_nor_password(box, relay):
    with pytest.raises(NoCarrierError, match="STARTTLS"):
        SmtpCarrier(relay.url("smtp", "cursus:secret@")).carry(mail())

    assert box.mails == []
    assert [one for one in box.heard if one.startswith("AUTH")] == []


@pytest.fixture
def certified(box, tmp_path, monkeypatch):
    """The relay has a certificate for this machine, and its maker may be trusted."""
    path = _certificate(tmp_path)
    box.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    box.tls.load_cert_chain(path)
    return lambda: monkeypatch.setenv("SSL_CERT_FILE", str(path))


def _certificate(folder):
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "relay")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
    made = made.not_valid_after(now + timedelta(days=1))
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = made.add_extension(here, critical=False).sign(key, hashes.SHA256())
    path = folder / "relay.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + made.public_bytes(Encoding.PEM))
    return path


def test_a_relay_that_encrypts_gets_the_mail_after_the_password(box, relay, certified):
    certified()
    box.answers["AUTH"] = "235 welcome"

    with SmtpCarrier(relay.url("smtp", "cursus:s%20cret@")) as carrier:
        carrier.carry(mail())

    assert box.mails == [bytes(mail())]
    assert [one.split()[0] for one in box.heard[:4]] == ["EHLO", "STARTTLS", "EHLO", "AUTH"]


def test_a_password_that_is_refused_ends_the_round(box, relay, certified):
    certified()
    box.answers["AUTH"] = "535 no"

    with pytest.raises(NoCarrierError, match="SMTPAuthenticationError"):
        SmtpCarrier(relay.url("smtp", "cursus:wrong@")).carry(mail())


def test_a_relay_whose_certificate_nobody_vouches_for_gets_nothing(box, relay, certified):
    with pytest.raises(NoCarrierError, match="CERTIFICATE_VERIFY_FAILED"):
        SmtpCarrier(relay.url("smtp")).carry(mail())

    assert box.mails == []
