"""What mails there are, what each says, and how it is written down (RFC 5322): plain text, no attachment."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context

from curriculum import assets, i18n
from curriculum.config import LANGUAGES

TEMPLATES: Mapping[str, frozenset[str]] = {
    "archive_ready": frozenset({"code", "institution", "count", "link"}),
    "certificate_changed": frozenset({"number", "link"}),
    "certificate_issued": frozenset({"number", "link"}),
    "certificate_update_asked": frozenset({"number", "path", "until", "link"}),
    "certificate_version_withdrawn": frozenset({"number", "path", "link"}),
    "enrolment_moved": frozenset({"path", "version", "link"}),
    "enrolment_moved_back": frozenset({"path", "version", "link"}),
    "enrolment_paused": frozenset({"path", "version", "link"}),
    "opinion_asked": frozenset({"code", "version", "due", "link"}),
    "steps_lent": frozenset({"institution", "first", "last", "link"}),
    "thread_answered": frozenset({"code", "version", "link"}),
    "version_approved": frozenset({"code", "version", "link"}),
    "version_rejected": frozenset({"code", "version", "link"}),
    "version_returned": frozenset({"code", "version", "link"}),
}
"""Every mail, with the exact facts it needs and no more; its text is `mail/<name>.<language>.txt`."""

DAYS = frozenset({"due", "first", "last", "until"})
"""Facts that are civil dates: given as ISO 8601, written as the language writes them (`|day`)."""

LONGEST_ADDRESS = 254
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)*[A-Za-z0-9-]{1,63}")
_EDGES = re.compile(r"^\.|\.\.|\.@|@-|-\.|\.-|-$")


@dataclass(frozen=True)
class Letter:
    """One mail to be written down; the same letter gives the same bytes."""

    message_id: str
    to: str
    template: str
    language: str
    facts: Mapping[str, str]
    at: datetime


@dataclass(frozen=True)
class Sender:
    """Who writes: the address answers would go to, and the name of the deployment."""

    address: str
    name: str


def is_address(text: str) -> bool:
    """Whether this is one plain address; comments, quotes and other scripts are more than relays carry."""
    return (
        len(text) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None and _EDGES.search(text) is None
    )


def check(template: str, language: str, facts: Mapping[str, str]) -> None:
    """Raise ValueError on an unknown mail or language, other facts than it needs, or one that ends a line."""
    expected = TEMPLATES.get(template)
    if expected is None or facts.keys() != expected:
        raise ValueError(f"mail {template!r} expects {sorted(expected or ())}, found {sorted(facts)}")
    if language not in LANGUAGES:
        raise ValueError(f"no mail is written in {language!r}")
    for name, fact in facts.items():
        if any(unicodedata.category(one).startswith(("C", "Zl", "Zp")) for one in fact):
            raise ValueError(f"the fact {name!r} of a mail holds a control character")
        if name in DAYS:
            date.fromisoformat(fact)


@cache
def _texts() -> Environment:
    # Plain text: nothing is markup, and a fact that is missing raises.
    made = Environment(loader=FileSystemLoader(assets.TEMPLATES), undefined=StrictUndefined, autoescape=False)  # noqa: S701
    made.filters["day"] = pass_context(lambda mail, iso: i18n.day_in(mail["language"], iso))
    return made


def compose(letter: Letter, sender: Sender) -> EmailMessage:
    """Write a letter down; the first line of its text is its subject."""
    text = _texts().get_template(f"mail/{letter.template}.{letter.language}.txt")
    subject, _, body = text.render(letter.facts, deployment=sender.name, language=letter.language).partition(
        "\n"
    )
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(sender.name, addr_spec=sender.address)
    message["To"] = Address(addr_spec=letter.to)
    message["Subject"] = subject.strip()
    message["Date"] = letter.at
    message["Message-ID"] = f"<{letter.message_id}@{sender.address.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no machine answers it
    message.set_content(body.strip() + "\n", cte="quoted-printable")
    message["Content-Language"] = letter.language
    return message
