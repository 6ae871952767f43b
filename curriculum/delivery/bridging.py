"""A bridging session prepared: the form of a new session filled with what donors leave of a module (J4)."""

from flask import request
from flask_babel import gettext as _

from curriculum.catalogue import queries as catalogue
from curriculum.delivery.forms import RunForm
from curriculum.donors.mapping.lacking import BridgeRow, bridges
from curriculum.i18n import speaking
from curriculum.institutions import queries as institutions


def proposed() -> BridgeRow | None:
    """The session that the address asks for ("ASY-201.v1"), in the version in force; a wrong one is none."""
    code, _dot, _number = request.args.get("bridge", "").rpartition(".v")
    module = catalogue.find_module(code)
    current = catalogue.latest_published(module.id) if module else None
    return next(iter(bridges([current.id])), None) if current else None


def fill(form: RunForm, proposed: BridgeRow | None) -> None:
    """Fill a fresh form with the session proposed; without one leave it empty."""
    if form.is_submitted() or proposed is None:
        return
    form.module.data, form.outcomes.data = proposed.bridge.module, " ".join(proposed.outcomes)
    form.code.data = f"{proposed.code}-BRIDGE"[:30]
    form.hours.data = f"{proposed.hours / 100:g}"
    form.title_fr.data, form.title_en.data = (_title(proposed, one) for one in ("fr", "en"))
    owner = institutions.by_id(proposed.owner_id)
    if "trainer" in owner.roles:
        form.institution.data = owner.code


def _title(proposed: BridgeRow, language: str) -> str:
    with speaking(language):
        return str(_("Bridging session: %(title)s", title=proposed.title.in_(language)))
