"""What a mail says and how it is written down; nothing that is handed in becomes a header."""

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest

from curriculum.config import LANGUAGES
from curriculum.tasks import letters
from curriculum.tasks.letters import Letter, Sender, compose

SENDER = Sender("noreply@certificates.velmaria.example", "Velmaria")
LINK = "https://certificates.velmaria.example/v/7f3k"
AT = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


def letter(**changes) -> Letter:
    said = {
        "message_id": "a1b2",
        "to": "amina@mint.example",
        "template": "certificate_issued",
        "language": "fr",
        "facts": {"number": "VLM-2026-T-00ABC", "link": LINK},
        "at": AT,
    }
    return Letter(**(said | changes))


def test_a_mail_is_rfc_5322_and_reads_back():
    read = message_from_bytes(bytes(compose(letter(), SENDER)), policy=default)

    assert dict(read.items()) == {
        "From": "Velmaria <noreply@certificates.velmaria.example>",
        "To": "amina@mint.example",
        "Subject": "Votre certificat VLM-2026-T-00ABC est délivré",
        "Date": "Sat, 21 Nov 2026 10:00:00 +0000",
        "Message-ID": "<a1b2@certificates.velmaria.example>",
        "Content-Language": "fr",
        "Auto-Submitted": "auto-generated",
        "MIME-Version": "1.0",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "quoted-printable",
    }
    assert LINK in read.get_content().splitlines()
    assert read.defects == []


def test_the_same_letter_gives_the_same_bytes():
    assert bytes(compose(letter(), SENDER)) == bytes(compose(letter(), SENDER))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", letters.TEMPLATES)
def test_every_mail_is_written_in_every_language(template, language):
    facts = dict.fromkeys(letters.TEMPLATES[template], "fact-of-it")
    facts |= dict.fromkeys(facts.keys() & letters.DAYS, "2027-03-11")
    mail = compose(letter(template=template, language=language, facts=facts), SENDER)
    lines = bytes(mail).splitlines()

    assert mail["Subject"]
    assert len(re.findall(r"fact-of-it|11 \w+ 2027", mail.get_content())) >= len(facts)
    assert max(map(len, lines)) <= 78
    assert mail.is_multipart() is False


@pytest.mark.parametrize("word", ["revoked", "suspended", "retiré", "suspendu"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_about_a_change_does_not_say_which(language, word):
    """S18: a mail box is read by others, too."""
    text = compose(letter(template="certificate_changed", language=language), SENDER)

    assert word not in text.get_content().casefold() + text["Subject"].casefold()


WITHDRAWN = {"en": "or a module that it asks for", "fr": "ou un module qu’elle demande"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "template", ["enrolment_paused", "certificate_version_withdrawn", "certificate_update_asked"]
)
def test_a_mail_about_a_withdrawal_names_the_module_too_J5(template, language):
    facts = dict.fromkeys(letters.TEMPLATES[template], "2027-03-11")

    said = compose(letter(template=template, language=language, facts=facts), SENDER).get_content()

    assert WITHDRAWN[language] in " ".join(said.split())


ADDRESSES = [
    ("amina@mint.example", True, "as usual"),
    ("a.b+c@x-y.example.org", True, "tags and hyphens"),
    ("amina@localhost", True, "a relay of the house knows it"),
    ("", False, "nothing"),
    ("amina", False, "no place"),
    ("a@b@c.example", False, "two places"),
    ("amina@mint.example\r\nBcc: all@mint.example", False, "a second header"),
    ("amina@mint.example\n", False, "a line ends"),
    ("amina@mint.example\0", False, "NUL"),
    ("Amina <amina@mint.example>", False, "a name beside it"),
    ("a@x.example,b@x.example", False, "two addresses"),
    (".amina@mint.example", False, "begins with a dot"),
    ("ami..na@mint.example", False, "two dots"),
    ("amina@-mint.example", False, "a hyphen at the edge"),
    ("amina@mint..example", False, "an empty label"),
    ("أمينة@mint.example", False, "relays without SMTPUTF8 lose it"),
    ("a@" + "x" * 63 + ".example" * 30, False, "longer than RFC 5321 allows"),
]


@pytest.mark.parametrize(("text", "fits", "why"), ADDRESSES, ids=[row[2] for row in ADDRESSES])
def test_what_is_an_address(text, fits, why):
    assert letters.is_address(text) is fits


BAD = [
    ("nowhere", "fr", {}, "no such mail"),
    ("certificate_issued", "de", {"number": "1", "link": "x"}, "no such language"),
    ("certificate_issued", "fr", {"number": "1"}, "a fact is missing"),
    ("certificate_issued", "fr", {"number": "1", "link": "x", "name": "Amina"}, "more than is needed"),
    ("certificate_issued", "fr", {"number": "1\r\nBcc: a@b", "link": "x"}, "a header in a fact"),
    ("certificate_issued", "fr", {"number": "1", "link": "x\u2028y"}, "a line separator"),
    ("certificate_issued", "fr", {"number": "\u202e1", "link": "x"}, "direction turned round"),
    ("opinion_asked", "fr", {"code": "1", "version": "1", "due": "1/3", "link": "x"}, "a day that is none"),
]


@pytest.mark.parametrize(("template", "language", "facts", "why"), BAD, ids=[row[3] for row in BAD])
def test_what_no_mail_says_is_refused(template, language, facts, why):
    with pytest.raises(ValueError, match=r"mail|written|isoformat"):
        letters.check(template, language, facts)


@pytest.mark.parametrize(
    ("language", "says"),
    [
        pytest.param("en", "1 March 2027", id="in English"),
        pytest.param("fr", "1er mars 2027", id="the first of a month in French"),
    ],
)
def test_days_are_written_as_the_language_writes_them(language, says):
    facts = {"number": "VM-1", "path": "LP", "until": "2027-03-01", "link": "https://x.example"}
    letter = letters.Letter("1", "a@x.example", "certificate_update_asked", language, facts, AT)

    assert says in letters.compose(letter, letters.Sender("c@x.example", "Cursus")).get_content()
