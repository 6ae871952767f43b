"""Credentials whose signature holds, their members moved about: the page refuses what the server does."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from certificates import verify
from certificates.credential import issue_credential, write_code
from certificates.log.bundle import HolderBundle
from certificates.offline.page import make_page
from certificates.parties import Paper
from tests.certificates import samples
from tests.certificates.conftest import AT, KEY, World
from tests.certificates.test_offline import GOOD, NOW, REVOKED, TRUST, answers, browser, kept, page

__all__ = ["browser", "kept", "page"]
pytestmark = pytest.mark.browser
Node = dict[str, Any]


def _index_twice(found: Node) -> None:
    found["credentialStatus"]["statusListIndex"] = [str(REVOKED.index), str(REVOKED.index)]


def _results_turned(found: Node) -> None:
    found["credentialSubject"]["result"].reverse()


def _description_twice(found: Node) -> None:
    told = found["credentialSubject"]["achievement"]["resultDescription"]
    told.insert(0, told[1])


def _description_in_parts(found: Node) -> None:
    told = found["credentialSubject"]["achievement"]["resultDescription"]
    told.insert(0, {"id": told[0]["id"], "name": told[0].pop("name")})


def _name_twice(found: Node) -> None:
    found["name"] = [found["name"], found["name"]]


def _name_listed(found: Node) -> None:
    found["name"] = [found["name"]]


def _type_unlisted(found: Node) -> None:
    found["issuer"]["type"] = "Profile"


def _nothing_more(found: Node) -> None:
    found["unheard"] = []


def _from_the_language(found: Node) -> None:
    found["constructor"] = []


MOVED = [
    pytest.param(REVOKED, _index_twice, id="a revoked one whose index is no number any more"),
    pytest.param(GOOD, _results_turned, id="hours and level under each other's name"),
    pytest.param(GOOD, _description_twice, id="a description twice moves all results by one"),
    pytest.param(GOOD, _description_in_parts, id="a description in two parts"),
    pytest.param(GOOD, _name_twice, id="a text twice"),
    pytest.param(GOOD, _name_listed, id="a text as a list of one"),
    pytest.param(GOOD, _type_unlisted, id="a list of one as a text"),
    pytest.param(GOOD, _nothing_more, id="an unknown member that holds nothing"),
    pytest.param(GOOD, _from_the_language, id="a member that every object of the language has"),
]


@pytest.mark.parametrize(("place", "move"), MOVED)
def test_what_is_signed_alike_is_not_taken_for_it(
    page: Any, place: Any, move: Callable[[Node], None]
) -> None:
    document = json.loads(issue_credential(samples.statement(), KEY, place, AT))
    move(document)
    text = json.dumps(document, ensure_ascii=False)
    server = str(verify(text.encode(), trust=TRUST, at=NOW).answer)
    assert (server, answers(page, [({"credential": text}, NOW)])) == ("altered", ["altered"])


def _proof_of(world: World) -> str:
    entry, proof, checkpoint = world.registered.entry, world.registered.proof, world.trust.checkpoint
    assert entry is not None
    assert proof is not None
    assert checkpoint is not None
    return HolderBundle.of(entry, proof, checkpoint).to_json()


def test_a_proof_says_nothing_without_what_it_proves(browser: Any, world: World, tmp_path: Any) -> None:
    """It knows of no revocation, and the code beside it must be of the same credential."""
    path = tmp_path / "check.html"
    path.write_bytes(make_page(replace(TRUST, log_key=world.trust.log_key), AT))
    opened = browser.new_context(offline=True).new_page()
    opened.goto(path.as_uri())
    stated, proof = samples.statement(paper=Paper(other_language="en")), _proof_of(world)
    own, other = (write_code(stated, data, KEY, GOOD, AT) for data in (world.issued.credential, b"{}"))
    brought = [{"proof": proof}, {"code": own, "proof": proof}, {"code": other, "proof": proof}]
    assert answers(opened, [(one, NOW) for one in brought]) == ["cannot_tell", "valid", "altered"]
