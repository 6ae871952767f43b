"""CASE packages as files would hold them: every part that CASE 1.1 knows, some that it does not."""

import json
from typing import Any
from uuid import UUID

HOME = "https://case.example.org/ims/case/v1p1"
DOCUMENT = "d0000000-0000-4000-8000-000000000000"


def identifier(number: int, kind: str = "a") -> str:
    return str(UUID(f"{kind}{number:07x}-0000-4000-8000-000000000000"))


def node(key: str, title: str = "") -> dict[str, str]:
    return {"title": title or key, "identifier": key, "uri": f"{HOME}/CFItems/{key}"}


def item(number: int, **more: Any) -> dict[str, Any]:
    key = identifier(number)
    return {
        "identifier": key,
        "uri": f"{HOME}/CFItems/{key}",
        "CFDocumentURI": {"title": "Border guards", "identifier": DOCUMENT, "uri": f"{HOME}/CFDocuments/x"},
        "fullStatement": f"Check travel document no. {number}",
        "humanCodingScheme": f"BG.{number}",
        "CFItemType": "Skill" if number % 3 else "Area",
        "educationLevel": [f"EQF {number % 8 + 1}"],
        "lastChangeDateTime": "2025-03-13T08:00:00+00:00",
        **more,
    }


def association(
    number: int, origin: str, target: str, type_: str = "isChildOf", **more: Any
) -> dict[str, Any]:
    return {
        "identifier": identifier(number, "b"),
        "uri": f"{HOME}/CFAssociations/{identifier(number, 'b')}",
        "associationType": type_,
        "originNodeURI": node(origin),
        "destinationNodeURI": node(target),
        "sequenceNumber": number,
        **more,
    }


def package(count: int = 3, **more: Any) -> dict[str, Any]:
    """Items in threes: the first of each hangs on the document, the two others on the first."""
    links = [
        association(
            number, identifier(number), DOCUMENT if number % 3 == 0 else identifier(number - number % 3)
        )
        for number in range(count)
    ]
    return {
        "CFDocument": {
            "identifier": DOCUMENT,
            "title": "Border guards",
            "creator": "Agency of borders",
            "language": "en",
            "adoptionStatus": "Draft",
            "licenseURI": {"title": "CC BY", "identifier": identifier(1, "c"), "uri": f"{HOME}/CFLicenses/1"},
            "extensions": {"agency:remark": [1, 2.5, None, {"é": "Ж"}]},
        },
        "CFItems": [item(number) for number in reversed(range(count))],
        "CFAssociations": links,
        "CFDefinitions": {"CFLicenses": [{"title": "CC BY", "licenseText": "…"}], "CFItemTypes": []},
        "CFRubrics": [{"identifier": identifier(9, "e"), "CFRubricCriteria": [{"weight": 1.5}]}],
        **more,
    }


def as_file(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()
