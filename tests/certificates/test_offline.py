"""The checker in one page: small, closed to the network, and of one mind with the server."""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates import verify
from certificates.__main__ import main
from certificates.credential import CredentialKey, issue_credential, write_code
from certificates.errors import TrustError
from certificates.keys import PublicKey, read_authority
from certificates.log.bundle import HolderBundle
from certificates.offline.page import LANGUAGES, LARGEST_PAGE, make_page
from certificates.parties import Paper
from certificates.status.entry import StatusEntry
from certificates.status.lists import make_list
from certificates.verifying.folder import write_folder
from certificates.verifying.trust import Trust
from tests.certificates import samples
from tests.certificates.conftest import AT, DID, KEY, LATER, World
from tests.certificates.eyes.wanted import demand

pytestmark = pytest.mark.browser
CASES = 10_000 if os.environ.get("FULL") == "1" else 400
BASE = samples.statement().base
REVOKED, SUSPENDED, GOOD = StatusEntry(1, 7), StatusEntry(1, 8), StatusEntry(1, 4242)
STRANGER = CredentialKey.of(DID, Ed25519PrivateKey.from_private_bytes(b"\x07" * 32))
MANY = random.Random(1).sample(range(131_072), 60_000)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def lists(at: datetime) -> list[bytes]:
    named = {"revocation": [REVOKED.index], "suspension": [SUSPENDED.index]}
    return [make_list(BASE, KEY, purpose, 1, indexes, at) for purpose, indexes in named.items()]


