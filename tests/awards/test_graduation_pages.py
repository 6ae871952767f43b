"""Pages and commands of graduations, as a browser and a terminal meet them."""

import json

import pytest
from click.testing import CliRunner

from curriculum.awards import queries
from curriculum.awards.cli import group
from curriculum.awards.graduation import archives, cli, halting, listing, running, writing
from curriculum.awards.graduation.gathering import start
from curriculum.awards.models import Function
from curriculum.awards.models.graduations import Graduation
from curriculum.db import db, transaction
from tests.awards import signed_off
from tests.factories.awards import granted, make_candidacy

pytestmark = pytest.mark.database


@pytest.fixture
def signed(cast):
    """Two applications signed by both, keys open."""
    cast.enter()
    signed_off.open_keys()
    signed_off.make_batch(2)


@pytest.fixture
def graduation(cast, signed) -> Graduation:
    with transaction():
        return start(cast.farid, "November", institution="CNFGF")


def test_one_is_started_by_a_form_and_shows_how_far_it_is(visit, cast, signed):
    page = visit("/graduations/new", as_="farid")
    assert page.text.count("2 applications wait") == 1
    sent = {"name": "November", "institution": "CNFGF"}
    page = visit("/graduations/new", as_="farid", method="POST", data=sent, status=303)
    page = visit(page.location, as_="farid")
    assert (page.h1, page.renewals) == ("November", ["every 10s"])
    bar = page.first("progress")
    assert (bar.get("value"), bar.get("max"), bar.get("aria-label")) == ("0", "2", "Issued")
    assert page.rows()[0][:3] == ["Institution MINT MINT", "0", "2"]


def test_a_page_can_be_kept_still_and_rests_when_all_is_done(visit, cast, graduation, tmp_path):
    address = f"/graduations/{graduation.code}"
    assert visit(f"{address}?still=1", as_="farid").renewals == []
    running.issue_due()
    writing.write_due(tmp_path)
    page = visit(address, as_="farid")
    assert (page.renewals, page.first("progress").get("value")) == ([], "2")
    assert "Cancel the graduation" not in page.links()


def test_one_is_cancelled_with_a_reason_and_resumed(visit, cast, graduation):
    address = f"/graduations/{graduation.code}"
    visit(f"{address}/cancel", as_="farid", method="POST", data={"reason": ""}, status=422)
    assert (
        "0 certificates are issued and stay. 2 more are held back."
        in visit(f"{address}/cancel", as_="farid").text
    )
    visit(f"{address}/cancel", as_="farid", method="POST", data={"reason": "Flooded"}, status=303)
    assert "Cancelled on 21 November 2026: Flooded" in visit(address, as_="farid").text
    visit(f"{address}/resume", as_="farid", method="POST", status=303)
    assert "goes on" in visit(address, as_="farid").text


def test_an_archive_is_asked_for_and_downloaded_by_its_own_institution(visit, cast, graduation, app):
    address = f"/graduations/{graduation.code}"
    running.issue_due()
    visit(f"{address}/archives/MINT", as_="ines", method="POST", status=303)
    assert "is being written" in visit(address, as_="ines").text
    writing.write_due(archives.folder_of(app.config["SETTINGS"]))
    link = visit(address, as_="ines").links()["Download MINT"]
    answer = visit(link, as_="ines").response
    assert (answer.mimetype, answer.get_data()[:2]) == ("application/zip", b"PK")
    assert answer.headers["Content-Disposition"] == f"attachment; filename={graduation.code}-MINT.zip"
    answer.close()
    assert "for the institution itself" in visit(address, as_="farid").text
    visit(link, as_="farid", status=403)
    visit(link, as_="dalia", status=403)


def test_the_list_shows_each_its_own(visit, cast, graduation):
    assert visit("/graduations", as_="farid").rows()[0][0] == f"November {graduation.code}"
    assert visit("/graduations", as_="ines").rows()[0][0] == f"November {graduation.code}"
    visit("/graduations", as_="grace", status=403)
    visit("/graduations", status=302)


def test_list_asks_as_often_for_one_employer_as_for_two_readers(visit, cast, graduation, counted):
    address = f"/graduations/{graduation.code}"
    visit(address, as_="farid")
    with counted() as few:
        visit(address, as_="farid")
    with transaction():
        for number in range(4):
            signed_off.make_signed_off(signed_off.make_path(f"LP-{number}"))
        halting.cancel(cast.farid, graduation.code, reason="More came")
    with transaction():
        wide = start(cast.farid, "All", institution="CNFGF").code
    with counted() as many:
        visit(f"/graduations/{wide}", as_="farid")
    assert many.count == few.count


