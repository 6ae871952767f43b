"""How an institution's certificates are printed: chosen on a page, frozen with the statement."""

import hashlib
import io

import pytest
from sqlalchemy import select

from curriculum.awards import queries, service
from curriculum.awards.models import CertificateSheet, Emblem, Function
from curriculum.db import db, transaction
from tests.factories.awards import granted, make_candidacy

pytestmark = pytest.mark.database
EMBLEM = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><circle cx="50" cy="50" r="40"/></svg>'
)
PAGE = "/admin/institutions/ENAPV/sheet"


def sent(emblem: bytes | None = None, **more: str) -> dict[str, object]:
    file = {} if emblem is None else {"emblem": (io.BytesIO(emblem), "emblem.svg")}
    return {"orientation": "portrait", **file, **more}


def choose(visit, status: int = 303, as_: str = "omar", **more):
    return visit(PAGE, as_=as_, method="POST", data=sent(**more), status=status)


def stated(case):
    return queries.read_statement(queries.find_statement(case.application))


def test_what_is_chosen_is_printed_on_the_next_statement(cast, visit):
    case = make_candidacy(cast)
    granted(case)
    before = stated(case).paper
    page = f"/admin/institutions/{stated(case).issuer.code}/sheet"  # of whoever owns the path
    visit(page, as_="omar", method="POST", data=sent(EMBLEM, names_in_code="y"), status=303)
    same = stated(case).paper
    with transaction():
        service.return_signature(cast.elif_, case.code, Function.HR, reason="Look again")
        service.decide(cast.jonas, case.code, outcome=service.Outcome.GRANT, reasons="All met", minutes="PV")
    paper = stated(case).paper
    assert (before.orientation, same) == ("landscape", before)
    digest = hashlib.sha256(EMBLEM).hexdigest()
    assert (paper.orientation, paper.emblem, paper.names_in_code) == ("portrait", digest, True)


def test_page_shows_what_stands_and_draws_a_specimen(cast, visit):
    cast.enter()
    choose(visit, emblem=EMBLEM)
    page = visit(PAGE, as_="omar")
    assert "Print no emblem any more" in page.text
    assert visit(f"{PAGE}/specimen.pdf", as_="omar").response.data.startswith(b"%PDF-1.7")
    choose(visit, without_emblem="y")
    assert db.session.scalars(select(CertificateSheet.emblem_digest)).one() is None
    assert db.session.scalars(select(Emblem.data)).one() == EMBLEM


REFUSED = [
    pytest.param(b"GIF89a", id="another format"),
    pytest.param(EMBLEM.replace(b"<circle", b"<script>1</script><circle"), id="a script inside"),
    pytest.param(EMBLEM + b" " * 500_000, id="too large"),
]


@pytest.mark.parametrize("emblem", REFUSED)
def test_what_cannot_be_printed_is_refused_and_nothing_kept(cast, visit, emblem):
    cast.enter()
    page = choose(visit, status=422, emblem=emblem)
    assert "cannot be printed" in page.text
    assert db.session.scalars(select(CertificateSheet)).all() == []


@pytest.mark.parametrize("login", ["elif", "farid", "amina", "dalia"])
def test_nobody_else_chooses(cast, visit, login):
    cast.enter()
    choose(visit, status=403, as_=login)
