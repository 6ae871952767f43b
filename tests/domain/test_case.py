"""CASE files: written back equal, and every fault told with its place."""

import json

import pytest

from curriculum.domain.case import (
    Level,
    LevelScheme,
    Package,
    Scale,
    ScaleLevel,
    folded,
    level_of,
    outline,
    scales,
    write,
)
from curriculum.domain.case_faults import MOST_FAULTS, MOST_ITEMS, Fault, FaultCode, read
from tests.factories.frameworks import (
    DOCUMENT,
    as_file,
    association,
    identifier,
    item,
    node,
    package,
)


def good(data) -> Package:
    found = read(as_file(data))
    assert isinstance(found, Package), found
    return found


def written(found: Package) -> str:
    rows = [one.raw for one in found.items], [one.raw for one in found.associations]
    return json.dumps(write(found.shell, *rows))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(package(1000), id="a thousand items"),
        pytest.param({"CFPackage": package()}, id="wrapped as the 1.1 API does"),
        pytest.param(package(0), id="empty lists stay empty lists"),
        pytest.param({"CFDocument": package()["CFDocument"]}, id="no lists stay no lists"),
        pytest.param(package(2, CFItems=None, CFAssociations=[]), id="null stays null"),
        pytest.param(dict(reversed(package().items())), id="parts in another order"),
        pytest.param(package(sourcing={"b": 1, "a": 2}), id="parts that CASE does not know"),
    ],
)
def test_file_is_written_back_equal_order_included(data):
    assert written(good(data)) == json.dumps(data)


def test_what_is_read_of_an_item():
    data = package(3)
    data["CFItems"][0] |= {"language": "fr-FR", "extensions": {"cursus": {"statement": "Check it"}}}

    first = good(data).items[0]

    assert (first.code, first.fr, first.en, first.type, first.level, first.parent) == (
        "BG.2",
        "Check travel document no. 2",
        "Check it",
        "Skill",
        Level(LevelScheme.EQF, 3),
        identifier(0),
    )


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("EQF 5", (LevelScheme.EQF, 5)),
        ("sqf level 6", (LevelScheme.SQF, 6)),
        ("ESQF-4", (LevelScheme.ESQF, 4)),
        ("EQF niveau 8", (LevelScheme.EQF, 8)),
        ("EQF 9", None),  # the scale ends at eight
        ("KG", None),  # school years are no shared scale
        ("", None),
    ],
)
def test_levels_of_shared_scales(text, level):
    assert level_of(text) == level


def test_tree_is_read_from_top_to_bottom_by_sequence_number():
    assert [(one.item.code, one.place, one.depth) for one in outline(good(package(6)))] == [
        ("BG.0", 0, 0),
        ("BG.1", 1, 1),
        ("BG.2", 2, 1),
        ("BG.3", 3, 0),
        ("BG.4", 4, 1),
        ("BG.5", 5, 1),
    ]


def test_words_are_compared_without_case_and_accents():
    assert folded("Éloignement ŒUVRE") == "eloignement œuvre"


def changed(**parts):
    return package(3) | parts