def test_many_are_signed_at_once_each_under_its_digest(visit, cast):
    """I-07: each statement comes with the digest that was shown; a changed one is refused by itself."""
    case = make_candidacy(cast)
    code = granted(case)
    with transaction():
        batch = start(cast.farid, "November", institution="CNFGF").code
    assert "1 statement waits for you." in visit(f"/graduations/{batch}", as_="farid").text
    address = f"/graduations/{batch}/sign/training"
    page = visit(address, as_="farid")
    said = [one.get("value") for one in page.all("input", name="statement")]
    assert said == [f"{code}|{case.digest}"]
    visit(address, as_="farid", method="POST", data={"statement": said}, status=422)

    stale = {"statement": [f"{code}|{'0' * 64}", "A-0|1"], "agree": "y"}
    visit(
        address,
        as_="farid",
        method="POST",
        data={"statement": [stale["statement"][1]], "agree": "y"},
        status=404,
    )
    page = visit(address, as_="farid", method="POST", data={"statement": stale["statement"][0], "agree": "y"})
    assert "Not signed" in page.text
    assert "has changed since you opened it" in page.text
    visit(address, as_="farid", method="POST", data={"statement": said, "agree": "y"}, status=303)
    db.session.rollback()
    statement = queries.find_statement(case.application)
    assert queries.sign_offs_of(statement.id)[Function.TRAINING].payload_hash == case.digest
    assert "There is nothing for you to sign here." in visit(address, as_="farid").text


def test_i03_nobody_signs_for_another(visit, cast):
    """I-03: who was not designated is refused row by row, whatever they send."""
    case = make_candidacy(cast)
    code = granted(case)
    with transaction():
        batch = start(cast.farid, "November", institution="CNFGF").code
    sent = {"statement": f"{code}|{case.digest}", "agree": "y"}
    page = visit(f"/graduations/{batch}/sign/training", as_="elif", method="POST", data=sent)
    assert "Not signed" in page.text
    db.session.rollback()
    assert (
        queries.sign_offs_of(queries.find_statement(case.application).id)[Function.TRAINING].decided_at
        is None
    )


def run(*words: str):
    return CliRunner().invoke(group, ("graduation", *words))


def test_one_is_run_on_the_terminal(cast, signed, app, tmp_path):
    made = run("start", "November", "--institution", "CNFGF", "--as", "farid", "--json")
    assert made.exit_code == 0, made.exception
    code = json.loads(made.stdout)["graduation"]
    assert run("status", code, "--as", "ines").stdout == f"{code} running: 0 of 2 issued (2 waiting)\n"
    stopped = run("cancel", code, "--reason", "Flooded", "--as", "farid")
    assert stopped.stdout == f"{code} cancelled: 0 of 2 issued (2 waiting)\n"
    assert run("resume", code, "--as", "farid", "--json").exit_code == 0
    running.issue_due()
    assert run("status", code, "--watch", "--as", "farid").stdout == f"{code} finished: 2 of 2 issued\n"
    assert "asked: True" in run("zip", code, "MINT", "--as", "ines").stdout
    writing.write_due(archives.folder_of(app.config["SETTINGS"]))
    out = tmp_path / "mint.zip"
    assert (
        json.loads(run("zip", code, "MINT", "--out", str(out), "--as", "ines", "--json").stdout)[
            "certificates"
        ]
        == 2
    )
    assert out.read_bytes()[:2] == b"PK"


def test_refused_on_the_terminal_is_an_exit(cast, graduation):
    assert run("cancel", graduation.code, "--reason", "x", "--as", "ines").exit_code == 1


def test_a_terminal_shows_a_bar(cast, graduation, monkeypatch):
    page = listing.page(cast.farid, graduation.code)
    assert cli._line(page, bar=True) == f"[{'.' * 40}] {graduation.code} running: 0 of 2 issued (2 waiting)  "
    running.issue_due()
    page = listing.page(cast.farid, graduation.code)
    assert cli._line(page, bar=True).startswith(f"[{'#' * 40}] {graduation.code} finished: 2 of 2 issued")
