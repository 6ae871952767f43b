"""What pages of drafts let somebody choose: an owner, and one of two texts that clash."""

import json
from typing import Any

from flask import render_template, request

from curriculum import i18n
from curriculum.access import current_actor, is_permitted
from curriculum.accounts import queries as accounts
from curriculum.catalogue import carried, difference_words, queries
from curriculum.catalogue.forms import ClashForm
from curriculum.catalogue.merging import Clash, mark
from curriculum.domain.actors import Subject
from curriculum.domain.permissions import Permission
from curriculum.domain.sheets import Place
from curriculum.institutions import queries as institutions


def owners() -> list[tuple[str, str]]:
    """Institutions for which the reader designs."""
    lineages = queries.all_lineages()
    about = {one: Subject.owned_by(lineages[one.id]) for one in institutions.all_()}
    return [
        (one.code, f"{one.code} · {i18n.text(one.name)}")
        for one, thing in about.items()
        if is_permitted(current_actor(), Permission.VERSION_DRAFT, thing)
    ]


def clash_page(form: ClashForm, met: Clash[Any], code: str, **addresses: str) -> str:
    """The page that asks which of two texts stands; settle, back and crumb say where it belongs."""
    form.began.data, form.mine.data = carried.seal(met.began), carried.seal(met.mine)
    form.shown.data = mark(met.present)
    rows = difference_words.lines(met.differences, met.mine, met.theirs)
    return render_template(
        "catalogue/clash.html",
        form=form,
        code=code,
        asked=list(zip(rows, (json.dumps(one.place) for one in met.differences), strict=True)),
        writer=accounts.names_of([met.present.updated_by or 0]).get(met.present.updated_by or 0, ""),
        **addresses,
    )


def choices() -> dict[Place, bool]:
    """Which text the writer chose in each place that was asked about."""
    found = {}
    for name, value in request.form.items():
        if name.startswith("choice-") and value in ("mine", "theirs"):
            place = _place(request.form.get(name.replace("choice", "place", 1), ""))
            if place is not None:
                found[place] = value == "mine"
    return found


def _place(text: str) -> Place | None:
    """Where a choice belongs; nothing for what our page did not say, which is then asked again."""
    try:
        part, key, field = json.loads(text)
    except (ValueError, TypeError):
        return None
    return Place(str(part), str(key), str(field))
