"""The site as `cursus serve` runs it, and beside it a bare Flask page on the same server: `/hello`."""

import sys
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask

from curriculum import serving

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def hello() -> Flask:
    """The least that Flask can serve."""
    app = Flask("hello")
    app.add_url_rule("/hello", view_func=lambda: "hello", endpoint="hello")
    return app


def both(ours: Application, bare: Application) -> Application:
    """One server for both, so that only what answers differs."""

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        return (bare if environ["PATH_INFO"] == "/hello" else ours)(environ, start)

    return answer


if __name__ == "__main__":
    make = serving.web_app
    serving.web_app = lambda: both(make(), hello())  # type: ignore[assignment,return-value]
    serving.web("127.0.0.1", int(sys.argv[1]))
