"""Files that were edited by hand, cut, or never were one: each refused with its place (I-17)."""

import json

import pytest
from sqlalchemy import func, select

from curriculum.audit.models import AuditEvent
from curriculum.db import db, transaction
from curriculum.domain.actors import OPERATOR
from curriculum.domain.exchange import FaultCode
from curriculum.domain.refusals import RefusalCode
from curriculum.exchange import exporting, reading, service
from curriculum.exchange.models import CurriculumFile
from tests.factories.exchange import as_file, document, module_version
from tests.refusing import refused

pytestmark = pytest.mark.database

F = FaultCode
CONTENT = "$.modules[0].versions[1].content"


def edited(change):
    """The small file after one edit by hand."""
    data = document()
    change(data)
    return as_file(data)


def content_of(data):
    return data["modules"][0]["versions"][1]["content"]


def component_of(data):
    return data["paths"][0]["versions"][0]["content"]["components"][0]


def doubled(data):
    data["modules"].append(data["modules"][0])


BAD = [
    pytest.param(b"\xff\xfe{", F.NOT_JSON, "", id="wrong encoding"),
    pytest.param(as_file(document()).decode().encode("utf-16"), F.NOT_JSON, "", id="UTF-16"),
    pytest.param(b"[" * 10_000 + b"]" * 10_000, F.NOT_JSON, "", id="10,000 levels"),
    pytest.param(b'{"format": "\xe9"}', F.NOT_JSON, "", id="half a sign"),
    pytest.param(b'{"format": ', F.NOT_JSON, "1:12", id="cut off"),
    pytest.param(b'{"format": "a", "format": "b"}', F.NOT_JSON, "", id="one name twice"),
    pytest.param(b"[" * 100_000, F.NOT_JSON, "", id="nested without end"),
    pytest.param(b"[]", F.SHAPE, "$", id="a list"),
    pytest.param(b'{"format": "case"}', F.OTHER_FORMAT, "$.format", id="another format"),
    pytest.param(as_file(document(schema_version=2)), F.OTHER_VERSION, "$.schema_version", id="version 2"),
    pytest.param(as_file(document(schema_version=True)), F.OTHER_VERSION, "$.schema_version", id="true"),
    pytest.param(
        edited(lambda d: content_of(d).update(hours="24")), F.SHAPE, f"{CONTENT}.hours", id="text for hours"
    ),
    pytest.param(
        edited(lambda d: content_of(d)["outcomes"][0].update(weight=50.5)),
        F.SHAPE,
        f"{CONTENT}.outcomes[0].weight",
        id="half a point",
    ),
    pytest.param(
        edited(lambda d: content_of(d)["outcomes"][0].update(weight=2**40)),
        F.SHAPE,
        f"{CONTENT}.outcomes[0].weight",
        id="number beyond columns",
    ),
    pytest.param(
        edited(lambda d: content_of(d)["outcomes"][0].update(type="knowing")),
        F.SHAPE,
        f"{CONTENT}.outcomes[0].type",
        id="unknown word",
    ),
    pytest.param(
        edited(lambda d: content_of(d).update(titel="x")), F.SHAPE, f"{CONTENT}.titel", id="unknown name"
    ),
    pytest.param(
        edited(lambda d: d["programmes"][0].update(start="2026-02-30")),
        F.SHAPE,
        "$.programmes[0].start",
        id="no such day",
    ),
    pytest.param(edited(doubled), F.TWICE, "$.modules[1]", id="code twice"),
    pytest.param(
        edited(lambda d: content_of(d)["outcomes"][1].update(code="O1")),
        F.TWICE,
        f"{CONTENT}.outcomes[1].code",
        id="outcome twice",
    ),
    pytest.param(
        edited(lambda d: d["modules"][0].update(theme="T0")), F.DANGLING, "$.modules[0].theme", id="no theme"
    ),
    pytest.param(
        edited(lambda d: component_of(d).update(module=["BOR-901", 9])),
        F.DANGLING,
        "$.paths[0].versions[0].content.components[0].module",
        id="no such version",
    ),
    pytest.param(
        edited(lambda d: content_of(d).update(legal_instruments=["LAW-0"])),
        F.DANGLING,
        f"{CONTENT}.legal_instruments[0]",
        id="no such law under a module",
    ),
    pytest.param(
        edited(lambda d: d["paths"][0]["versions"][0]["content"].update(instruments=["LAW-0"])),
        F.DANGLING,
        "$.paths[0].versions[0].content.instruments[0]",
        id="no such law under a path",
    ),
    pytest.param(
        edited(lambda d: d["claims"][0].update(outcome="BOR-901.v2.O9")),
        F.DANGLING,
        "$.claims[0].outcome",
        id="claim on an outcome that is not there",
    ),
    pytest.param(
        edited(lambda d: content_of(d)["outcomes"][1].update(weight=45)),
        F.INCOMPLETE,
        f"{CONTENT}.outcomes",
        id="weights of 95",
    ),
]


