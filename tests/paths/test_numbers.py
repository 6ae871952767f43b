"""Numbers, colons and content stand in the form of the reader's language, whatever way they are kept."""

import pytest

from curriculum import i18n
from curriculum.db import Bilingual
from curriculum.domain.path import Component, ComponentType, Spacing
from curriculum.domain.problems import Problem, ProblemCode
from curriculum.paths import words


@pytest.mark.parametrize(
    ("lang", "kept", "shown"),
    [
        pytest.param("fr", "1.5", "1,5", id="typed with a point, read with a comma"),
        pytest.param("fr", "1.0", "1", id="no empty decimals"),
        pytest.param("en", "1.5", "1.5", id="English keeps the point"),
        pytest.param("fr", 7.25, "7,25", id="a computed number"),
        pytest.param("fr", "some", "some", id="what is no number stays as typed"),
        pytest.param("fr", None, "", id="nothing"),
    ],
)
def test_number_reads_as_the_language_writes_it(app, lang, kept, shown):
    with app.test_request_context(f"/?lang={lang}"):
        assert i18n.decimal(kept) == shown


@pytest.mark.parametrize(("lang", "sign"), [("fr", "C6\N{NO-BREAK SPACE}: "), ("en", "C6: ")])
def test_problem_has_the_colon_of_its_language(app, lang, sign):
    with app.test_request_context(f"/?lang={lang}"):
        assert words.problem(Problem(ProblemCode.CREDITS_UNREACHABLE, "C6")).startswith(sign)


@pytest.mark.parametrize(("lang", "between"), [("fr", "C1\N{NARROW NO-BREAK SPACE}; "), ("en", "C1; ")])
def test_what_a_component_asks_is_parted_as_the_language_parts_it(app, lang, between):
    asked = Component("C2", ComponentType.MODULE, after=(Spacing("C1", 1), Spacing("C3", 1)))
    with app.test_request_context(f"/?lang={lang}"):
        assert words.asks(asked).split(between)[1:] == [words.asks(asked._replace(after=asked.after[1:]))]


@pytest.mark.parametrize(
    ("lang", "content", "shown"),
    [
        pytest.param("en", Bilingual("Droit.", "Law."), "Law.", id="read as written"),
        pytest.param("ar", Bilingual("Droit.", "Law."), "\u2068Droit.\u2069", id="keeps its full stop"),
        pytest.param("ar", None, "", id="nothing stays nothing"),
    ],
)
def test_content_keeps_its_direction_within_words_from_right_to_left(app, lang, content, shown):
    said = app.jinja_env.from_string("{{ content|text2 }}")

    with i18n.speaking(lang):
        assert said.render(content=content) == shown
