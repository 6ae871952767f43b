"""Whatever a version says comes back from its form as it was, by way of a page and of a sheet."""

import string
from dataclasses import replace
from datetime import date

import html5lib
import pytest
from flask import render_template
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from curriculum.catalogue import sheets
from curriculum.catalogue.content import (
    AssessmentContent,
    CompletionContent,
    CriterionContent,
    Hours,
    OutcomeContent,
    ReviewerContent,
    VersionContent,
)
from curriculum.catalogue.models import OutcomeType
from curriculum.catalogue.writing import choices, live, reading
from curriculum.catalogue.writing.forms import VersionForm
from curriculum.catalogue.writing.words import KINDS, METHODS, MODES
from curriculum.db import Bilingual
from curriculum.domain.verbs import Bloom
from tests.filling import sent
from tests.page import Page

pytestmark = pytest.mark.database

LETTERS = string.ascii_letters + "éÉçœ’ « »<>&\"'-·ءабв\n"
WORDS = st.text(LETTERS, max_size=20).map(str.strip)
LINE = WORDS.map(lambda text: text.replace("\n", " "))
KEYS = st.text(string.ascii_lowercase, min_size=3, max_size=6)
LEVELS = st.none() | st.integers(1, 8)
WEIGHT = st.integers(1, 100)


def both(words=WORDS):
    return st.builds(Bilingual, words, words)


def some(members):
    """Some of these, in their order, as boxes give them back."""
    return st.sets(st.sampled_from(list(members))).map(
        lambda chosen: tuple(one for one in members if one in chosen)
    )


def said(words=WORDS):
    return both(words).filter(lambda text: text.fr or text.en)


CODES = st.lists(st.sampled_from(["BOR-101", "IRR-101", "THB-201"]), unique=True).map(tuple)
OUTCOME = st.builds(
    OutcomeContent,
    text=said(),
    type=st.sampled_from(OutcomeType),
    bloom=st.sampled_from([one.value for one in Bloom]),
    weight=WEIGHT,
    critical=st.booleans(),
    code=st.none(),
    key=KEYS,
    verb=both(LINE),
    eqf_level_indicative=LEVELS,
)
CRITERION = st.builds(CriterionContent, title=said(LINE), enough=both(), weight=WEIGHT, key=KEYS)
ASSESSMENT = st.builds(
    AssessmentContent,
    method=st.sampled_from(list(METHODS)),
    title=said(LINE),
    weight=WEIGHT,
    pass_mark=st.integers(0, 100),
    key=KEYS,
    criteria=st.lists(CRITERION, max_size=2, unique_by=lambda one: one.key).map(tuple),
    needs_external_assessor=st.booleans(),
)
REVIEWER = st.builds(
    ReviewerContent,
    name=LINE.filter(bool),
    office=LINE,
    until=st.none() | st.dates(date(2026, 1, 1)),
    key=KEYS,
)
CONTENT = st.builds(
    VersionContent,
    title=both(LINE),
    hours=st.builds(Hours, *[st.integers(0, 200_000)] * 5),
    outcomes=st.lists(OUTCOME, max_size=3, unique_by=lambda one: one.key).map(tuple),
    summary=both(),
    target_group=both(LINE),
    assessments=st.lists(ASSESSMENT, max_size=2, unique_by=(lambda one: one.key, lambda one: one.method)).map(
        tuple
    ),
    completion=st.builds(
        CompletionContent, st.booleans(), st.integers(0, 100), st.integers(0, 100), st.booleans()
    ),
    kind=st.sampled_from(list(KINDS)),
    authoritative_language=st.sampled_from(["fr", "en"]),
    eqf_level_indicative=LEVELS,
    credits_indicative=st.none() | st.sampled_from(["1.5", "12", "0.25"]),
    languages=some(choices.LANGUAGES),
    delivery_modes=some(MODES),
    prerequisites_all=CODES,
    prerequisites_any=CODES,
    prerequisites_advised=CODES,
    gcm_objectives=some(choices.OBJECTIVES),
    currency_months=st.none() | st.integers(1, 240),
    entry_requirements=both(),
    level_note=both(LINE),
    rights_integrated=st.booleans(),
    external_refs=st.lists(st.sampled_from(["ISCED-F 1032", "ESCO S1.2"]), unique=True).map(tuple),
    reviewers=st.lists(REVIEWER, max_size=2, unique_by=lambda one: one.key).map(tuple),
)


def through_a_page(app, content: VersionContent) -> VersionContent:
    """What a browser sends back of the form that shows this content."""
    with app.test_request_context():
        form = VersionForm(formdata=None, data=reading.filled(content))
        form.speak(content)
        shown = {
            "module": {"code": "BOR-102"},
            "panel": live.Panel([], [], live.Totals(0, 0, 0, 0), [], None),
            "saved_at": 0,
            "verbs": {},
            "focus": "",
        }
        html = render_template("catalogue/writing/draft.html", form=form, **shown)
        page = Page(None, html5lib.parse(html, namespaceHTMLElements=False))
        back = MultiDict(sent(page))
        again = VersionForm(formdata=back)
        again.speak(content)
        return again.content(None)


@given(content=CONTENT)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_form_gives_back_what_it_shows(app, content):
    linked = _assessed(content)

    assert through_a_page(app, linked) == linked


def _assessed(content: VersionContent) -> VersionContent:
    """Every part assesses the first outcome."""
    keys = tuple(one.key for one in content.outcomes[:1])
    return replace(content, assessments=tuple(replace(one, outcomes=keys) for one in content.assessments))


@given(content=CONTENT)
@settings(max_examples=200, deadline=None)
def test_a_sheet_gives_back_what_it_says(content):
    rows = tuple(replace(one, code=f"BOR-102.v1.O{place}") for place, one in enumerate(content.outcomes, 1))
    named = _assessed(replace(content, outcomes=rows))

    assert sheets.from_sheet(sheets.sheet_of(named), "BOR-102.v1") == named