ISSUERS = (PublicKey(kid=KEY.kid, valid_from=AT, public=KEY.public),)
TRUST = Trust(b"", did={KEY.method: KEY.public}, status=lists(AT))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    demand("chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = "/usr/bin/chromium"
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("offline") / "check.html"
    path.write_bytes(make_page(TRUST, AT))
    return path


@pytest.fixture
def page(browser: Any, kept: Path) -> Iterator[Any]:
    context = browser.new_context(offline=True, locale="fr")
    opened = context.new_page()
    opened.goto(kept.as_uri())
    yield opened
    context.close()


def answers(page: Any, cases: list[tuple[dict[str, Any], datetime]]) -> list[str]:
    """What the page answers to each case at its moment."""
    told = [[brought, at.timestamp() * 1000] for brought, at in cases]
    script = (
        "async (cases) => ready.then(() => Promise.all(cases.map("
        "async ([brought, at]) => (await assess(brought, kit, new Date(at))).answer)))"
    )
    found: list[str] = page.evaluate(script, told)
    return found


# --- The page itself -----------------------------------------------------------------------------------


def test_page_is_small_and_asks_nobody() -> None:
    written = make_page(TRUST, AT).decode()
    assert len(written.encode()) <= LARGEST_PAGE
    assert "default-src 'none'" in written
    assert re.findall(r"""(?:src|href|action)\s*=\s*["'](?!#)""", written) == []
    assert "{{" not in written


@pytest.mark.parametrize(
    ("trust", "problem"),
    [
        pytest.param(Trust(b""), "no_keys", id="no key to check with"),
        pytest.param(Trust(b"", did=TRUST.did, status=[b"{}"]), "list_refused", id="no list of ours"),
        pytest.param(
            Trust(b"", did=TRUST.did, status=[make_list(BASE, STRANGER, "revocation", 1, [], AT)]),
            "list_unsigned",
            id="a list that the issuer did not sign",
        ),
        pytest.param(
            Trust(b"", did=TRUST.did, status=[make_list(BASE, KEY, "revocation", 1, MANY, AT)]),
            "page_too_large",
            id="more revoked than a page can hold",
        ),
    ],
)
def test_what_the_page_would_have_to_believe_is_checked_first(trust: Trust, problem: str) -> None:
    with pytest.raises(TrustError) as refused:
        make_page(trust, AT)
    assert refused.value.facts["problem"] == problem


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_finding_has_words(page: Any, language: str) -> None:
    """What the scripts can find is said in each language, and nothing is said twice over."""
    script = "(language) => ready.then(() => kit.words[language])"
    words = page.evaluate(script, language)
    details = set(re.findall(r"detail_(\w+)", " ".join(words)))
    found = set(re.findall(r'(?:passed|unknown)\("\w+", "(\w+)"', make_page(TRUST, AT).decode()))
    found |= set(re.findall(r'failed\("\w+", "(\w+)"', make_page(TRUST, AT).decode()))
    assert found - details == set()


# --- Of one mind with the server -----------------------------------------------------------------------

MAKES = (samples.statement, samples.completion, samples.expert, samples.renewal)
HOLDERS = (samples.LATIN, samples.ARABIC, samples.CYRILLIC, samples.MIXED)


def genuine(chance: random.Random) -> str:
    make, holder = chance.choice(MAKES), chance.choice(HOLDERS)
    key = KEY if chance.random() < 0.9 else STRANGER
    place = chance.choice((GOOD, GOOD, GOOD, REVOKED, SUSPENDED, StatusEntry(2, 1)))
    return issue_credential(make(holder=holder), key, place, AT).decode()


def _other_character(text: str, chance: random.Random) -> str:
    place = chance.randrange(len(text))
    return text[:place] + chance.choice('aZ0"\\{},: é\u200f\U0001f600') + text[place + 1 :]


def _left_out(text: str, chance: random.Random) -> str:
    start = chance.randrange(len(text))
    return text[:start] + text[start + chance.randrange(1, 30) :]


def _other_value(text: str, chance: random.Random) -> str:
    document = json.loads(text)
    node = document
    while True:
        key = chance.choice(list(node) if isinstance(node, dict) else range(len(node)))
        if isinstance(node[key], (dict, list)) and node[key] and chance.random() < 0.8:
            node = node[key]
            continue
        node[key] = chance.choice(["x", "https://x.example", 7, True, None, [], {}, "2030-01-01T00:00:00Z"])
        return json.dumps(document, ensure_ascii=False)


def _member_twice(text: str, chance: random.Random) -> str:
    return text.replace('"name":', '"name":"x","name":', 1)


def _more(text: str, chance: random.Random) -> str:
    document = json.loads(text)
    word = chance.choice(("awardedDate", "inLanguage", "unheard", "@graph", "evidence2"))
    return json.dumps({**document, word: "2026-01-01T00:00:00Z"}, ensure_ascii=False)


def _same_again(text: str, chance: random.Random) -> str:
    """Written otherwise, and says the same."""
    return json.dumps(json.loads(text), ensure_ascii=chance.random() < 0.5, indent=chance.choice((None, 1)))


def _rearranged(text: str, chance: random.Random) -> str:
    """A value doubled, wrapped or turned round: RDF often sees no difference, the profile does."""
    document = json.loads(text)
    lists, values = [], []
    todo: list[Any] = [document]
    while todo:
        node = todo.pop()
        for key in list(node) if isinstance(node, dict) else range(len(node)):
            values.append((node, key))
            if isinstance(node[key], (dict, list)):
                todo.append(node[key])
            if isinstance(node[key], list):
                lists.append(node[key])
    node, key = chance.choice(values)
    if chance.random() < 0.5 and lists:
        chance.choice(lists).reverse()
    else:
        node[key] = [node[key]] * chance.choice((1, 2))
    return json.dumps(document, ensure_ascii=False)


TAMPER: tuple[Callable[[str, random.Random], str], ...] = (
    lambda text, chance: text,
    _same_again,
    _other_character,
    _left_out,
    _other_value,
    _other_value,
    _member_twice,
    _more,
    _rearranged,
)


def test_page_and_server_agree_on_credentials(page: Any) -> None:
    chance = random.Random(20261122)
    stock = [genuine(chance) for _ in range(60)]
    moments = (NOW, NOW, NOW, LATER, datetime(2031, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))
    cases = [
        (chance.choice(TAMPER)(chance.choice(stock), chance), chance.choice(moments)) for _ in range(CASES)
    ]
    said = answers(page, [({"credential": text}, at) for text, at in cases])
    server = [str(verify(text.encode(), trust=TRUST, at=at).answer) for text, at in cases]
    differing = [(s, p, text, at) for (text, at), s, p in zip(cases, server, said, strict=True) if s != p]
    assert differing == []
    assert len(set(server)) >= 6


def _cut(text: str, chance: random.Random) -> str:
    return text[: chance.randrange(len(text))]


def test_page_and_server_agree_on_codes(page: Any) -> None:
    chance = random.Random(7)
    stock = []
    for make in MAKES:
        for place in (GOOD, REVOKED, SUSPENDED):
            for key in (KEY, KEY, STRANGER):
                stated = make(holder=samples.ARABIC, paper=Paper(other_language="en", names_in_code=True))
                stock.append(write_code(stated, b"{}", key, place, AT))
    tamper = (lambda text, _chance: text, _other_character, _cut)
    cases = [(chance.choice(tamper)(chance.choice(stock), chance), NOW) for _ in range(CASES // 4)]
    cases = [(text, at) for text, at in cases if text.startswith("TC1:")]
    said = answers(page, [({"code": text}, at) for text, at in cases])
    server = [str(verify(text, trust=TRUST, at=at).answer) for text, at in cases]
    assert [pair for pair in zip(cases, server, said, strict=True) if pair[1] != pair[2]] == []
    assert len(set(server)) >= 4


# --- Files, by hand ------------------------------------------------------------------------------------


@pytest.fixture
def brought(world: World, tmp_path: Path) -> dict[str, Path]:
    entry, proof = world.registered.entry, world.registered.proof
    assert entry is not None
    assert proof is not None
    assert world.trust.checkpoint is not None
    bundle = HolderBundle.of(entry, proof, world.trust.checkpoint)
    parts = {
        "cert.pdf": world.issued.pdf,
        "cert.json": world.issued.credential,
        "cert.proof.json": bundle.to_json().encode(),
        "changed.pdf": world.issued.pdf.replace(b"/Lang", b"/Lanh", 1),
        "other.json": issue_credential(samples.expert(), KEY, GOOD, AT),
    }
    for name, data in parts.items():
        (tmp_path / name).write_bytes(data)
    return {name: tmp_path / name for name in parts}


BROUGHT = [
    pytest.param(["cert.pdf"], "cannot_tell", id="a PDF alone: only the log knows these bytes"),
    pytest.param(["cert.pdf", "cert.proof.json"], "valid", id="with its proof"),
    pytest.param(["cert.json"], "valid", id="a credential"),
    pytest.param(["cert.json", "cert.proof.json"], "valid", id="a credential with its proof"),
    pytest.param(["changed.pdf", "cert.proof.json"], "altered", id="one byte changed"),
    pytest.param(["other.json", "cert.proof.json"], "altered", id="proof of another credential"),
    pytest.param(["cert.pdf", "other.json", "cert.proof.json"], "altered", id="another credential beside it"),
]


@pytest.mark.parametrize(("names", "answer"), BROUGHT)
def test_files_are_checked_by_hand_and_keyboard(
    browser: Any, world: World, brought: dict[str, Path], tmp_path: Path, names: list[str], answer: str
) -> None:
    kept = tmp_path / "check.html"
    trust = Trust(b"", did=TRUST.did, status=lists(datetime.now(UTC)), log_key=world.trust.log_key)
    kept.write_bytes(make_page(trust, AT))
    page = browser.new_context(offline=True, locale="en").new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(kept.as_uri())
    page.clock.set_fixed_time(NOW if "x" in names else datetime.now(UTC))
    page.set_input_files("#files", [brought[name] for name in names])
    page.focus("#text")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer h2")
    assert (page.get_attribute("#answer", "class"), errors) == (answer, [])


def test_command_writes_the_page(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "trust"
    authority = replace(read_authority(world.folder), did=DID, credential_keys=ISSUERS)
    write_folder(folder, authority, world.trust.checkpoint, (), AT, status=lists(AT))
    assert main(["page", str(tmp_path / "check.html"), "--trust", str(folder)]) == 0
    written = (tmp_path / "check.html").read_bytes()
    assert (KEY.method.encode() in written, capsys.readouterr().out.strip().endswith("bytes")) == (True, True)
