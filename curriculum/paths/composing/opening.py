"""What the composer's pages share: the draft they write in, and where a save leads."""

from typing import NoReturn

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum.access import current_actor, require
from curriculum.catalogue import carried, choosing
from curriculum.catalogue.forms import ClashForm
from curriculum.catalogue.merging import Began, Clash
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode, found
from curriculum.labels import sentence
from curriculum.paths import queries
from curriculum.paths.composing import saving
from curriculum.paths.composing.editing import Edit
from curriculum.paths.models import Path, PathVersion

Met = PathVersion | Clash[PathVersion]


def path(code: str) -> Path:
    """A path, for whoever may write in it."""
    path = queries.get_path(code)
    require(current_actor(), Permission.VERSION_DRAFT, queries.subject(saving.origin(path).id))
    return path


def draft(code: str) -> PathVersion:
    """The draft of a path, for whoever may write in it.

    What is no draft any more is refused in words; whoever only opens a page reads them where it is reviewed.
    """
    version = found(queries.open_version(path(code).id), "draft", code)
    if version.state is not VersionState.DRAFT:
        _turn_away(code, version)
    return queries.version(version.id)


def _turn_away(code: str, version: PathVersion) -> NoReturn:
    refusal = Refusal(RefusalCode.WRONG_STATE, object="path_version", state=version.state, action="revise")
    if request.method != "GET":
        raise refusal
    flash(sentence(refusal), "error")
    abort(redirect(url_for("reviews.version", kind="paths", code=code, number=version.version)))


def sealed(version: PathVersion) -> str:
    """What a form that is filled from this version carries."""
    began = saving.begin(version)
    return carried.seal([began.mark, began.sheet])


def write(version: PathVersion, edit: Edit, began: str | None) -> Met:
    """Save what a form made of the text it carries."""
    if (unsealed := carried.unseal(began)) is None:
        raise Refusal(RefusalCode.CHANGED_MEANWHILE, object="draft")
    return saving.write(current_actor(), version.id, edit, Began(*unsealed))


def written(code: str, met: Met, subject: str, anchor: str | None = None) -> ResponseReturnValue:
    """Back to the composer, or ask about what clashes; `subject` is what a copy of the form is kept under."""
    if not isinstance(met, Clash):
        flash(_("The draft is saved."), "success")
        return redirect(url_for("composing.draft", code=code, _anchor=anchor))
    page = choosing.clash_page(
        ClashForm(formdata=None),
        met,
        code,
        settle=url_for("composing.settle", code=code, part=subject.partition(" ")[2] or None),
        back=url_for("composing.draft", code=code),
        crumb=_("Learning paths"),
        crumb_url=url_for("training_paths.paths"),
    )
    return page, 409
