"""What is typed in a form of a path and not saved: kept, offered again; and who else is at the draft."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from curriculum import i18n, refs
from curriculum.access import current_actor
from curriculum.catalogue import carried, drafts
from curriculum.catalogue.difference_words import Line, between
from curriculum.catalogue.models import DraftCopy
from curriculum.db import transaction
from curriculum.domain.refusals import Refusal
from curriculum.labels import label
from curriculum.paths.composing import saving
from curriculum.paths.composing.editing import Edit
from curriculum.paths.models import PathVersion
from curriculum.paths.sheets import content_of, sheet_of

Sent = MultiDict[str, str]
_UNREADABLE = (Refusal, AttributeError, KeyError, TypeError, ValueError)


def me() -> int:
    """The account whose copy it is."""
    return int(current_actor().account_id or 0)


def kept(subject: str) -> DraftCopy | None:
    """What the reader typed in this form and did not save."""
    return drafts.kept(me(), drafts.PATH, subject)


def sent(copy: DraftCopy | None) -> Sent | None:
    """A kept form as it was sent; None where nothing was typed."""
    return MultiDict(drafts.pairs_of(copy)) if copy is not None and copy.fields else None


def keep(subject: str) -> DraftCopy:
    """Keep the form of this request; one that is only open is noted."""
    with transaction():
        if "title_fr" not in request.form:
            return drafts.attend(me(), drafts.PATH, subject)
        return drafts.keep(me(), drafts.PATH, subject, list(request.form.items(multi=True)))


def throw_away(subject: str) -> None:
    """Forget the copy, because it was saved or is not wanted."""
    drafts.throw_away(me(), drafts.PATH, subject)


def unsaved(version: PathVersion, began: str | None, edit: Edit) -> list[Line] | None:
    """What a form would change in the draft, beside what it was filled from; None where nobody can tell."""
    saved = content_of(version)
    try:
        if not between(sheet_of(saved), sheet_of(edit(saved))):
            return []
        unsealed = carried.unseal(began)
        content = saving.content_at(unsealed) if unsealed is not None else saved
        return between(sheet_of(content), sheet_of(edit(content)))
    except _UNREADABLE:
        return None


def offer(copy: DraftCopy, lines: list[Line] | None, code: str, here: str, compose: str) -> str:
    """The page that asks first: go on with what was typed, or throw it away."""
    return render_template(
        "catalogue/writing/offer.html",
        copy=copy,
        lines=lines or [],
        label=label,
        code=code,
        here=here,
        crumb=_("Compose %(code)s", code=code),
        crumb_url=compose,
    )


def beside(subject: str, form: Any, copy: DraftCopy | None) -> Mapping[str, object]:
    """What is said beside the form while somebody types."""
    return {
        "faults": list(_faults(form)),
        "others": drafts.others(me(), drafts.PATH, subject),
        "kept_at": copy.typed_at if copy is not None else None,
    }


def _faults(form: Any) -> Iterator[str]:
    """What cannot be read as it was typed, with the name of its field."""
    for field in form:
        if field.type == "FieldList":
            for entry in field:
                yield from _faults(entry.form)
        elif field.type != "CSRFTokenField":
            yield from (f"{field.label.text}{i18n.colon()}{fault}" for fault in field.errors)


def around(version: PathVersion, live: str) -> Mapping[str, object]:
    """What the script beside a form has to know."""
    return {"live": live, "me": refs.seal(me()), "saved_at": drafts.saved_at(me(), version)}
