"""The page where the desk accepts several rows at once: chosen, shown again, confirmed (J2)."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from curriculum import refs
from curriculum.access import current_actor, may, require
from curriculum.db import transaction
from curriculum.domain.permissions import Permission as May
from curriculum.domain.refusals import Refusal
from curriculum.intake import queries, service, words
from curriculum.intake.bench import cards
from curriculum.intake.bench.facts import in_words
from curriculum.intake.bench.firsts import firsts
from curriculum.intake.models import ImportBatch
from curriculum.intake.views import bp
from curriculum.labels import sentence

MOST = 50


@bp.route("/lists/<code>/several", methods=["GET", "POST"])
@may(May.ROW_DECIDE)
def several(code: str) -> ResponseReturnValue:
    batch = queries.get_visible(current_actor(), code)
    require(current_actor(), May.ROW_DECIDE, queries.subject(batch))
    picked = _picked()
    if request.method == "GET":
        return _page(batch, None, 200)
    if not picked:
        flash(_("Choose at least one row."), "error")
        return _page(batch, None, 422)
    if "confirmed" not in request.form:
        return _page(batch, picked, 200)
    _accept(batch, picked)
    return redirect(url_for("intake.several", code=code), 303)


def _picked() -> dict[int, int]:
    """The rows chosen, each with the person that stood beside it."""
    said = (one.partition(":") for one in request.form.getlist("row"))
    pairs = ((number, refs.unseal(ref)) for number, _colon, ref in said)
    return {int(number): person for number, person in pairs if _counts(number) and person is not None}


def _counts(number: str) -> bool:
    """Whether this may be the number of a line; no list has a thousand million of them."""
    return number.isdecimal() and len(number) < 10


def _page(batch: ImportBatch, picked: Mapping[int, int] | None, status: int) -> ResponseReturnValue:
    """The rows to choose from; of those picked, the ones to confirm."""
    found = firsts(batch, limit=MOST, numbers=picked)
    if picked is not None:
        found = [one for one in found if one.card.person_id == picked[one.row.number]]
    rows = [
        {
            "number": row.number,
            "value": f"{row.number}:{card.ref}",
            "facts": [in_words(fact) for fact in card.facts[:4]],
            "grounds": words.grounds(card.grounds),
        }
        for row, card in cards.beside(batch, found)
    ]
    gone = sorted(set(picked or ()) - {one.row.number for one in found})
    page = render_template(
        "intake/several.html", batch=batch, rows=rows, confirming=picked is not None, gone=gone, most=MOST
    )
    return page, status


def _accept(batch: ImportBatch, picked: Mapping[int, int]) -> None:
    refused: dict[int, Refusal] = {}
    try:
        with transaction():
            refused |= service.accept_several(current_actor(), batch.id, picked)
    except Refusal as refusal:
        flash(sentence(refusal), "error")
        return
    if done := len(picked) - len(refused):
        flash(ngettext("%(num)s row was accepted.", "%(num)s rows were accepted.", done), "success")
    for number, no in refused.items():
        flash(_("Row %(number)s was left as it is: %(why)s", number=number, why=sentence(no)), "error")
