"""Frameworks taken in, replaced while a draft, adopted and then frozen."""

import json

import pytest

from curriculum.db import db, transaction
from curriculum.domain.actors import OPERATOR
from curriculum.domain.lifecycles.framework import FrameworkState
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.frameworks import importing, queries, service
from tests.factories.frameworks import as_file, association, identifier, item, package

pytestmark = pytest.mark.database


def imported(data, actor=OPERATOR, **more):
    with transaction():
        made = service.import_(actor, as_file(data), **more)
    db.session.expire_all()
    return made


@pytest.mark.parametrize("wrapped", [False, True], ids=["bare", "wrapped"])
def test_export_of_an_import_of_a_thousand_items_is_equal(app, wrapped):
    data = {"CFPackage": package(1000)} if wrapped else package(1000)

    made = imported(data)

    assert json.dumps(queries.export(made.code)) == json.dumps(data)


def test_five_thousand_items_are_taken_in_by_few_statements(app, counted):
    with counted() as asked:
        made = imported(package(5000))

    assert queries.count_items() == {made.id: 5000}
    assert asked.count <= 25, asked.statements


def test_code_is_made_from_the_title_and_numbered(app):
    imported(
        package(1, CFDocument={"identifier": "one", "title": "Éloignement : niveaux"}, CFItems=[]) | NO_LINKS
    )
    second = imported(package(0, CFDocument={"identifier": "two", "title": "éloignement niveaux"}))

    assert [one.code for one in queries.all_()] == ["ELOIGNEMENT-NIVEA-2", "ELOIGNEMENT-NIVEAUX"]
    assert second.code == "ELOIGNEMENT-NIVEA-2"


NO_LINKS = {"CFAssociations": []}


def test_same_document_takes_the_place_of_its_draft(app):
    first = imported(package(6))

    again = imported(package(3))

    assert again.id == first.id
    assert queries.count_items() == {first.id: 3}
    assert queries.export(first.code) == package(3)


def adopted(cast, data):
    made = imported(data, cast.chidi, code="BG", owner_id=cast.institution("CNFGF"))
    with transaction():
        service.adopt(cast.farid, made.id)
    return made


def test_adopted_framework_is_frozen_and_followed(cast):
    made = adopted(cast, package(3))

    with pytest.raises(Refusal) as refused:
        imported(package(6))
    following = imported(package(6), code="BG-2")

    assert (refused.value.code, refused.value.facts["code"]) == (RefusalCode.FRAMEWORK_FROZEN, "BG")
    assert queries.count_items() == {made.id: 3, following.id: 6}
    assert following.supersedes_id == made.id


def test_draft_adopted_between_preview_and_decision_stays(cast, monkeypatch):
    made = imported(package(3), cast.chidi, code="BG", owner_id=cast.institution("CNFGF"))
    seen = importing.preview(as_file(package(6)))
    with transaction():
        service.adopt(cast.farid, made.id)
    monkeypatch.setattr(importing, "preview", lambda *_: seen)

    with pytest.raises(Refusal) as refused:
        imported(package(6))

    assert refused.value.code is RefusalCode.FRAMEWORK_FROZEN
    assert queries.count_items() == {made.id: 3}


def test_export_says_what_was_decided_here(cast):
    made = adopted(cast, package(3))
    with transaction():
        service.deprecate(cast.farid, made.id, "Replaced by the common one")

    document = queries.export("BG")["CFDocument"]

    assert {name: document[name] for name in document if name not in package()["CFDocument"]} == {
        "statusStartDate": "2026-11-21",
        "statusEndDate": "2026-11-21",
    }
    assert document["adoptionStatus"] == "Deprecated"


def test_export_of_what_its_publisher_adopted_stays_equal(cast):
    data = package(3)
    data["CFDocument"]["adoptionStatus"] = "Adopted"
    adopted(cast, data)

    assert queries.export("BG") == data


@pytest.mark.parametrize(
    ("broken", "place"),
    [
        ({"CFAssociations": [association(0, identifier(0), "lost")]}, "CFAssociations[0].destinationNodeURI"),
        ({"CFDocument": [{}, {}]}, "CFDocument"),
        ({"CFItems": [item(0) | {"fullStatement": 5}]}, "CFItems[0].fullStatement"),
    ],
    ids=["dangling", "two documents", "edited by hand"],
)
def test_faulty_file_is_refused_whole(app, broken, place):
    with pytest.raises(Refusal) as refused:
        imported(package(3) | broken)

    assert (refused.value.code, refused.value.facts["place"]) == (RefusalCode.FRAMEWORK_FAULTY, place)
    assert queries.all_() == []


def test_association_to_an_item_held_here_needs_no_address(app):
    imported(package(3))
    link = association(
        0, "own", identifier(1), "replacedBy", destinationNodeURI={"identifier": identifier(1)}
    )
    other = {"CFDocument": {"identifier": "x", "title": "Other"}, "CFItems": [], "CFAssociations": [link]}
    other["CFItems"] = [{"identifier": "own", "fullStatement": "Own"}]

    made = imported(other)

    assert queries.associations_outward(made.id) == 1


@pytest.mark.parametrize(
    ("who", "act"),
    [
        ("farid", "import"),  # signs for training; does not write
        ("chidi", "adopt"),  # writes; does not adopt
        ("ines", "adopt"),  # HR has no say in it
        ("dalia", "import"),  # a donor
    ],
)
def test_who_may_not(cast, who, act):
    owner = cast.institution("CNFGF")
    made = imported(package(3), cast.chidi, owner_id=owner)
    actor = getattr(cast, who)
    acts = {
        "adopt": lambda: service.adopt(actor, made.id),
        "import": lambda: service.import_(actor, as_file(package(3)), owner_id=owner),
    }

    with pytest.raises(Refusal) as refused, transaction():
        acts[act]()

    assert refused.value.code is RefusalCode.NOT_PERMITTED
    assert queries.get(made.code).state is FrameworkState.DRAFT


def test_framework_without_items_is_not_adopted(cast):
    made = imported(package(0), cast.chidi, owner_id=cast.institution("CNFGF"))

    with pytest.raises(Refusal) as refused, transaction():
        service.adopt(cast.farid, made.id)

    assert refused.value.code is RefusalCode.CONDITION_NOT_MET
