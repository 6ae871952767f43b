"""What rests on a legal instrument: looked at before anybody notes that it ended."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from curriculum.access import current_actor, may
from curriculum.catalogue import queries as catalogue
from curriculum.catalogue import words as catalogue_words
from curriculum.catalogue.models import ModuleVersion
from curriculum.db import db
from curriculum.domain.permissions import Permission
from curriculum.institutions.law import queries as law
from curriculum.labels import label
from curriculum.paths import queries
from curriculum.paths.models import PathVersion

bp = Blueprint("resting", __name__, url_prefix="/training/instruments")


@bp.get("/<code>")
@may(Permission.VERSION_VIEW)
def index(code: str) -> ResponseReturnValue:
    """List the versions that name the instrument, as far as the reader may see them."""
    instrument, actor = law.get(code), current_actor()
    paths, modules = _naming(code)
    return render_template(
        "paths/resting.html",
        instrument=instrument,
        paths=[row for row in queries.visible_to(actor) if row.id in paths],
        modules=[row for row in catalogue.visible_to(actor) if row.id in modules],
        kinds=catalogue_words.STATE_KINDS,
        label=label,
    )


def is_rested_on(code: str) -> bool:
    """Whether a path or module that the public may see names a legal instrument as its basis."""
    return any(_naming(code, shown=True))


def _naming(code: str, *, shown: bool = False) -> tuple[frozenset[int], frozenset[int]]:
    """The keys of the path versions and of the module versions that name an instrument."""
    paths = select(PathVersion.id, PathVersion.instruments)
    modules = select(ModuleVersion.id, ModuleVersion.legal_instruments)
    if shown:
        paths = paths.where(PathVersion.state.in_(catalogue.SHOWN))
        modules = modules.where(ModuleVersion.state.in_(catalogue.SHOWN))
    naming_paths, naming_modules = (
        frozenset(key for key, codes in db.session.execute(wanted) if code in codes)
        for wanted in (paths, modules)
    )
    return naming_paths, naming_modules
