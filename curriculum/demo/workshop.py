"""A version in review: the next one of a module, what is said about it, and an opinion that is late."""

from typing import Any

from curriculum.catalogue import queries as catalogue
from curriculum.catalogue import service as modules
from curriculum.catalogue.content import GivenAs
from curriculum.catalogue.sheets import from_sheet, module_sheet
from curriculum.demo.world import Event, World
from curriculum.domain.sheets import Place, Plain
from curriculum.refs import seal
from curriculum.reviews import queries, service
from curriculum.reviews.kinds import KINDS
from curriculum.reviews.suggesting import Suggestion, value_at, with_value

MODULES = KINDS["modules"]


def draft_next_version(world: World, event: Event) -> None:
    """The next version of a published module, with some places saying something else."""
    module = catalogue.get_module(event["module"])
    before = catalogue.versions_of(module.id)[0]
    sheet: Plain = module_sheet(catalogue.version(before.id))
    for one in event["changes"]:
        sheet = with_value(sheet, _place(one, sheet), one["to"])
    change = {"change_class": event["change_class"], "change_note": event["change_note"]}
    content = from_sheet({**sheet, **change}, f"{module.code}.v{before.version + 1}")
    modules.draft_version(world.by(event), module_id=module.id, content=content)


def _place(one: Event, sheet: Plain) -> Place:
    """A place named as people name it: by the code of an outcome, by the method of an assessment."""
    rows = sheet.get(one["part"], ())
    named = {row.get("code") or row.get("method"): row["key"] for row in rows}
    return Place(one["part"], named.get(one["row"], ""), one["field"])


def submit_version(world: World, event: Event) -> None:
    """The draft goes to review."""
    modules.submit(world.by(event), _open_version(event))


def _open_version(event: Event) -> int:
    """The version of a module that is being made."""
    version = catalogue.open_version(catalogue.get_module(event["module"]).id)
    if version is None:
        raise LookupError(f"no version of {event['module']} is being made on {event['on']}")
    return version.id


def ask_opinion(world: World, event: Event) -> None:
    """Somebody is asked by name, until a day."""
    service.ask(
        world.by(event),
        MODULES,
        _open_version(event),
        login=event["of"],
        given_as=GivenAs(event["given_as"]),
        due_on=world.day(event["due_on"]),
        note=world.said(event, "note"),
    )


def open_thread(world: World, event: Event) -> None:
    """A comment on a part of the version, perhaps with a suggestion."""
    version = catalogue.version(_open_version(event))
    sheet = module_sheet(version)
    place = _place(event, sheet)
    suggestion: Any = None
    if "suggestion" in event:
        suggestion = Suggestion(value_at(sheet, place), dict(event["suggestion"]))
    made = service.open_thread(
        world.by(event), MODULES, version.id, place, world.said(event, "text"), suggestion
    )
    world.kept["thread", event["thread"]] = made.id


def answer_thread(world: World, event: Event) -> None:
    """An answer, which may settle the thread."""
    thread = queries.thread(seal(world.kept["thread", event["thread"]]))
    answer = service.settle if event.get("settles") else service.reply
    answer(world.by(event), thread, world.said(event, "text"))


VERBS = {
    "draft_next_version": draft_next_version,
    "submit_version": submit_version,
    "ask_opinion": ask_opinion,
    "open_thread": open_thread,
    "answer_thread": answer_thread,
}
