"""The curriculum out, mended and in again; copies with lineage: by keyboard alone, in both languages."""

import json
from copy import deepcopy
from typing import Any

import pytest

from tests.journeys.keyboard import Careful
from tests.journeys.test_workshop import WAYS
from tests.translations import spoken

pytestmark = pytest.mark.browser

MODULES = {"fr": "BOR-931", "en": "BOR-932"}
"""A module that the edited file brings along, for each language."""
TAKEN = {"fr": "Repris", "en": "Taken in: "}
COPIES = {"fr": ("BOR-941", "LP-CPY-FR"), "en": ("BOR-942", "LP-CPY-EN")}


@pytest.mark.parametrize(("lang", "width"), WAYS)
def test_an_edited_file_is_refused_mended_and_taken_in(browser, lang, width) -> None:
    """R54: the place of the fault and how to mend it; what the file would do; then it is done."""
    say, keys = spoken(lang), Careful(browser.signed_in("chidi", lang=lang, width=width))
    keys.page.set_default_timeout(60_000)  # a whole curriculum is written and read
    edited = _with_module(_export(keys, say), MODULES[lang])
    outcome = edited["modules"][-1]["versions"][0]["content"]["outcomes"][0]
    outcome["weight"] += 5

    keys.follow(say("Import a curriculum"))
    _read(keys, say, edited)
    assert keys.tells(say("The file cannot be taken in"))
    wrong = keys.page.locator("tbody tr").first.inner_text()
    assert f"$.modules[{len(edited['modules']) - 1}].versions[0].content.outcomes" in wrong
    keys.follow(say("Choose another file"))
    outcome["weight"] -= 5
    _read(keys, say, edited)
    assert keys.tells(say("What the file would do"))
    assert MODULES[lang] in keys.text()
    keys.follow(say("Take it in as drafts"))
    assert keys.tells(TAKEN[lang])

    keys.follow(say("Training"))
    keys.follow(say("Modules and their versions"))
    keys.follow(f"{MODULES[lang]} v1")
    assert keys.tells(say("Draft"))


def _export(keys: Careful, say) -> dict[str, Any]:
    keys.follow(say("The curriculum as a file"))
    keys.reach(say("Export the curriculum"))
    with keys.page.expect_download() as handed_out:
        keys.press("Enter")
    return json.loads(handed_out.value.path().read_text("utf-8"))


def _with_module(file: dict[str, Any], code: str) -> dict[str, Any]:
    """One more module, written by hand after one that is there; everything else as it went out."""
    like = next(one for one in file["modules"] if one["code"] == "BOR-101")
    added = deepcopy(like) | {"code": code}
    added["versions"] = added["versions"][:1]
    file["modules"].append(added)
    return file


def _read(keys: Careful, say, edited: dict[str, Any]) -> None:
    content = json.dumps(edited, ensure_ascii=False).encode()
    keys.hand_in(
        say("File of the curriculum"),
        {"name": "curriculum.json", "mimeType": "application/json", "buffer": content},
    )
    keys.follow(say("Read the file"))


@pytest.mark.parametrize(("lang", "width"), WAYS)
def test_a_module_and_a_path_begin_as_copies(browser, lang, width) -> None:
    """Both pages say where the copy comes from, and lead to each other."""
    say, keys = spoken(lang), Careful(browser.signed_in("chidi", lang=lang, width=width))
    for link, source, code in zip(
        ("Modules and their versions", "Paths and their versions"),
        ("BOR-101 v1", "LP-EXP-POL v1"),
        COPIES[lang],
        strict=True,
    ):
        keys.follow(say("Training"))
        keys.follow(say(link))
        keys.follow(source)
        keys.follow(say("Begin another one as a copy of this version"))
        keys.write(say("Code of the copy"), code)
        keys.follow(say("Copy"))
        assert say("Copied from") in keys.text()
        keys.follow(source)
        assert say("Copied as") in keys.text()
        keys.follow(f"{code} v1")
        assert say("Draft") in keys.text()
