"""Every claim the paper makes, in its own words, so that an edited copy is seen at a glance."""

from collections.abc import Iterator

from certificates import Statement, wording
from certificates.kinds import kind_named
from certificates.layout.facts import VALUES
from certificates.text import Text
from curriculum.i18n import gettext as _

Claim = dict[str, str]


def claims(statement: Statement, language: str) -> list[Claim]:
    """What the certificate says, line by line as on the paper, in the language of the reader."""
    return [{"label": label, "value": value} for label, value in _lines(statement, language) if value]


def _lines(statement: Statement, language: str) -> Iterator[tuple[str, str]]:
    labels, foot = wording.words(language, "facts"), wording.words(language, "foot")
    yield foot["number"], statement.number
    yield _("Certificate"), wording.words(language, statement.kind)["title"]
    for holder in statement.holder:
        yield (_("Holder") if holder is statement.holder[0] else _("Holder, other script")), holder.text
    title = _titles(statement.path.title, language)
    yield labels["path"], f"{title} ({statement.path.code} v{statement.path.version})"
    for name in (*kind_named(statement.kind).facts, "decision", "effective", "until"):
        yield labels[name], VALUES[name](statement, language)
    yield _("Issued by"), statement.issuer.name.to(language)
    if statement.country is not None:
        yield _("Country"), statement.country.to(language)
    yield from _signed(statement, language)
    for one in statement.visibility:
        said = [one.line.to(language), *([one.disclaimer.to(language)] if one.disclaimer else [])]
        yield _("Contributing programme (does not certify)"), " · ".join(said)
    yield _("Authoritative language"), wording.language_name(language, statement.authoritative_language)


def _titles(title: Text, language: str) -> str:
    """The title in the reader's language and, where it differs, in the others the paper shows."""
    mine = title.to(language)
    return " / ".join([mine, *(text for _code, text in title if text != mine)])


def _signed(statement: Statement, language: str) -> Iterator[tuple[str, str]]:
    words = wording.words(language, "signatures")
    for one in statement.signatories:
        who = (one.name, one.capacity.to(language), one.institution.name.to(language))
        yield words[one.function.value], ", ".join(who) + f" ({words['mandate'].format(ref=one.mandate_ref)})"
