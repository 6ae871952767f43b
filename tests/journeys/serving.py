"""Serves an application to a real browser, on the day of the demonstration."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wsgi import ClosingIterator

from curriculum import clock
from tests.conftest import NOW


class _Quiet(WSGIRequestHandler):
    def log_request(self, *args: Any, **values: Any) -> None:
        """Say nothing of every request."""


def _closable(parts: Any) -> Any:
    """Plain lists need no closing; files do."""
    return parts if hasattr(parts, "close") else ClosingIterator(parts)


def on_demo_day(wsgi: Any) -> Any:
    """The same application, living at NOW: a thread of the server has a clock of its own."""

    def moved(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        with clock.moved_to(NOW), closing(_closable(wsgi(environ, start_response))) as parts:
            return [b"".join(parts)]

    return moved


@contextmanager
def served(wsgi: Any) -> Iterator[str]:
    """The address at which it answers."""
    server = make_server("127.0.0.1", 0, on_demo_day(wsgi), threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
