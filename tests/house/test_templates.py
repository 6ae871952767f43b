"""Templates compile with every filter known, say nothing inline, and import just what they use."""

import pytest
from jinja2 import StrictUndefined, TemplateError

from tests.house import templates

NAMES = templates.names()


def _faults(environment, name: str) -> list[str]:
    """Why a template does not compile: syntax, an unknown filter or test, a missing parent or part."""
    try:
        tree = environment.parse(environment.loader.get_source(environment, name)[0])
        compiled = environment.get_template(name)
        parts = [one for one in _referred(tree) if one is not None]
        return [one for one in parts if one not in environment.list_templates()] if compiled else [name]
    except TemplateError as error:
        return [f"{type(error).__name__}: {error.message}"]


def _referred(tree):
    from jinja2.meta import find_referenced_templates

    return find_referenced_templates(tree)


@pytest.fixture(scope="module")
def strict(whole_app):
    return whole_app.jinja_env.overlay(undefined=StrictUndefined, cache_size=0)


def test_every_template_compiles_strictly(strict):
    assert len(NAMES) > 50
    assert {name: faults for name in NAMES if (faults := _faults(strict, name))} == {}


def test_nothing_is_inline():
    texts = {name: (templates.FOLDER / name).read_text() for name in NAMES}

    assert {name: found for name, text in texts.items() if (found := templates.inline(text))} == {}


def test_imports_are_used_and_macros_exist():
    read = {name: templates.read(name) for name in NAMES}

    assert {name: found for name, one in read.items() if (found := templates.unused_imports(one))} == {}
    assert {name: found for name, one in read.items() if (found := templates.unknown_macros(one))} == {}


def test_every_macro_of_the_parts_is_used():
    read = {name: templates.read(name) for name in NAMES}
    used = {(one.imports.get(alias), macro) for one in read.values() for alias, macro in one.used}
    at_home = {(name, macro) for name, one in read.items() for macro in one.macros & one.names}
    defined = {
        (name, macro) for name, one in read.items() if name.startswith("parts/") for macro in one.macros
    }

    assert defined - used - at_home == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param('<p style="color:red">', ["style="], id="style"),
        pytest.param("<style>p{}</style>", ["<style"], id="style sheet"),
        pytest.param('<a onclick="f()">', ['onclick="'], id="handler"),
        pytest.param("<script>f()</script>", ["<script"], id="script"),
        pytest.param("{{ name|safe }}", ["|safe"], id="unescaped"),
        pytest.param('<script src="{{ x }}" nonce="{{ n }}"></script>', [], id="a script with an address"),
    ],
)
def test_planted_markup_is_found(text, found):
    assert templates.inline(text) == found


def test_planted_template_is_named(tmp_path):
    (tmp_path / "part.html").write_text("{% macro known() %}x{% endmacro %}")
    planted = (
        '{% import "part.html" as part %}{% import "part.html" as idle %}{{ part.known() }}{{ part.lost() }}'
    )
    (tmp_path / "page.html").write_text(planted)
    page = templates.read("page.html", tmp_path)

    assert templates.unused_imports(page) == ["idle"]
    assert templates.unknown_macros(page, tmp_path) == ["part.lost"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param("{{ name|louder }}", "TemplateAssertionError", id="unknown filter"),
        pytest.param("{% if a %}", "TemplateSyntaxError", id="never ends"),
        pytest.param('{% include "lost.html" %}', "lost.html", id="part that is not there"),
    ],
)
def test_planted_fault_stops_the_compiler(strict, text, fault):
    from jinja2 import DictLoader

    planted = strict.overlay(loader=DictLoader({"planted.html": text}), cache_size=0)

    assert [one.partition(":")[0] for one in _faults(planted, "planted.html")] == [fault]
