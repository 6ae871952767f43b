"""A file edited by hand brings no number, rule or reference that breaks a page or a standing (F24)."""

import pytest
from wtforms.validators import NumberRange

from curriculum.catalogue import copying
from curriculum.catalogue import queries as catalogue
from curriculum.catalogue import service as modules
from curriculum.catalogue.writing.forms import VersionForm
from curriculum.db import db, transaction
from curriculum.domain import ranges
from curriculum.domain.exchange import FaultCode
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.path import ComponentType
from curriculum.domain.refusals import RefusalCode
from curriculum.exchange import reading
from curriculum.paths import queries as paths
from curriculum.paths import service
from curriculum.paths.composing.component_forms import FORMS
from curriculum.paths.composing.settings_form import SettingsForm
from curriculum.paths.content import ComponentContent
from tests.factories.catalogue import content as module_content
from tests.factories.catalogue import make_module, make_theme, outcome
from tests.factories.exchange import as_file, document
from tests.factories.paths import content
from tests.refusing import refused
from tests.reviews.conftest import Owner

pytestmark = pytest.mark.database

MODULE = "$.modules[0].versions[1]"
PATH = "$.paths[0].versions[0]"
RULE = f"{PATH}.content.components[0].rule"

RULES = [
    pytest.param({"choose": "3"}, "choose", id="text for a number"),
    pytest.param({"choose": -1}, "choose", id="fewer than none"),
    pytest.param({"choose": True}, "choose", id="true is no number"),
    pytest.param({"minimum": 10**9}, "minimum", id="hours nobody teaches"),
    pytest.param({"within_months": "12"}, "within_months", id="months as text"),
    pytest.param({"within_months": -5}, "within_months", id="months ago, backwards"),
    pytest.param({"within_months": 10**8}, "within_months", id="beyond the calendar"),
    pytest.param({"min_score": "9"}, "min_score", id="score as text"),
    pytest.param({"group": "zzz"}, "group", id="no such rule of groups"),
    pytest.param({"exclusive": "abc"}, "exclusive", id="a text is no list"),
    pytest.param({"credits": "a"}, "credits", id="credits in words"),
    pytest.param({"path": 5}, "path", id="a path by number"),
    pytest.param({"unit": "days"}, "unit", id="no such unit"),
    pytest.param({"after": [{"component": "C1", "months": "6"}]}, "after[0].months", id="spacing as text"),
    pytest.param({"after": [{"months": 6}]}, "after[0].component", id="spacing after nothing"),
]
MODULES = [
    pytest.param({"currency_months": -1}, "content.currency_months", id="lapsed before it was shown"),
    pytest.param({"currency_months": 10**8}, "content.currency_months", id="beyond the calendar"),
    pytest.param({"gcm_objectives": [99]}, "content.gcm_objectives[0]", id="no such objective"),
    pytest.param({"eqf_level_indicative": 99}, "content.eqf_level_indicative", id="no such level"),
    pytest.param({"languages": ["zz<script>"]}, "content.languages[0]", id="no language"),
    pytest.param({"authoritative_language": "xx"}, "content.authoritative_language", id="not authoritative"),
    pytest.param({"delivery_modes": ["a b"]}, "content.delivery_modes[0]", id="no code"),
    pytest.param({"credits_indicative": "a lot"}, "content.credits_indicative", id="credits in words"),
]
HEADS = [
    pytest.param(
        "modules", 1, {"copied_from": "ABC v" + "9" * 30}, "copied_from", id="copied from no number"
    ),
    pytest.param("modules", 1, {"copied_from": "x" * 10_000}, "copied_from", id="copied from a book"),
    pytest.param("paths", 0, {"version": 0}, "version", id="version nought"),
]


def faults(data):
    found = reading.read(as_file(data))
    return [(one.code, one.place) for one in found.faults] if isinstance(found, reading.Faulty) else []


@pytest.mark.parametrize(("rule", "place"), RULES)
def test_rule_of_a_component_out_of_range_is_a_fault_with_its_place(app, rule, place):
    data = document()
    data["paths"][0]["versions"][0]["content"]["components"][0]["rule"] = rule

    assert faults(data) == [(FaultCode.SHAPE, f"{RULE}.{place}")]


@pytest.mark.parametrize(("said", "place"), MODULES)
def test_number_or_reference_of_a_module_out_of_range_is_a_fault(app, said, place):
    data = document()
    data["modules"][0]["versions"][1]["content"].update(said)

    assert faults(data) == [(FaultCode.SHAPE, f"{MODULE}.{place}")]


