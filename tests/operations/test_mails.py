"""What `doctor` says of the post, which settings it takes, and what the worker does with it."""

import pytest
from sqlalchemy import select

from curriculum import config, jobs, operations
from curriculum.db import db, transaction
from curriculum.operations import checkup
from curriculum.tasks import service
from curriculum.tasks.models import Mail
from tests.operations.test_checkup import begun, examined, signs
from tests.operations.test_starting import instance
from tests.tasks.relay import Box, Relay
from tests.tasks.test_outbox import FACTS

__all__ = ["begun", "instance"]
SMTP = "smtp://cursus:never-shown@relay.example"


def test_doctor_says_that_mails_are_only_written(begun):
    status, said = examined()

    told = [line for line in signs(said, "note") if "outbox" in line]
    assert (status, len(told)) == (0, 1)
    assert told[0].endswith("nobody gets them; set CURSUS_SMTP_URL")
    assert "ok       0 mails wait to be sent" in said


def test_doctor_says_where_mails_go_and_no_password(begun, monkeypatch):
    monkeypatch.setenv("CURSUS_SMTP_URL", SMTP)
    _, said = examined()

    assert "ok       mails go to relay.example (smtp), from noreply@certificates.velmaria.example" in said
    assert "never-shown" not in "\n".join(said)


def test_doctor_says_that_a_relay_elsewhere_is_not_encrypted(begun, monkeypatch):
    monkeypatch.setenv("CURSUS_SMTP_URL", "smtp+plain://relay.example")

    assert [line for line in examined()[1] if line.endswith("smtp:// asks for encryption")] != []


SETTINGS = [
    ("CURSUS_SMTP_URL", SMTP, True, "STARTTLS"),
    ("CURSUS_SMTP_URL", "smtps://relay.example:465", True, "TLS from the first byte"),
    ("CURSUS_SMTP_URL", "smtp+plain://127.0.0.1:25", True, "a relay of the house"),
    ("CURSUS_SMTP_URL", "smtp+plain://u:p@127.0.0.1", False, "a password in the open"),
    ("CURSUS_SMTP_URL", "relay.example", False, "no scheme"),
    ("CURSUS_SMTP_URL", "http://relay.example", False, "another protocol"),
    ("CURSUS_SMTP_URL", "smtp://relay.example:99999", False, "no port"),
    ("CURSUS_SMTP_URL", "smtp://relay.example/?starttls=no", False, "options there are none"),
    ("CURSUS_MAIL_FROM", "certificats@gouv.example", True, "an address"),
    ("CURSUS_MAIL_FROM", "Cursus <a@b.example>", False, "a name beside it"),
    ("CURSUS_MAIL_FROM", "a@b.example\r\nBcc: c@d", False, "a second header"),
]


@pytest.mark.parametrize(("name", "value", "fits", "why"), SETTINGS, ids=[row[3] for row in SETTINGS])
def test_settings_of_the_post_are_checked_at_the_start(tmp_path, name, value, fits, why):
    environ = {"CURSUS_INSTANCE": str(tmp_path), name: value}
    if fits:
        assert config.settings(environ) is not None
        return
    with pytest.raises(config.BadSettings) as bad:
        config.settings(environ)
    assert [one.name for one in bad.value.problems] == [name]
    assert name == "CURSUS_MAIL_FROM" or value not in str(bad.value)


def _posted() -> None:
    with transaction():
        service.post(key="k", to="a@mint.example", template="certificate_issued", language="en", facts=FACTS)


def test_the_worker_hands_mails_to_the_relay_and_doctor_tells_what_failed(begun, monkeypatch):
    with Relay(Box({"RCPT": "450 later"})) as relay:
        monkeypatch.setenv("CURSUS_SMTP_URL", relay.url())
        app = operations.checkup.create_app()
        with app.app_context():
            monkeypatch.setattr(jobs, "_app", app)
            _posted()
            jobs._send_mails()
            said = [str(sign) for sign in checkup._mails(app.config["SETTINGS"])]
            relay.box.answers.clear()
            with transaction():
                db.session.scalars(select(Mail)).one().due_at = Mail.created_at
            jobs._send_mails()
    assert said[1:] == [
        "note     1 mails wait to be sent",
        "warning  the last mail that failed: MailDelayedError: 450 later; "
        "0 were given up, the others are tried again",
    ]
    assert len(relay.box.mails) == 1


def test_without_a_relay_the_worker_writes_files(begun, monkeypatch):
    app = checkup.create_app()
    with app.app_context():
        monkeypatch.setattr(jobs, "_app", app)
        _posted()
        jobs._send_mails()
    (path,) = (begun / "data" / "outbox").iterdir()
    assert path.read_bytes().startswith(b"From: Cursus <noreply@")


def test_a_relay_that_breaks_keeps_no_certificate_waiting(begun, monkeypatch, caplog):
    app = checkup.create_app()
    with app.app_context():
        monkeypatch.setattr(jobs, "_app", app)
        monkeypatch.setattr(service, "send_due", lambda *_: 1 // 0)
        jobs._send_mails()
    assert "the outbox could not be worked off" in caplog.text


def test_archives_that_cannot_be_written_end_no_round(begun, monkeypatch, caplog):
    app = checkup.create_app()
    with app.app_context():
        monkeypatch.setattr(jobs, "_app", app)
        monkeypatch.setattr(jobs.writing, "write_due", lambda *_: 1 // 0)
        jobs._write_archives()
    assert "the archives of graduations could not be written" in caplog.text
