"""Documents handed in about hours, for whoever settles them and for whoever they are about."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from curriculum import refs
from curriculum.access import current_actor, is_permitted, may
from curriculum.delivery import documents, queries, uploads
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.people import queries as people

bp = Blueprint("documents", __name__)
P = Permission


@bp.get("/runs/<code>/disputes/<ref>/documents/<document>")
@may(P.ATTENDANCE_RESOLVE, P.ATTENDANCE_DISPUTE)
def handed_in(code: str, ref: str, document: str) -> ResponseReturnValue:
    actor = current_actor()
    run = queries.get_visible(actor, code)
    mine = people.aliases(people.get_by_ref(ref))
    found = [one for one in documents.handed_in(mine, run.id) if one.id == refs.unseal(document)]
    settles = is_permitted(actor, P.ATTENDANCE_RESOLVE, queries.subject(run))
    if not found or not (settles or actor.person_id in mine):
        raise Refusal(RefusalCode.NOT_FOUND, object="document", code=document)
    return uploads.download(found[0], f"{run.code}-{document[:6]}")
