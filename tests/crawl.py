"""Follows links as a person of the cast would: a few addresses of each kind of page."""

from collections import Counter, deque
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import Client, TestResponse

EACH = 2


class _Links(HTMLParser):
    """The addresses that a page links to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def links(page: TestResponse, address: str) -> list[str]:
    """Where a page of this site leads within it, without the switch of languages."""
    reader = _Links()
    reader.feed(page.get_data(as_text=True))
    whole = [urljoin(address, link) for link in reader.found if not link.startswith("#")]
    parts = [urlsplit(link) for link in whole if "lang=" not in link]
    return [part.path + ("?" + part.query if part.query else "") for part in parts if not part.scheme]


def endpoint(app: Flask, address: str) -> str:
    """The kind of page an address opens, or nothing where the site knows none."""
    try:
        return str(app.url_map.bind("").match(urlsplit(address).path)[0])
    except HTTPException:
        return ""


def walk(app: Flask, client: Client, start: str, each: int = EACH) -> Iterator[tuple[str, str, TestResponse]]:
    """Pages from a start on: where each was found, its address and the answer; a few of each kind."""
    waiting, seen, kinds = deque([("", start)]), {start}, Counter[str]()
    while waiting:
        origin, address = waiting.popleft()
        kind = endpoint(app, address)
        kinds[kind] += 1
        if kinds[kind] > each:
            continue
        with app.app_context():  # what one page keeps for its time is not there for the next
            answer = client.get(address, follow_redirects=True)
        yield origin, address, answer
        if answer.mimetype == "text/html" and answer.status_code == 200:
            for link in links(answer, address):
                if link not in seen:
                    seen.add(link)
                    waiting.append((address, link))