@pytest.mark.parametrize(("content", "code", "place"), BAD)
def test_file_is_refused_with_its_place(app, content, code, place):
    found = reading.read(content)

    assert isinstance(found, reading.Faulty)
    assert (found.faults[0].code, found.faults[0].place) == (code, place)


@pytest.mark.parametrize(("content", "code", "place"), BAD[12:])
def test_refusal_leaves_nothing_behind(app, content, code, place):
    def act():
        with transaction():
            service.import_(OPERATOR, content, restores=True)

    refusal = refused(RefusalCode.CURRICULUM_FAULTY, act)

    assert (refusal.facts["fault"], refusal.facts["place"]) == (code, place)


def test_changed_published_version_is_refused_and_kept(app):
    with transaction():
        service.import_(OPERATOR, as_file(document()), restores=True)
    changed = edited(lambda d: content_of(d)["title"].update(en="Other"))

    refusal = refused(RefusalCode.CURRICULUM_FAULTY, service.import_, OPERATOR, changed, restores=True)

    assert refusal.facts["place"] == f"{CONTENT}.title.en"
    assert (refusal.facts["found"], refusal.facts["expected"]) == ('"Other"', '"Title"')


def test_draft_that_does_not_add_up_is_a_draft(app):
    data = document(paths=[], claims=[], equivalences=[])
    data["modules"][0]["versions"] = [module_version(1, "draft")]
    data["modules"][0]["versions"][0]["content"]["outcomes"][1]["weight"] = 10

    assert not isinstance(reading.read(as_file(data)), reading.Faulty)


def test_mark_of_byte_order_and_formulas_are_text_like_any_other(app):
    """Windows writes a mark before UTF-8; "=1+1" is a title, which only cells of sheets must fear."""
    data = document()
    content_of(data)["title"]["en"] = '=HYPERLINK("http://x")'

    found = reading.read(b"\xef\xbb\xbf" + as_file(data))

    assert not isinstance(found, reading.Faulty)
    titles = [one.data["content"]["title"]["en"] for one in found if one.code == "BOR-901 v2"]
    assert titles == ['=HYPERLINK("http://x")']


def test_sixteen_megabytes_are_read_and_refused_at_their_place(app):
    data = document()
    content_of(data)["titel"] = "x" * (16 * 1024 * 1024)

    found = reading.read(as_file(data))

    assert isinstance(found, reading.Faulty)
    assert found.faults[0].place == f"{CONTENT}.titel"
    assert len(found.faults[0].found) < 200


def test_file_beyond_its_size_is_not_read(app, cast):
    refused(RefusalCode.FILE_TOO_LARGE, reading.require_size, "huge.json", 200 * 1024 * 1024)
    refused(RefusalCode.FILE_EMPTY, service.receive, cast.chidi, name="empty.json", content=b"")
    assert CurriculumFile.query.count() == 0


def test_rule_that_nobody_can_read_is_refused(app):
    data = document()
    component_of(data).update(type="practice", module=None, rule={"minimum": "many"})

    refusal = refused(RefusalCode.CURRICULUM_FAULTY, service.import_, OPERATOR, as_file(data), restores=True)

    place = "$.paths[0].versions[0].content.components[0].rule.minimum"
    assert (refusal.facts["fault"], refusal.facts["place"]) == (F.SHAPE, place)


def test_rehearsal_tells_every_object_that_does_not_go_in_and_writes_none(app):
    data = document()
    data["offerings"][0]["end"] = "2026-11-30"
    data["offerings"].append({**data["offerings"][0], "code": "OF-TWO"})

    found = service.rehearse(OPERATOR, as_file(data), restores=True)

    assert isinstance(found, reading.Faulty)
    assert [(one.code, one.place) for one in found.faults] == [
        (F.NOT_TAKEN, "$.offerings[0]"),
        (F.NOT_TAKEN, "$.offerings[1]"),
    ]
    assert exporting.document()["modules"] == []

    refusal = refused(RefusalCode.CURRICULUM_FAULTY, service.import_, OPERATOR, as_file(data), restores=True)
    assert refusal.facts["place"] == found.faults[0].place


def test_what_would_go_in_is_rehearsed_and_leaves_no_trace(app):
    lines = service.rehearse(OPERATOR, as_file(document()), restores=True)

    assert {line.fate.value for line in lines} == {"new"}
    assert exporting.document()["institutions"] == []
    assert db.session.scalar(select(func.count()).select_from(AuditEvent)) == 0
    with transaction():
        service.import_(OPERATOR, as_file(document()), restores=True)


def test_rehearsal_is_refused_like_the_import(app, cast):
    for act in (service.rehearse, service.import_):
        refused(RefusalCode.NOT_PERMITTED, act, cast.chidi, as_file(document()), restores=True)
        refused(RefusalCode.NOT_PERMITTED, act, cast.amina, as_file(document()))


def test_file_names_what_is_here_already(app):
    with transaction():
        service.import_(OPERATOR, as_file(document()), restores=True)
    later = json.loads(as_file(document()))
    part = {name: later[name] for name in ("format", "schema_version", "claims")}

    assert {line.fate.value for line in service.preview(OPERATOR, as_file(part), restores=True)} == {"equal"}
