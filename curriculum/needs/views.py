"""Pages of needs: the board, the board as a file, and the gap board."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from curriculum import clock
from curriculum.access import current_actor, may
from curriculum.catalogue import words as catalogue_words
from curriculum.domain.evaluation import FEWEST
from curriculum.domain.permissions import Permission
from curriculum.donors.mapping import lacking
from curriculum.labels import label
from curriculum.needs import files, forms, queries
from curriculum.needs.words import PRIORITIES
from curriculum.spreadsheets import as_csv as written

bp = Blueprint("needs", __name__, url_prefix="/training")

LONGEST = 50
"""So many lines on one page; the file holds all of them."""


def _board() -> queries.Board:
    return queries.board(current_actor(), forms.filters_of(request.args), clock.today())


@bp.get("/needs")
@may(Permission.PROGRESS_AGGREGATE)
def index() -> ResponseReturnValue:
    return render_template(
        "needs/index.html",
        board=_board(),
        filters=forms.filters_of(request.args),
        longest=LONGEST,
        fewest=FEWEST,
        level=catalogue_words.level,
        priorities=PRIORITIES,
        label=label,
        asked={key: value for key, value in request.args.items() if key != "lang"},
    )


@bp.get("/needs.csv")
@may(Permission.PROGRESS_AGGREGATE)
def as_csv() -> ResponseReturnValue:
    named = {"Content-Disposition": 'attachment; filename="needs.csv"'}
    return Response(written(files.table(_board())), mimetype="text/csv", headers=named)


@bp.get("/coverage/gaps")
@may(Permission.PROGRESS_AGGREGATE)
def gaps() -> ResponseReturnValue:
    language = request.args.get("language", "")
    return render_template(
        "needs/gaps.html",
        board=queries.gap_board(language, clock.today()),
        bridges=lacking.bridges(),
        may_open=lacking.may_open(current_actor()),
        language=language,
    )
