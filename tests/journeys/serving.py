"""Serves an application to a real browser, on the day of the demonstration or on another."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, nullcontext
from datetime import datetime
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wsgi import ClosingIterator

from curriculum import clock, i18n
from tests.conftest import NOW


class _Quiet(WSGIRequestHandler):
    def log_request(self, *args: Any, **values: Any) -> None:
        """Say nothing of every request."""


def _closable(parts: Any) -> Any:
    """Plain lists need no closing; files do."""
    return parts if hasattr(parts, "close") else ClosingIterator(parts)


def living_at(wsgi: Any, at: datetime, speaking: str = "") -> Any:
    """The same application, living at a moment: a thread of the server has a clock of its own.

    Speaking a language that nobody can choose before it is translated, if one is given.
    """

    def moved(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        spoken = i18n.speaking(speaking) if speaking else nullcontext()
        with spoken, clock.moved_to(at), closing(_closable(wsgi(environ, start_response))) as parts:
            return [b"".join(parts)]

    return moved


@contextmanager
def served(wsgi: Any, *, at: datetime = NOW, speaking: str = "") -> Iterator[str]:
    """The address at which it answers."""
    app = living_at(wsgi, at, speaking)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
