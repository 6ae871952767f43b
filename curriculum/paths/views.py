"""The public catalogue: published paths and modules, for everybody, without a cookie."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from curriculum import access, files
from curriculum.catalogue import queries as catalogue
from curriculum.catalogue import words as catalogue_words
from curriculum.catalogue.content import GivenAs, Opinion
from curriculum.catalogue.writing.shown import taught
from curriculum.config import LANGUAGES
from curriculum.domain.refusals import found
from curriculum.institutions import queries as institutions
from curriculum.institutions.law import queries as law
from curriculum.labels import label
from curriculum.paths import drawn, queries, resting, searching, shown, words

bp = Blueprint("paths", __name__)
access.without_cookie(bp)


@bp.url_defaults
def _keep_language(endpoint: str, values: dict[str, Any]) -> None:
    # Without a cookie the address alone remembers the language somebody chose.
    if request and (chosen := request.args.get("lang")) in LANGUAGES:
        values.setdefault("lang", chosen)


@bp.get("/catalogue")
def index() -> ResponseReturnValue:
    text = request.args.get("q", "").strip()[:100]
    return render_template("paths/index.html", found=searching.index(text), text=text, label=label)


@bp.get("/catalogue/paths/<code>")
def path(code: str) -> ResponseReturnValue:
    version = shown.path_version(code, request.args.get("version", type=int))
    others = [one for one in queries.versions_of(version.path_id) if one.state in catalogue.SHOWN]
    seen = shown.seen(version)
    return render_template(
        "paths/path.html",
        version=version,
        components=seen.lines,
        drawn=drawn.picture(seen),
        entry=words.entered(version, seen.path.entry),
        routes=shown.routes(version),
        only_by=words.only_by,
        renewal=words.renewal(version.renewal),
        endorsed=[one for one in queries.opinions_on(version.id) if _endorses(one.given_as, one.opinion)],
        others=others,
        owner=institutions.by_id(version.path.owner_institution_id).name,
        instruments=law.instruments_of(version.instruments),
        asks=words.asks,
        label=label,
        level=catalogue_words.level,
    )


def _endorses(given_as: str, opinion: str) -> bool:
    return given_as == GivenAs.COORDINATION and opinion != Opinion.UNFAVOURABLE


@bp.get("/catalogue/modules/<code>")
def module(code: str) -> ResponseReturnValue:
    version = shown.module_version(code, request.args.get("version", type=int))
    others = [one for one in catalogue.versions_of(version.module_id) if one.state in catalogue.SHOWN]
    return render_template(
        "paths/module.html",
        version=version,
        others=others,
        covering=shown.covering(version),
        theme=catalogue.theme(version.module.theme_id),
        owner=institutions.by_id(version.module.owner_institution_id).name,
        instruments=law.instruments_of(version.legal_instruments),
        met=words.met(version),
        taught=taught(version),
        label=label,
    )


@bp.get("/catalogue/instruments/<code>/file")
def instrument(code: str) -> ResponseReturnValue:
    """Give the text of a legal instrument that something published rests on; of no other."""
    rested_on = found(code if resting.is_rested_on(code) else None, "instrument", code)
    kept = found(law.file_of(law.get(rested_on).id), "document", code)
    return files.download(kept.content, kept.kind, code)