LOST = identifier(99)
ABROAD = {"title": "x", "identifier": LOST}
CIRCLE = [association(n, identifier(n), identifier((n + 1) % 3)) for n in range(3)]
FAULTS = [
    # (data, code, place, found, expected)
    ([package(), package()], "two_documents", "", "2", "1"),
    (changed(CFDocument=[{}, {}]), "two_documents", "CFDocument", "2", "1"),
    ({"CFDocuments": [{}, {}]}, "two_documents", "CFDocuments", "2", "1"),
    (
        changed(CFItems=[item(0), item(1, CFDocumentURI=node("other"))]),
        "two_documents",
        "CFItems[1].CFDocumentURI",
        "other",
        DOCUMENT,
    ),
    ({"CFItems": []}, "no_document", "", "CFItems", "CFDocument"),
    ([package()], "shape", "", "array", "object"),
    (7, "shape", "", "number", "object"),
    (changed(CFDocument={"identifier": "x"}), "shape", "CFDocument.title", "null", "string"),
    (changed(CFItems={}), "shape", "CFItems", "object", "array"),
    (changed(CFItems=[item(0, fullStatement=" ")]), "shape", "CFItems[0].fullStatement", '""', "string"),
    (changed(CFItems=["x"]), "shape", "CFItems[0]", "string", "object"),
    (
        changed(CFAssociations=[association(0, "x", "y") | {"originNodeURI": None}]),
        "shape",
        "CFAssociations[0].originNodeURI",
        "null",
        "object",
    ),
    (changed(CFItems=[{}] * (MOST_ITEMS + 1)), "too_many", "CFItems", "20001", "20000"),
    (changed(CFItems=[item(0), item(0)]), "duplicate_id", "CFItems[1]", identifier(0), "CFItems[0]"),
    (
        changed(CFAssociations=[association(0, identifier(0), LOST)]),
        "dangling",
        "CFAssociations[0].destinationNodeURI",
        LOST,
        "CFItems",
    ),
    (
        changed(CFAssociations=[association(0, LOST, identifier(0), "exactMatchOf")]),
        "dangling",
        "CFAssociations[0].originNodeURI",
        LOST,
        "CFItems",
    ),
    (
        changed(CFAssociations=[association(0, identifier(0), LOST, "isPeerOf", destinationNodeURI=ABROAD)]),
        "dangling",
        "CFAssociations[0].destinationNodeURI",
        LOST,
        "CFItems",
    ),
    (
        changed(CFAssociations=CIRCLE),
        "cycle",
        "CFItems[2]",
        " → ".join(identifier(n) for n in (0, 1, 2, 0)),
        "isChildOf",
    ),
    ({"CFPackage": changed(CFItems=[1])}, "shape", "CFPackage.CFItems[0]", "number", "object"),
]


@pytest.mark.parametrize(("data", "code", "place", "found", "expected"), FAULTS)
def test_fault_is_told_with_its_place(data, code, place, found, expected):
    assert read(as_file(data)) == (Fault(FaultCode(code), place, found, expected),)


@pytest.mark.parametrize(
    ("text", "place", "found", "expected"),
    [
        (b"", "1:1", "", "JSON"),
        (b'{"a": 1,\n "b" 2}', "2:6", "2}", "JSON"),
        (b'{"a": NaN}', "", "NaN", "JSON"),
        (b'{"a": 1e999}', "", "1e999", "JSON"),
        (b'{"a": 1, "a": 2}', "", "a × 2", "JSON"),
        (b"\xff\xfe{\x00", "", "", "UTF-8"),
        (b'{"a": "\\ud800"}', "", "", "UTF-8"),
        (b'{"a": "\\u0000"}', "", "\\u0000", "JSON"),
        (b"[" * 200_000, "", "[[[…", "JSON"),
    ],
)
def test_what_is_no_json(text, place, found, expected):
    assert read(text) == (Fault(FaultCode.NOT_JSON, place, found, expected),)


def test_backslash_before_zeros_is_a_text_like_any():
    assert good(package(1, note="\\u0000")).shell["note"] == "\\u0000"


def test_association_may_end_in_another_framework():
    data = changed(
        CFAssociations=[
            association(0, identifier(0), LOST, "exactMatchOf"),  # at an address of its own
            association(1, identifier(1), "held", "replacedBy", destinationNodeURI={"identifier": "held"}),
        ]
    )

    found = read(as_file(data), known=frozenset({"held"}))

    assert isinstance(found, Package)
    assert found.outward == 2


def test_faults_are_counted_to_an_end():
    data = changed(CFItems=[{}] * 5000)

    assert len(read(as_file(data))) == MOST_FAULTS


@pytest.mark.parametrize(
    ("rubrics", "found"),
    [
        pytest.param(None, (), id="no-rubric"),
        pytest.param([{"CFRubricCriteria": [{"weight": 1.5}]}], (), id="criterion-without-levels"),
        pytest.param([1, {"CFRubricCriteria": {}}, {"CFRubricCriteria": [7]}], (), id="other-shapes"),
        pytest.param(
            [
                {
                    "title": "T",
                    "CFRubricCriteria": [
                        {
                            "CFRubricCriterionLevels": [
                                {"quality": "B", "position": 2},
                                {"quality": "A", "position": 1, "description": "a"},
                                {},
                            ]
                        }
                    ],
                }
            ],
            (Scale("T", (ScaleLevel("A", "a"), ScaleLevel("B", ""))),),
            id="by-position",
        ),
    ],
)
def test_scales_are_the_levels_of_rubrics(rubrics, found):
    assert scales({"CFDocument": {}, "CFRubrics": rubrics}) == found
