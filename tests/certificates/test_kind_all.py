"""The kinds: what each demands of its statement, and which facts its face prints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from certificates.errors import StatementError, UnknownKind
from certificates.kinds import KINDS, by_prefix, kind_named
from certificates.layout.facts import VALUES
from certificates.parties import Scope
from certificates.statement import Statement
from tests.certificates import samples

MAKERS: dict[str, Callable[..., Statement]] = {
    "completion": samples.completion,
    "trainer": samples.statement,
    "expert": samples.expert,
    "renewal": samples.renewal,
}
NOTHING = Scope((samples.BORDERS,), samples.MODULES)


def test_every_kind_has_a_sample() -> None:
    assert set(MAKERS) == set(KINDS)


@pytest.mark.parametrize("code", KINDS)
def test_kind_is_found_by_its_prefix_and_prints_facts_there_are(code: str) -> None:
    kind = kind_named(code)

    assert by_prefix(kind.prefix) is kind
    assert set(kind.facts) <= set(VALUES)
    assert MAKERS[code]().number.startswith(kind.prefix)


@pytest.mark.parametrize(
    ("code", "changes", "problems"),
    [
        pytest.param("completion", {}, (), id="completion never ends"),
        pytest.param(
            "completion",
            {"scope": Scope(may_teach=("BOR-101",))},
            ("completion_gives_no_right_to_teach",),
            id="completion is not certification (domain.md §2.6)",
        ),
        pytest.param(
            "trainer", {"scope": NOTHING}, ("may_teach_missing", "languages_missing"), id="teaches what?"
        ),
        pytest.param("trainer", {"valid_until": None}, ("valid_until_missing",), id="trainer without end"),
        pytest.param("expert", {"scope": Scope()}, ("themes_missing",), id="expert in what?"),
        pytest.param("expert", {"valid_until": None}, ("valid_until_missing",), id="expert without end"),
        pytest.param("renewal", {"replaces": None}, ("replaces_missing",), id="renewal of what?"),
        pytest.param("renewal", {"valid_until": None}, ("valid_until_missing",), id="renewal without end"),
    ],
)
def test_kind_names_what_its_statement_lacks(
    code: str, changes: dict[str, Any], problems: tuple[str, ...]
) -> None:
    if not problems:
        assert kind_named(code).problems(MAKERS[code](**changes)) == ()
        return
    with pytest.raises(StatementError) as refused:
        MAKERS[code](**changes)
    assert refused.value.facts["all"] == problems


def test_unknown_kind_is_refused_by_name() -> None:
    with pytest.raises(UnknownKind):
        kind_named("diploma")
    with pytest.raises(UnknownKind):
        by_prefix("DIP")
