"""The public log as any web server may host it (C2SP tlog-tiles), and the holder's proof (design.md §3.3)."""

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from certificates.errors import LogError
from certificates.log.tiles import Tile, read_path
from curriculum.awards.issuing import log, seals
from curriculum.verify import holding, service
from curriculum.verify.views import bp, public

LEAVES_AT_ONCE = 65_536
MOST_LEAVES = 2**31
"""More than the log will ever have; a database knows no number as large as an address can."""
FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_MOMENT = "public, max-age=5"
BYTES = "application/octet-stream"


@bp.get("/log/checkpoint")
def checkpoint() -> ResponseReturnValue:
    """Give size and root of the log as last signed."""
    latest = log.checkpoint()
    if latest is None:
        abort(404)
    return _cached(public(latest.note, "text/plain"), FOR_A_MOMENT)


@bp.get("/log/witnessed")
def witnessed_checkpoint() -> ResponseReturnValue:
    """Give the latest checkpoint that another institution has signed as well."""
    latest = log.witnessed()
    if latest is None:
        abort(404)
    return _cached(public(latest.note, "text/plain"), FOR_A_MOMENT)


@bp.get("/log/tile/<path:name>")
def log_tile(name: str) -> ResponseReturnValue:
    """Give one tile of hashes or entries; a full one never changes, a partial one is soon outgrown."""
    try:
        wanted = read_path(f"tile/{name}")
        data = _tile(wanted)
    except LogError:
        abort(404)
    response = Response(data, mimetype=BYTES)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return _cached(response, FOR_EVER if wanted.is_full else FOR_A_MOMENT)


def _tile(wanted: Tile) -> bytes:
    if wanted.index > MOST_LEAVES or not wanted.is_in(log.TableStore().size()):
        raise LogError(problem="tile_missing", tile=wanted.path)
    return log.read_tile(wanted)


@bp.get("/log/<name>")
def log_file(name: str) -> ResponseReturnValue:
    """Give leaves of 32 bytes, at most 65,536 from `?from=` on, or the key that signs checkpoints."""
    if name == "log.pub":
        authority = seals.authority()
        return public(authority.log + "\n", "text/plain") if authority else abort(404)
    if name != "leaves":
        abort(404)
    start = min(max(request.args.get("from", 0, type=int), 0), MOST_LEAVES)
    leaves = log.TableStore().leaves(start, start + LEAVES_AT_ONCE)
    return Response(b"".join(leaves), mimetype=BYTES)


@bp.get("/c/<token>.proof.json")
def log_proof(token: str) -> ResponseReturnValue:
    """Hand the holder the proof that the certificate is in the log; it opens the leaf, so only by token."""
    found = service.find_by_token(token)
    bundle = None if found is None else holding.bundle_of(found, log.whole())
    if found is None or bundle is None:
        abort(404)
    response = Response(bundle.to_json(), mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.number}.proof.json"'
    return _cached(response, "no-store")


def _cached(response: Response, how: str) -> Response:
    response.headers["Cache-Control"] = how
    return response
