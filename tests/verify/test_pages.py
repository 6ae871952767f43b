"""The public pages: no cookie, no script, few bytes, every claim, the report for programs (S18, I-25)."""

import io
import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from certificates.verifying.checks.structure import open_document
from certificates.verifying.report import certificate_of
from curriculum import clock
from curriculum.accounts.models import Account
from curriculum.awards import queries
from curriculum.awards.issuing import log, seals
from curriculum.awards.models import StatusEvent
from curriculum.db import db, new_id, transaction
from curriculum.verify import views
from curriculum.verify.models import VerificationLog
from tests.conftest import NOW
from tests.counting import statements_of

pytestmark = pytest.mark.database

PAGES = ["/v/{token}", "/v/{token}?lang=fr", "/v/nothing-here-nothing-here", "/verify", "/verify?lang=en"]


@pytest.mark.parametrize("address", PAGES)
def test_public_pages_set_no_cookie_and_run_no_script(issued, client, address):
    response = client.get(address.format(token=issued.certificate.token))
    assert "Set-Cookie" not in response.headers
    assert "Cookie" not in response.headers.get("Vary", "")
    assert "<script" not in response.text
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cache-Control"] == "no-store"


def test_the_page_with_all_it_needs_stays_below_15_kb_in_two_requests(issued, client):
    page = client.get(issued.page + "?lang=fr")
    needed = [part.split('"')[0] for part in page.text.split('href="')[1:]]
    sheets = [one for one in needed if one.endswith(".css")]
    sizes = [len(page.data)]
    for one in sheets:
        with client.get(one) as sheet:
            sizes.append(len(sheet.data))
    assert (len(sheets), page.text.count("<img"), "src=" in page.text) == (1, 0, False)
    assert sum(sizes) <= 15_000


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_prints_every_claim_of_the_paper(issued, visit, language):
    page = visit(issued.page, lang=language)
    statement = queries.statement_of(issued.certificate)
    said = [statement.number, statement.path.title.to(language), statement.path.code, "164 h"]
    said += [name.text for name in statement.holder]
    said += [theme.title.to(language) for theme in statement.scope.themes]
    said += [*statement.scope.may_teach, statement.decision_ref, statement.issuer.name.to(language)]
    for one in statement.signatories:
        said += [one.name, one.capacity.to(language), one.mandate_ref, one.institution.name.to(language)]
    said += [line.line.to(language) for line in statement.visibility]
    assert [text for text in said if text not in page.text] == []


def test_json_is_the_report_of_the_contract(issued, client):
    response = client.get(issued.page, headers={"Accept": "application/json"})
    report = json.loads(response.data)
    assert set(report) == {"answer", "as_of", "findings", "certificate"}
    assert (report["answer"], report["as_of"]) == ("valid", "2026-11-21T10:00:00Z")
    assert report["certificate"] == certificate_of(queries.statement_of(issued.certificate))
    assert {tuple(sorted(one)) for one in report["findings"]} == {("check", "detail", "outcome")}


def revoke(issued) -> None:
    with transaction() as session:
        accounts = [Account(id=new_id(), login=one, display_name=one) for one in ("a", "b")]
        session.add_all(accounts)
        session.flush()
        session.add(
            StatusEvent(
                id=new_id(),
                certificate_id=issued.certificate.id,
                event="revoked",
                reason_code="fraud",
                public_reason="secret",
                note="very secret",
                effective_at=NOW - timedelta(days=1),
                decided_by=accounts[0].id,
                second_approver=accounts[1].id,
            )
        )


def test_s18_a_revoked_certificate_shows_the_day_and_no_reason(issued, visit, client):
    revoke(issued)
    page = visit(issued.page)
    report = client.get(issued.page, headers={"Accept": "application/json"})
    assert "Revoked" in page.text
    assert "20 November 2026" in page.text
    assert (report.json["answer"], report.json["since"]) == ("revoked", "2026-11-20")
    assert [word for word in ("secret", "fraud") if word in page.html + report.text] == []


def test_i08_an_expired_certificate_is_never_called_invalid(issued, client):
    with clock.moved_to(NOW + timedelta(days=2000)):
        page = client.get(issued.page + "?lang=en").text
    assert "Genuine, but expired" in page
    assert "it was not revoked" in page
    assert "invalid" not in page.casefold()


def test_an_unknown_token_is_404_in_both_forms(issued, client):
    for accept in ("text/html", "application/json"):
        assert client.get("/v/nothing-here-nothing-here", headers={"Accept": accept}).status_code == 404


def send(client, **fields):
    return client.post("/verify?lang=en", data=fields, content_type="multipart/form-data")


def test_number_and_code_open_the_form(issued, client):
    response = send(client, number=issued.certificate.number, code=issued.code)
    assert response.status_code == 200
    assert "Genuine and valid" in response.text


def test_a_document_is_checked_and_not_kept(issued, client):
    response = send(client, document=(io.BytesIO(issued.pdf), "diploma.pdf"))
    assert "Genuine and valid" in response.text
    assert "Seal of the HR authority" in response.text


def test_a_credential_is_checked_as_a_file(issued, client):
    opened, _ = open_document(issued.pdf)
    response = send(client, document=(io.BytesIO(opened.credential), "credential.json"))
    assert "Genuine and valid" in response.text
    assert "Signature of the credential" in response.text


TEXTS = [
    pytest.param(lambda one: one.certificate.number, 404, "not_found", id="I-25-number-alone"),
    pytest.param(lambda one: f"{one.certificate.number} {one.code}", 200, "valid", id="number-and-code"),
    pytest.param(lambda one: queries.statement_of(one.certificate).verify_url, 200, "valid", id="address"),
    pytest.param(
        lambda one: f"https://forger.example/v/{one.certificate.token}", 200, "altered", id="other-page"
    ),
    pytest.param(lambda one: "TC1:NCFOXN%TSMAHN-H", 404, "not_found", id="code-cut-short"),
    pytest.param(lambda one: "hello", 404, "not_found", id="nonsense"),
]


