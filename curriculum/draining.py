"""Read what a refused request still sends, so that its sender sees the answer and no broken connection.

Browsers send a whole file before they read: an answer on a socket that closes meanwhile is lost to
them (RFC 9112 §9.6). What is read here goes nowhere; whoever sends without end is cut off.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

PIECE = 1 << 16
TIMES_THE_LIMIT, AT_LEAST = 8, 64 << 20
"""How far beyond the largest file taken a sender is heard out: eight times as much, and 64 MB in any case."""
SECONDS = 30.0


def drained(app: Wsgi, limit: int) -> Wsgi:
    """The same application, which hears every request out up to a bound before it answers."""

    def hearing(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        answer = app(environ, start_response)
        drain(environ, max(limit * TIMES_THE_LIMIT, AT_LEAST))
        return answer

    return hearing


def drain(environ: dict[str, Any], at_most: int) -> int:
    """Read and forget the rest of a request's body; gives how much was left."""
    if environ.get("REQUEST_METHOD") in ("GET", "HEAD"):
        return 0
    stream, connection = environ["wsgi.input"], environ.get("gunicorn.socket")
    ends, heard = time.monotonic() + SECONDS, 0
    patience = None if connection is None else connection.gettimeout()
    try:
        while heard < at_most and (left := ends - time.monotonic()) > 0:
            if connection is not None:
                connection.settimeout(left)
            piece = stream.read(PIECE)
            heard += len(piece)
            if not piece:
                break
    except OSError:  # gone, or silent for too long: nobody is left to answer
        pass
    finally:
        if connection is not None:
            connection.settimeout(patience)
    return heard
