"""What a checker needs of us and may keep: keys, chain, revocation lists, status lists (design.md §3.3)."""

import json
import re

from flask import abort, request
from flask.typing import ResponseReturnValue

from certificates.did import did_document, jwk, jwks
from certificates.keys import Authority
from certificates.status.entry import PURPOSES
from curriculum.awards.issuing import lists, seals
from curriculum.verify import queries, service
from curriculum.verify.views import bp, public

JSON, PEM = "application/json", "application/x-pem-file"
CREDENTIAL = "application/vc"
KID = re.compile(r"[0-9A-Za-z_-]{1,80}")
"""The shape of a key's public name; anything else is looked up nowhere."""
MOST_LISTS = 1_000_000


@bp.get("/c/<token>.json")
def credential(token: str) -> ResponseReturnValue:
    """Hand the credential to whoever holds its token: for wallets, and for programs that check it."""
    found = service.find_by_token(token)
    data = None if found is None else queries.credential_of(found)
    if found is None or data is None:
        abort(404)
    response = public(data.decode(), CREDENTIAL)
    response.headers["Content-Disposition"] = f'inline; filename="{found.number}.json"'
    return response


@bp.get("/.well-known/did.json")
def did() -> ResponseReturnValue:
    """Give the issuer's DID document: every key that ever signed a credential that may still be checked."""
    authority = _authority()
    return public(_written(did_document(authority.did, authority.credential_keys)), JSON)


@bp.get("/.well-known/jwks.json")
def key_set() -> ResponseReturnValue:
    """Give the same keys as a JWK set."""
    return public(_written(jwks(_authority().credential_keys)), JSON)


@bp.get("/.well-known/certificates.pem")
def certificates_pem() -> ResponseReturnValue:
    """Issuing authority, root and every seal, past and present."""
    return public(seals.chain_pem().decode(), PEM)


@bp.get("/.well-known/<any(root, ca):which>.crl")
def revocations(which: str) -> ResponseReturnValue:
    """Give what each of our roots, or of our issuing authorities, has revoked; the first one first."""
    _authority()
    listed = seals.own_lists(seals.ROOT if which == "root" else seals.ISSUING)
    return public(listed.decode(), PEM)


@bp.get("/keys/<kid>")
def key(kid: str) -> ResponseReturnValue:
    """Give one public key: as a JWK where it signs credentials, else with its holder's revocation list."""
    row = seals.find(kid) if KID.fullmatch(kid) else None
    if row is None:
        abort(404)
    if row.function == seals.CREDENTIAL:
        if row.compromised_at is not None:  # no checker asks since when: what has an address is believed
            abort(404)
        keys = [one for one in _authority().credential_keys if one.kid == kid]
        return public(_written(jwk(keys[0])), JSON)
    kind = PEM if "-----BEGIN" in row.certificate_pem else "text/plain"
    return public(row.certificate_pem + (row.crl_pem or ""), kind)


@bp.get("/status/<purpose>/<int:number>")
def status_list(purpose: str, number: int) -> ResponseReturnValue:
    """Give a signed status list whole, so that nobody learns whose certificate is being checked."""
    known = purpose in PURPOSES and 0 < number < MOST_LISTS
    body = lists.find(purpose, number) if known else None
    if body is None:
        abort(404)
    response = public(body.decode(), CREDENTIAL)
    response.headers["Cache-Control"] = "public, max-age=300"
    response.add_etag()
    return response.make_conditional(request)


def _authority() -> Authority:
    authority = seals.authority()
    return abort(404) if authority is None else authority


def _written(found: object) -> str:
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"
