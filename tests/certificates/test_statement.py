"""The statement: canonical, complete, and refused by name when it cannot be signed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest

from certificates import wording
from certificates.errors import (
    ControlCharacter,
    NumberRefused,
    StatementError,
    UnknownKind,
    WordingChanged,
)
from certificates.parties import Function, HolderName, Orientation, Paper, Scope
from certificates.statement import LARGEST_STATEMENT, Statement
from certificates.text import Text
from tests.certificates.samples import (
    ARABIC,
    SIGNATORIES,
    TOKEN,
    completion,
    expert,
    number_for,
    renewal,
    statement,
)


@pytest.mark.parametrize("make", [statement, completion, expert, renewal])
def test_canonical_bytes_read_back_as_the_same_statement(make: Any) -> None:
    lawful = make(holder=ARABIC)

    again = Statement.from_bytes(lawful.canonical_bytes())

    assert again == lawful
    assert lawful.digest() == hashlib.sha256(lawful.canonical_bytes()).hexdigest()


def test_any_change_changes_the_digest() -> None:
    assert statement().digest() != statement(hours=165).digest()


def test_token_and_signatory_are_found() -> None:
    lawful = statement()

    assert lawful.verify_url.endswith(f"/v/{lawful.token}")
    assert lawful.signatory(Function.HR).name == "Elif Karaman"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        pytest.param(
            {"holder": (HolderName("Latn", "Ami\x00na"),)},
            ControlCharacter,
            id="NUL in a name",
        ),
        pytest.param(
            {"holder": (HolderName("Latn", "Ami\nna"),)},
            ControlCharacter,
            id="line feed in a name",
        ),
        pytest.param(
            {"holder": (HolderName("Latn", "A\u202enima"),)},
            ControlCharacter,
            id="override",
        ),
        pytest.param(
            {"holder": (HolderName("Latn", "A\ud800"),)},
            ControlCharacter,
            id="lone surrogate",
        ),
        pytest.param({"decision_ref": "a\x7fb"}, ControlCharacter, id="DEL in a reference"),
        pytest.param(
            {"country": Text.of(fr="\u2066x")},
            ControlCharacter,
            id="isolate in a nested text",
        ),
        pytest.param({"holder": (HolderName("Latn", "  "),)}, StatementError, id="empty name"),
        pytest.param({"decision_ref": "x" * 3000}, StatementError, id="text without end"),
        pytest.param({"holder": ()}, StatementError, id="no name at all"),
        pytest.param({"holder": (ARABIC[0], ARABIC[0])}, StatementError, id="script twice"),
        pytest.param({"number": number_for("CMP")}, StatementError, id="number of another kind"),
        pytest.param(
            {"number": number_for("TRN").lower()},
            StatementError,
            id="number not as printed",
        ),
        pytest.param({"replaces": "TRN-1"}, NumberRefused, id="replaces nothing readable"),
        pytest.param({"kind": "donor"}, UnknownKind, id="unknown kind"),
        pytest.param({"code": "7kq4-m9xr"}, StatementError, id="code not as printed"),
        pytest.param(
            {"verify_url": "ftp://x.example/v/" + "a" * 24},
            StatementError,
            id="address of another kind",
        ),
        pytest.param(
            {"verify_url": "https://x.example/v/short"},
            NumberRefused,
            id="token too short",
        ),
        pytest.param(
            {"verify_url": f"https://x.example/w/{TOKEN}"},
            StatementError,
            id="address that leads elsewhere",
        ),
        pytest.param({"signatories": SIGNATORIES[:1]}, StatementError, id="one signatory"),
        pytest.param(
            {"signatories": SIGNATORIES[:1] * 2},
            StatementError,
            id="one function twice",
        ),
        pytest.param({"schema_version": 2}, StatementError, id="schema of the future"),
        pytest.param({"hours": -1}, StatementError, id="negative hours"),
        pytest.param({"eqf_indicative": 9}, StatementError, id="level outside the framework"),
        pytest.param(
            {"valid_until": statement().decision_date},
            StatementError,
            id="ends before it begins",
        ),
        pytest.param(
            {"authoritative_language": "ru"},
            StatementError,
            id="authoritative language has no wording",
        ),
        pytest.param({"paper": Paper(other_language="fr")}, StatementError, id="one language twice"),
        pytest.param({"scope": Scope()}, StatementError, id="trainer without scope"),
        pytest.param({"valid_until": None}, StatementError, id="trainer without end"),
    ],
)
def test_unlawful_statement_is_refused(changes: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error) as refused:
        statement(**changes)

    assert type(refused.value) is error


@pytest.mark.parametrize(
    ("make", "changes", "problem"),
    [
        pytest.param(
            completion,
            {"scope": statement().scope},
            "completion_gives_no_right_to_teach",
            id="completion",
        ),
        pytest.param(expert, {"scope": Scope()}, "themes_missing", id="expert without themes"),
        pytest.param(
            statement,
            {"authoritative_language": "ar", "paper": Paper(other_language="fr")},
            "title_missing",
            id="title not in the language that counts",
        ),
        pytest.param(
            expert,
            {"valid_until": None},
            "valid_until_missing",
            id="expert without end",
        ),
        pytest.param(renewal, {"replaces": None}, "replaces_missing", id="renewal of nothing"),
        pytest.param(
            renewal,
            {"valid_until": None},
            "valid_until_missing",
            id="renewal without end",
        ),
    ],
)
def test_what_is_missing_is_named(make: Any, changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(StatementError) as refused:
        make(**changes)

    assert refused.value.facts["problem"] == problem


def _damaged(change: Any) -> bytes:
    value = json.loads(statement().canonical_bytes())
    change(value)
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff", id="not UTF-8"),
        pytest.param(b"[" * 100_000, id="100,000 levels deep"),
        pytest.param(b" " * (LARGEST_STATEMENT + 1), id="too large"),
        pytest.param(b"[]", id="a list"),
        pytest.param(statement().canonical_bytes() + b" ", id="a space after the end"),
        pytest.param(_damaged(lambda v: v.pop("hours")), id="field missing"),
        pytest.param(_damaged(lambda v: v.update(extra=1)), id="field too many"),
        pytest.param(_damaged(lambda v: v.update(hours="164")), id="number as text"),
        pytest.param(_damaged(lambda v: v.update(hours=True)), id="truth for a number"),
        pytest.param(_damaged(lambda v: v.update(decision_date="31/02")), id="no such date"),
        pytest.param(_damaged(lambda v: v.update(holder="Amina")), id="text for a list"),
        pytest.param(_damaged(lambda v: v.update(country={"fr": 1})), id="number for a text"),
        pytest.param(_damaged(lambda v: v.update(country={})), id="text without language"),
        pytest.param(
            _damaged(lambda v: v["path"].update(version=None)),
            id="null where none may be",
        ),
    ],
)
def test_damaged_statement_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(StatementError):
        Statement.from_bytes(data)


def test_wording_is_part_of_what_is_signed() -> None:
    assert statement().wording == wording.reference(("fr", "en"))
    wording.demand(statement().wording, ("fr", "en"))
    with pytest.raises(WordingChanged):
        wording.demand("0:0000000000000000")


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_every_language_has_every_word(language: str) -> None:
    sections = (
        "completion",
        "trainer",
        "expert",
        "renewal",
        "facts",
        "signatures",
        "foot",
        "marks",
    )
    for section in sections:
        assert wording.words(language, section).keys() == wording.words("fr", section).keys()


def test_text_falls_back_to_a_language_it_has() -> None:
    assert Text.of(fr="oui", en="yes").to("fr") == "oui"
    assert Text.of(en="yes").to("fr") == "yes"
    assert Text.from_mapping({"en": "yes"}) == Text.of(en="yes")


def test_statements_with_the_same_facts_are_equal_and_hash_alike() -> None:
    assert hash(statement()) == hash(replace(statement()))


@pytest.mark.parametrize(
    ("paper", "problem"),
    [
        (Paper(other_language="fr"), "language_twice"),
        (Paper(emblem="A" * 64), "emblem_not_a_digest"),
        (Paper(emblem="ab"), "emblem_not_a_digest"),
    ],
    ids=["one language twice", "a digest in capitals", "a digest cut short"],
)
def test_how_it_is_printed_is_lawful_too(paper: Paper, problem: str) -> None:
    with pytest.raises(StatementError) as refused:
        statement(paper=paper)
    assert refused.value.facts == {"field": "paper", "problem": problem}


def test_the_sheet_is_part_of_what_is_signed() -> None:
    sheets = [Paper(), Paper(Orientation.PORTRAIT), Paper(names_in_code=True), Paper(emblem="0" * 64)]
    stated = [statement(paper=paper) for paper in sheets]
    assert len({one.digest() for one in stated}) == len(sheets)
    assert [Statement.from_bytes(one.canonical_bytes()) for one in stated] == stated


def test_the_address_of_the_register_is_read_from_the_address_of_the_code() -> None:
    stated = statement(verify_url=f"https://gov.example/cursus/v/{TOKEN}")
    assert (stated.base, stated.languages) == ("https://gov.example/cursus", ("fr", "en"))