@pytest.mark.parametrize(("part", "number", "said", "place"), HEADS)
def test_head_of_a_version_out_of_range_is_a_fault(app, part, number, said, place):
    data = document(equivalences=[], claims=[])
    data[part][0]["versions"][number].update(said)

    assert faults(data) == [(FaultCode.SHAPE, f"$.{part}[0].versions[{number}].{place}")]


def test_entry_rule_that_nobody_knows_is_a_fault(app):
    data = document()
    data["paths"][0]["versions"][0]["content"]["entry_requirements"] = {"min_rank": 1, "grades": "A1"}

    assert faults(data) == [
        (FaultCode.SHAPE, f"{PATH}.content.entry_requirements.grades"),
        (FaultCode.SHAPE, f"{PATH}.content.entry_requirements.min_rank"),
    ]


@pytest.mark.parametrize(("part", "said"), [("pass_mark", 101), ("hours", -1), ("seats", -3)])
def test_course_out_of_range_is_a_fault(app, part, said):
    data = document()
    data["offerings"][0][part] = said

    assert faults(data) == [(FaultCode.SHAPE, f"$.offerings[0].{part}")]


def within(field):
    return [(one.min, one.max) for one in field.validators if isinstance(one, NumberRange)]


@pytest.mark.parametrize("kind", FORMS)
def test_forms_of_components_ask_for_what_the_table_allows(app, kind):
    """A draft that a form takes can be submitted, and a file brings nothing that no form would take."""
    with app.test_request_context():
        form = FORMS[kind](formdata=None)
    asked = {name: within(form[name]) for name in form.RULE if within(form[name])}
    table = {name: ranges.RULE[name] for name in asked}

    least = {name: one["anyOf"][0] if "anyOf" in one else one for name, one in table.items()}
    assert asked == {name: [(one["minimum"], one["maximum"])] for name, one in least.items()}


def test_forms_of_versions_ask_for_no_more_than_the_table_allows(app):
    with app.test_request_context():
        settings, version = SettingsForm(formdata=None), VersionForm(formdata=None)
    assert within(settings.max_duration_months) == within(settings.certificate_validity_months)
    assert within(settings.max_duration_months) == within(version.currency_months) == [(1, ranges.MONTHS)]
    assert within(version.hours_contact) == [(0, ranges.HOURS // 100)]


def in_review(cast, rule):
    """A path that was approved before there was a table."""
    with transaction():
        path = service.create_path(cast.chidi, code="LP-NEW", owner="CNFGF")
        part = ComponentContent("C1", ComponentType.CPD, rule={"minimum_points": 5})
        version = service.draft_version(cast.chidi, path_id=path.id, content=content(part))
    with transaction():
        paths.version(version.id).components[0].rule = rule
    return version.id


def test_draft_with_a_rule_out_of_range_is_not_submitted(cast):
    key = in_review(cast, {"minimum_points": 5, "within_months": 10**8})

    refusal = refused(RefusalCode.VALUE_INVALID, service.submit, cast.chidi, key)

    assert refusal.facts["field"] == "components[0].rule.within_months"
    assert (refusal.facts["value"], refusal.facts["expected"]) == ("100000000", "≤ 240 / null")


@pytest.mark.parametrize(
    ("state", "step"),
    [(VersionState.IN_REVIEW, service.approve), (VersionState.APPROVED, service.publish)],
)
def test_path_that_was_submitted_before_is_held_against_the_table_again(cast, state, step):
    key = in_review(cast, {"minimum_points": 5, "within_months": -5})
    with transaction():
        paths.version(key).state = state

    refused(RefusalCode.VALUE_INVALID, step, cast.farid, key)


@pytest.mark.parametrize(
    ("step", "who"), [(modules.submit, "chidi"), (modules.approve, "farid"), (modules.publish, "farid")]
)
def test_module_out_of_range_goes_no_further(cast, step, who):
    with transaction():
        module = make_module("BOR-1", owner=Owner(cast.institution("CNFGF")), theme=make_theme("T5"))
        said = module_content(outcome(100, critical=True))
        key = modules.draft_version(cast.chidi, module_id=module.id, content=said).id
    with transaction():
        catalogue.version(key).currency_months = 10**8

    refusal = refused(RefusalCode.VALUE_INVALID, step, getattr(cast, who), key)

    assert refusal.facts["field"] == "currency_months"


def test_source_with_a_number_like_none_of_ours_is_named_only(cast):
    with transaction():
        module = make_module("BOR-1", owner=Owner(cast.institution("CNFGF")), theme=make_theme("T5"))
        said = module_content(outcome(100, critical=True))
        version = modules.draft_version(cast.chidi, module_id=module.id, content=said)
        version.copied_from = "ABC v" + "9" * 30
    db.session.remove()

    assert copying.lineage(catalogue.version(version.id)).source == (version.copied_from, None)
