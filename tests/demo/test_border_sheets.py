"""The border modules of Velmaria say all that a sheet can say, and the law stands behind some of them."""

from datetime import date

import pytest

from curriculum.catalogue import advising
from curriculum.catalogue import queries as catalogue
from curriculum.catalogue.sheets import content_of
from curriculum.domain.lifecycles.instrument import InstrumentState
from curriculum.institutions.law import queries as law
from curriculum.paths import queries as paths

LAW, DECREE = "LOI-2018-014", "DEC-2025-118"


@pytest.fixture(autouse=True)
def on_demo_day(velmaria):
    with velmaria.opened():
        yield


def test_register_holds_a_law_looked_at_again_and_a_decree():
    found = [(row.code, row.kind, row.issuer.en, row.state, row.check_on, row.is_due) for row in law.all_()]

    assert found == [
        (DECREE, "decree", "Ministry of the Interior", InstrumentState.IN_FORCE, date(2027, 7, 1), False),
        (LAW, "law", "National Assembly of Velmaria", InstrumentState.IN_FORCE, date(2027, 3, 2), False),
    ]


def test_only_the_newer_border_path_rests_on_an_instrument():
    codes = {row.code for row in paths.published()}
    found = {
        f"{code} v{one.version}": one.instruments
        for code in sorted(codes)
        for one in paths.versions_of(paths.get_path(code).id)
        if one.instruments
    }

    assert len(codes) == 6
    assert found == {"LP-TRN-BOR v2": [DECREE]}


@pytest.mark.parametrize(
    ("code", "number", "instruments", "advised", "rights"),
    [
        pytest.param("BOR-101", 1, [LAW], [], True, id="first line"),
        pytest.param("BOR-102", 2, [LAW, DECREE], ["DAT-202"], False, id="documents"),
        pytest.param("BOR-201", 2, [LAW, DECREE], ["DAT-202"], True, id="in review: the decree is new"),
        pytest.param("BOR-202", 1, [LAW], ["DAT-101"], True, id="risk"),
        pytest.param("THB-101", 1, [], [], False, id="another theme: no legal basis recorded"),
    ],
)
def test_sheet_says_its_law_and_what_is_advised(code, number, instruments, advised, rights):
    found = catalogue.get_version(code, number)

    assert (found.legal_instruments, found.prerequisites_advised, found.rights_integrated) == (
        instruments,
        advised,
        rights,
    )


@pytest.mark.parametrize("code", ["BOR-101", "BOR-102", "BOR-202"])
def test_nothing_is_advised_on_a_border_module(code):
    """Verbs stand in their outcomes, every outcome is assessed, what is advised exists."""
    content = content_of(catalogue.latest_published(catalogue.get_module(code).id))

    assert advising.advice(content, {}, code, catalogue.codes()) == ()
    assert all(sum(line.weight for line in part.criteria) in {0, 100} for part in content.assessments)
    assert all(one.verb.fr and one.verb.en for one in content.outcomes)
    assert all((content.reviewers, content.gcm_objectives, content.delivery_modes))