@pytest.mark.parametrize(("text", "status", "answer"), TEXTS)
def test_the_text_of_a_code_is_checked(issued, client, text, status, answer):
    sent = {"data": {"text": text(issued)}, "headers": {"Accept": "application/json"}}
    response = client.post("/verify", **sent)
    assert (response.status_code, response.json["answer"]) == (status, answer)


def test_a_failed_check_says_what_to_do(issued, client):
    response = send(client, document=(io.BytesIO(issued.pdf + b" "), "d.pdf"))
    assert "take the one that the issuer hands out" in response.text
    assert len(response.data) < 12_000


FORMS = [
    pytest.param({"number": "", "code": ""}, 422, "Enter the number", id="empty"),
    pytest.param({"number": "TRN-1", "code": ""}, 422, "Enter the number", id="no-code"),
    pytest.param({"number": "TRN-1", "code": "7KQ4M9XR"}, 404, "No such certificate", id="unknown"),
]


@pytest.mark.parametrize(("fields", "status", "said"), FORMS)
def test_the_form_says_what_to_do(app, client, fields, status, said):
    response = send(client, **fields)
    assert (response.status_code, said in response.text) == (status, True)


def test_a_file_above_5_mb_is_taken_in_whole_so_that_the_answer_is_seen(app, client, monkeypatch):
    monkeypatch.setattr(views.service, "check_file", None)
    body = io.BytesIO()
    body.write(b'--x\r\nContent-Disposition: form-data; name="document"; filename="f.pdf"\r\n\r\n')
    body.write(bytes(6_000_000) + b"\r\n--x--\r\n")
    length = body.tell()
    body.seek(0)
    response = client.post(
        "/verify?lang=en",
        input_stream=body,
        content_length=length,
        content_type="multipart/form-data; boundary=x",
    )
    assert (response.status_code, "5 MB" in response.text, body.tell()) == (413, True, length)


def test_s9_files_that_are_none_of_ours_are_counted_too(issued, client):
    sent = [send(client, document=(io.BytesIO(b"no"), "x.pdf")).status_code for _ in range(61)]
    assert sent == [404] * 60 + [429]
    assert send(client, number=issued.certificate.number, code=issued.code).status_code == 429


def test_s9_genuine_files_are_not_counted(issued, client, monkeypatch):
    monkeypatch.setattr("curriculum.verify.throttle.PER_ADDRESS", 1)
    answers = [send(client, document=(io.BytesIO(issued.pdf), "d.pdf")).status_code for _ in range(2)]
    assert answers == [200, 200]


def test_s9_guessing_stops_after_sixty_tries_a_minute(issued, client):
    statuses = [send(client, number="TRN-1", code="7KQ4M9XR").status_code for _ in range(61)]
    assert statuses == [404] * 60 + [429]
    with clock.moved_to(NOW + timedelta(seconds=61)):
        assert send(client, number=issued.certificate.number, code=issued.code).status_code == 200


def test_the_statistics_hold_nothing_about_who_asked(issued, client, app):
    client.get(issued.page)
    send(client, number="TRN-1", code="7KQ4M9XR")
    app.extensions["verify.tally"].flush(app, now=True)
    rows = db.session.scalars(select(VerificationLog).order_by(VerificationLog.id)).all()
    assert [(row.certificate_id, row.asked_by, row.answer) for row in rows] == [
        (issued.certificate.id, "token", "valid"),
        (None, "number", "not_found"),
    ]
    assert {c.name for c in VerificationLog.__table__.columns} == {
        "id",
        "at",
        "certificate_id",
        "asked_by",
        "answer",
    }


def test_the_document_is_for_whoever_holds_the_token(issued, client):
    response = client.get(f"/c/{issued.certificate.token}.pdf")
    assert (response.data, response.mimetype) == (issued.pdf, "application/pdf")
    assert client.get("/c/nothing-here-nothing-here.pdf").status_code == 404


def test_keys_and_chain_are_public(issued, client):
    chain = client.get("/.well-known/certificates.pem").text
    assert chain.count("BEGIN CERTIFICATE") == 4
    for row in [one for one in seals.all_() if one.function != seals.CREDENTIAL]:
        assert client.get(f"/keys/{row.kid}").text.startswith(row.certificate_pem)
    assert client.get("/keys/none").status_code == 404


def test_the_log_is_public_and_recomputes(issued, client):
    assert client.get("/log/checkpoint").text == log.checkpoint().note
    assert client.get("/log/leaves").data == b"".join(log.TableStore().leaves(0, 1))
    assert client.get("/log/leaves?from=1").data == b""
    assert client.get("/log/log.pub").text.strip() == seals.authority().log
    assert client.get("/log/secrets").status_code == 404


RAW = ["/c/a%00b.pdf", "/keys/a%00b", "/v/a%00b", "/c/{long}.pdf", "/keys/{long}", "/keys/%F0%9F%94%91"]


@pytest.mark.parametrize("address", RAW)
def test_what_is_no_token_and_no_key_is_looked_up_nowhere(app, client, address):
    got = []
    sent = statements_of(lambda: got.append(client.get(address.format(long="x" * 5000)).status_code))
    assert (got, sent) == ([404], 0)


@pytest.mark.parametrize("start", ["-1", "1", str(2**31), str(2**63), str(2**64), "9" * 4000])
def test_leaves_from_any_number_are_none_or_some(issued, client, start):
    response = client.get(f"/log/leaves?from={start}")
    assert (response.status_code, len(response.data) % 32) == (200, 0)
