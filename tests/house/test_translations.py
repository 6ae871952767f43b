"""The words of the pages are French too: all of them, with the same gaps, in the words of the glossary."""

import re
import subprocess
import sys

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.house.reading import ROOT, hidden_words, sources
from tests.translations import FOLDER

FRENCH = FOLDER / "fr" / "LC_MESSAGES" / "messages.po"
EXTRACT = (
    *("-q", "extract", "-F", "pyproject.toml", "-k", "_", "--no-location"),
    *("--ignore-dirs", ".* node_modules build static tests instance"),
)
GAP = re.compile(r"%(?:\(\w+\))?[sd%]")
AVOIDED = re.compile(r"révoqu|donateur|clandestin|migrants? illéga|inscription d’office", re.IGNORECASE)
"""Words that domain.md §7 keeps out: a certificate is retiré, never révoqué."""
TYPING = re.compile(r"['\"“”]| [:;?!»]|« |\.\.\.|\s$|^\s")
"""Straight quotes and plain spaces where French has its own."""


def _read(path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, ignore_obsolete=True)


def _messages(catalogue: Catalog) -> list[Message]:
    return [one for one in catalogue if one.id]


def _forms(message: Message) -> list[tuple[str, str]]:
    """Each French form with the English one it stands for; both forms fill the gaps of the English plural."""
    if isinstance(message.id, str):
        return [(message.id, message.string or "")]
    return [(message.id[1], form) for form in message.string or ("", "")]


def faults(message: Message) -> list[str]:
    """What is wrong with one message."""
    found = ["fuzzy"] if message.fuzzy else []
    for english, french in _forms(message):
        if not french:
            found.append("not translated")
            continue
        if sorted(GAP.findall(english)) != sorted(GAP.findall(french)):
            found.append("other gaps")
        found += [f"avoided: {word}" for word in AVOIDED.findall(french)]
        found += [f"typing: {sign!r}" for sign in TYPING.findall(french)]
    return found


@pytest.fixture(scope="module")
def asked(tmp_path_factory) -> set:
    """Every word that code and templates ask for."""
    template = tmp_path_factory.mktemp("words") / "messages.pot"
    command = [sys.executable, "-m", "babel.messages.frontend", *EXTRACT, "-o", str(template), "."]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return {one.id for one in _messages(_read(template))}


def test_catalogue_holds_what_the_pages_ask_for(asked):
    """If this fails: tools/translate.sh update, then translate what `tools/translate.sh missing` lists."""
    held = {one.id for one in _messages(_read(FRENCH))}

    assert len(asked) > 1000
    assert asked - held == set()
    assert held - asked == set()


def test_no_word_hides_in_an_f_string():
    """Such a word is collected only as long as it stands somewhere else too."""
    assert {path: found for path, text in sources().items() if (found := hidden_words(text))} == {}


HIDDEN = [
    pytest.param("f\"{note} · {_('past')}\"", ["line 1: _('past')"], id="hidden"),
    pytest.param("f\"{ngettext('a', 'b', 2)}\"", ["line 1: ngettext('a', 'b', 2)"], id="plural"),
    pytest.param('f"{note} · " + _("past")', [], id="beside"),
    pytest.param('f"{names[_]}"', [], id="no call"),
]


@pytest.mark.parametrize(("text", "found"), HIDDEN)
def test_planted_hidden_word_is_named(text, found):
    assert hidden_words(text) == found


def test_every_word_is_translated_well():
    messages = _messages(_read(FRENCH))

    assert {one.id: found for one in messages if (found := faults(one))} == {}


@pytest.mark.parametrize(
    ("message", "found"),
    [
        pytest.param(Message("Revoked", "Retiré"), [], id="right"),
        pytest.param(Message("Revoked", ""), ["not translated"], id="nothing"),
        pytest.param(Message("Revoked", "Révoqué"), ["avoided: Révoqu"], id="the word of a dismissal"),
        pytest.param(Message("Revoked", "Retiré", flags=["fuzzy"]), ["fuzzy"], id="a guess"),
        pytest.param(Message("%(count)s rows", "%(rows)s lignes"), ["other gaps"], id="another gap"),
        pytest.param(
            Message(("row", "%(num)s rows"), ("ligne", "%(num)s lignes")), ["other gaps"], id="plural"
        ),
        pytest.param(Message("Why?", "Pourquoi ?"), ["typing: ' ?'"], id="a space that breaks"),
        pytest.param(Message("The file", "L'acte"), ['typing: "\'"'], id="straight apostrophe"),
    ],
)
def test_planted_message_is_named(message, found):
    assert faults(message) == found


def test_planted_word_is_missed(tmp_path, asked):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "new.html").write_text(
        '{{ _("Never said before") }}{{ ngettext("one", "two", n) }}'
    )
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    command = [sys.executable, "-m", "babel.messages.frontend", *EXTRACT, "-o", "new.pot", "."]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)

    found = {one.id for one in _messages(_read(tmp_path / "new.pot"))}

    assert found - asked == {"Never said before", ("one", "two")}
