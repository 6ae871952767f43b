"""Codes that stand in a sheet are read out as words wherever two texts are compared."""

import pytest

from curriculum.catalogue.difference_words import said
from curriculum.domain.sheets import Change, Difference

CODES = [
    pytest.param("", "kind", "taught", "Taught", id="kind of a module"),
    pytest.param(
        "", "kind", "trainer", "Certified trainer", id="kind of a path: the same name, another list"
    ),
    pytest.param("", "delivery_modes", ("in_person", "blended"), "In person, Partly online", id="several"),
    pytest.param("", "delivery_modes", ("by_drum",), "by_drum", id="a code of nobody's list stays readable"),
    pytest.param("assessments", "method", "practical_case", "Practical case", id="method"),
    pytest.param("outcomes", "bloom", "apply", "Apply", id="verb level"),
    pytest.param("components", "rule.unit", "delivery_hours", "hours taught", id="hours that count"),
    pytest.param("components", "min_proof_level", 3, "Assessed by an outside source", id="proof"),
    pytest.param("components", "rule.credits", 150, "1.5", id="credits are kept in hundredths"),
    pytest.param("", "renewal.mode", "none", "not renewed", id="how it is renewed"),
    pytest.param("components", "rule.group", "at_most", "At most so many", id="rule of a choice"),
]


@pytest.mark.parametrize(("part", "field", "code", "words"), CODES)
def test_a_code_is_said_in_words(app, part, field, code, words):
    with app.test_request_context(headers={"Accept-Language": "en"}):
        one = Difference(Change.OTHER, part=part, key="K", field=field, before=None, after=code)

        assert said(one, one.after) == words
