"""Addresses of the papers: for everybody what is published, for those who write it drafts too."""

import io
from collections.abc import Callable

from flask import Blueprint, request, send_file
from flask.typing import ResponseReturnValue

from curriculum import access, i18n, paper
from curriculum.access import current_actor, may, require
from curriculum.catalogue import queries as catalogue
from curriculum.config import LANGUAGES
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.paths import queries, shown
from curriculum.paths.printing.brochure import brochure
from curriculum.paths.printing.syllabus import syllabus

public = Blueprint("papers", __name__, url_prefix="/catalogue")
access.without_cookie(public)
bp = Blueprint("training_papers", __name__, url_prefix="/training")


@public.get("/paths/<code>/brochure.pdf")
def path(code: str) -> ResponseReturnValue:
    """Give the brochure of a version that the public may see."""
    version = shown.path_version(code, request.args.get("version", type=int))
    return _paper(lambda language: brochure(version, language), f"{code}-v{version.version}")


@public.get("/modules/<code>/syllabus.pdf")
def module(code: str) -> ResponseReturnValue:
    """Give the syllabus of a version that the public may see."""
    version = shown.module_version(code, request.args.get("version", type=int))
    return _paper(lambda language: syllabus(version, language), f"{code}-v{version.version}")


@bp.get("/paths/<code>/<int:number>/brochure.pdf")
@may(Permission.VERSION_VIEW)
def path_version(code: str, number: int) -> ResponseReturnValue:
    """Give the brochure of any version one may see."""
    version = queries.get_version(code, number)
    require(current_actor(), Permission.VERSION_VIEW, queries.subject(version.id))
    return _paper(lambda language: brochure(version, language), f"{code}-v{number}")


@bp.get("/modules/<code>/<int:number>/syllabus.pdf")
@may(Permission.VERSION_VIEW)
def module_version(code: str, number: int) -> ResponseReturnValue:
    """Give the syllabus of any version one may see."""
    version = catalogue.get_version(code, number)
    require(current_actor(), Permission.VERSION_VIEW, catalogue.subject_of(version))
    return _paper(lambda language: syllabus(version, language), f"{code}-v{number}")


def _paper(make: Callable[[str], bytes], name: str) -> ResponseReturnValue:
    """The paper in the language asked for by `in`, which leaves the language of the pages alone."""
    asked = request.args.get("in", "")
    language = asked if asked in LANGUAGES else i18n.language()
    try:
        pdf = make(language)
    except paper.Unprintable as refused:
        value = refused.facts.get("character", refused.code)
        raise Refusal(RefusalCode.VALUE_INVALID, field="title", value=value) from refused
    return send_file(
        io.BytesIO(pdf), "application/pdf", download_name=f"{name}-{language}.pdf", max_age=0, etag=False
    )
