"""Claims as an Open Badges 3.0 document, and back: what is not exactly this shape is not ours."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote

from certificates.credential.claims import Claims, Fact
from certificates.credential.contexts import ADDRESSES
from certificates.credential.errors import CredentialError
from certificates.credential.moments import moment, stamp
from certificates.credential.reading import text
from certificates.errors import NumberRefused
from certificates.numbers import kind_of, parse_number
from certificates.status.entry import StatusEntry

_SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
_EVIDENCE = "Statement signed by both authorities"
_DIGEST = "sha256:"
_ROLES = {"completion": "Participant", "trainer": "Trainer", "expert": "Expert"}
_TYPES = {"completion": "CertificateOfCompletion"}
_ADDRESS = re.compile(r"(https?://[^\s?#]+)/c/([A-Za-z0-9_-]{22,64})\.json")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_COUNTER = re.compile(r"[1-9][0-9]{0,8}|0")


def document_of(claims: Claims) -> dict[str, Any]:
    """Write the document, without a proof (credentials.md §2)."""
    found = {
        "@context": list(ADDRESSES),
        "id": f"{claims.base}/c/{claims.token}.json",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": claims.title,
        "description": claims.description,
        "issuer": _issuer(claims),
        "validFrom": stamp(claims.valid_from),
        "validUntil": None if claims.valid_until is None else stamp(claims.valid_until),
        "credentialSubject": _subject(claims),
        "evidence": [_evidence(claims)],
        "credentialSchema": [{"id": _SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
        "credentialStatus": _status(claims),
    }
    return _without_nothing(found)


def _issuer(claims: Claims) -> dict[str, Any]:
    code = {"type": "IdentifierEntry", "identifier": claims.issuer_code, "identifierType": "identifier"}
    return {**_profile(claims), "url": claims.base, "otherIdentifier": [code]}


def _profile(claims: Claims) -> dict[str, Any]:
    return {"id": claims.did, "type": ["Profile"], "name": claims.issuer_name}


def _subject(claims: Claims) -> dict[str, Any]:
    name = {"type": "IdentityObject", "hashed": False, "identityType": "name", "identityHash": claims.holder}
    return {
        "id": uuid.uuid5(uuid.NAMESPACE_URL, f"{claims.base}/certificates/{claims.number}").urn,
        "type": ["AchievementSubject"],
        "identifier": [name],
        "licenseNumber": claims.number,
        "role": _role(claims),
        "achievement": _achievement(claims),
        "result": [_result(claims, fact) for fact in claims.facts],
    }


def _achievement(claims: Claims) -> dict[str, Any]:
    found = {
        "id": f"{_path(claims)}#v{claims.path_version}",
        "type": ["Achievement"],
        "achievementType": _TYPES.get(claims.kind, "Certification"),
        "name": claims.title,
        "humanCode": claims.path_code,
        "version": str(claims.path_version),
        "fieldOfStudy": ", ".join(title for _, title in claims.themes),
        "description": claims.description,
        "criteria": {"id": f"{_path(claims)}#criteria"},
        "creator": _profile(claims),
        "resultDescription": [_result_description(claims, fact) for fact in claims.facts],
        "related": [_related(claims, code, version) for code, version in claims.modules],
        "tag": [f"{code}: {title}" for code, title in claims.themes],
    }
    return _without_nothing(found)


def _result_description(claims: Claims, fact: Fact) -> dict[str, Any]:
    return {
        "id": f"{_path(claims)}#{fact.key}",
        "type": ["ResultDescription"],
        "name": fact.name,
        "resultType": f"ext:{fact.key}",
    }


def _result(claims: Claims, fact: Fact) -> dict[str, Any]:
    return {"type": ["Result"], "resultDescription": f"{_path(claims)}#{fact.key}", "value": fact.value}


def _related(claims: Claims, code: str, version: int) -> dict[str, Any]:
    address = f"{claims.base}/catalogue/modules/{quote(code, safe='')}"
    return {"id": f"{address}#v{version}", "type": ["Related"], "version": str(version)}


def _evidence(claims: Claims) -> dict[str, Any]:
    """The statement is what both authorities signed: its digest ties this credential to their document."""
    return {
        "id": f"{claims.base}/v/{claims.token}",
        "type": ["Evidence"],
        "name": _EVIDENCE,
        "narrative": f"{_DIGEST}{claims.digest}",
    }


def _status(claims: Claims) -> dict[str, Any]:
    address = claims.status.address(claims.base)
    return {
        "id": f"{address}#{claims.status.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(claims.status.index),
        "statusListCredential": address,
    }


def _role(claims: Claims) -> str:
    """A renewal continues the role of the certificate that it renews."""
    renewed = claims.fact("replaces")
    kind = claims.kind if claims.kind in _ROLES or renewed is None else kind_of(renewed)
    return _ROLES.get(kind, "Holder")


def _path(claims: Claims) -> str:
    return f"{claims.base}/catalogue/paths/{quote(claims.path_code, safe='')}"


def _without_nothing(found: dict[str, Any]) -> dict[str, Any]:
    # an empty member would vanish from what is signed
    return {key: value for key, value in found.items() if value not in (None, "", [])}


# --- Back ---------------------------------------------------------------------------------------------


def claims_in(document: Mapping[str, Any]) -> Claims:
    """Read the claims; a document that they do not give back member by member is refused."""
    try:
        claims = _read(document)
        same = _exactly(document_of(claims)) == _exactly(document)
    except (KeyError, IndexError, TypeError, AttributeError, ValueError, NumberRefused) as error:
        raise CredentialError(problem="not_this_profile") from error
    if not same:
        raise CredentialError(problem="not_this_profile")
    return claims


def _exactly(document: Mapping[str, Any]) -> str:
    # Python takes 0 for False and 1.0 for 1; the signed form does not
    return json.dumps(document, sort_keys=True)


def _read(document: Mapping[str, Any]) -> Claims:
    subject, issuer = document["credentialSubject"], document["issuer"]
    achievement, status = subject["achievement"], document["credentialStatus"]
    base, token = _split_address(document["id"])
    return Claims(
        did=text(issuer["id"]),
        base=base,
        token=token,
        number=_number(subject["licenseNumber"]),
        holder=text(subject["identifier"][0]["identityHash"]),
        title=text(document["name"]),
        description=text(document["description"]),
        path_code=text(achievement["humanCode"]),
        path_version=_count(achievement["version"]),
        themes=tuple(_theme(tag) for tag in achievement.get("tag", ())),
        modules=tuple(_module(related) for related in achievement.get("related", ())),
        facts=_facts(subject["result"], achievement["resultDescription"]),
        issuer_code=text(issuer["otherIdentifier"][0]["identifier"]),
        issuer_name=text(issuer["name"]),
        digest=_hexadecimal(document["evidence"][0]["narrative"].removeprefix(_DIGEST)),
        valid_from=moment(document["validFrom"]),
        valid_until=moment(document["validUntil"]) if "validUntil" in document else None,
        status=StatusEntry(_list_number(status), _count(status["statusListIndex"])),
    )


def _split_address(address: str) -> tuple[str, str]:
    found = _ADDRESS.fullmatch(address)
    if not found:
        raise CredentialError(problem="address", found=address[:200])
    return found[1], found[2]


def _theme(tag: str) -> tuple[str, str]:
    code, _, title = tag.partition(": ")
    return code, title


def _module(related: Mapping[str, Any]) -> tuple[str, int]:
    code = related["id"].rpartition("/")[2].partition("#")[0]
    return unquote(code), _count(related["version"])


def _facts(results: list[Any], descriptions: list[Any]) -> tuple[Fact, ...]:
    return tuple(_fact(told, got) for told, got in zip(descriptions, results, strict=True))


def _fact(told: Mapping[str, Any], got: Mapping[str, Any]) -> Fact:
    return Fact(told["resultType"].removeprefix("ext:"), text(told["name"]), text(got["value"]))


def _number(written: str) -> str:
    if parse_number(written) != written:
        raise ValueError(written)
    return written


def _hexadecimal(written: str) -> str:
    if not _SHA256.fullmatch(written):
        raise ValueError(written)
    return written


def _list_number(status: Mapping[str, Any]) -> int:
    return _count(status["statusListCredential"].rpartition("/")[2])


def _count(digits: str) -> int:
    if not _COUNTER.fullmatch(digits):
        raise CredentialError(problem="count", found=digits[:20])
    return int(digits)
