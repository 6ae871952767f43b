"""Page words as tests need them: binary catalogues as new as what translators wrote."""

import os
from collections.abc import Callable
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parents[1] / "curriculum" / "translations"


def compile_outdated() -> None:
    """Compile what is missing or older than its source; two test processes at once do no harm."""
    for source in FOLDER.glob("*/LC_MESSAGES/messages.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        fresh = target.with_name(f"messages.{os.getpid()}.new")
        with source.open("rb") as text, fresh.open("wb") as binary:
            write_mo(binary, read_po(text))
        fresh.replace(target)


def spoken(lang: str) -> Callable[[str], str]:
    """What a page says in a language for the English words of the source; a missing one is an error."""
    if lang == "en":
        return str
    with (FOLDER / lang / "LC_MESSAGES" / "messages.po").open("rb") as text:
        held = {str(one.id): str(one.string) for one in read_po(text) if isinstance(one.string, str)}
    return held.__getitem__
