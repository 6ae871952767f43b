"""A file above the limit gets its page through a real socket, however long its sender goes on."""

import io
import socket

import pytest

from curriculum import operations, serving
from tests.serving.running import answers, free_port, running

MB = 1 << 20


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The web process alone, as `cursus serve` starts it, taking files of one megabyte."""
    folder, port = tmp_path_factory.mktemp("large"), free_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CURSUS_INSTANCE", str(folder))
        operations.init(lambda line: None)
    started = running(
        folder, folder / "log", "curriculum.serving", "127.0.0.1", str(port), CURSUS_MAX_UPLOAD_MB="1"
    )
    with started:
        assert answers(port), (folder / "log").read_text()
        yield port


def send(port: int, path: str, length: int, connection: str) -> tuple[str, str]:
    """Send a whole body first and read then, as browsers do; the status line and the page."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: {connection}\r\n"
        "Accept: text/html\r\nAccept-Language: en\r\n"
        f"Content-Type: multipart/form-data; boundary=here\r\nContent-Length: {length}\r\n\r\n"
    )
    begin = b'--here\r\nContent-Disposition: form-data; name="file"; filename="list.csv"\r\n\r\n'
    body = begin + b"x" * (length - len(begin))
    with socket.create_connection(("127.0.0.1", port), timeout=60) as sender:
        sender.sendall(head.encode() + body)
        answer = b""
        while b"</html>" not in answer and (piece := sender.recv(65536)):
            answer += piece
    status, _, page = answer.decode().partition("\r\n")
    return status, page


BODIES = [
    ("/training/lists", 2 * MB, "keep-alive", "413", "This file is too large", "just above the limit"),
    (
        "/training/lists",
        2 * MB,
        "close",
        "413",
        "This file is too large",
        "the same on a connection of its own",
    ),
    ("/training/lists", 40 * MB, "keep-alive", "413", "This file is too large", "more than any socket holds"),
    ("/training/lists", 40 * MB, "close", "413", "This file is too large", "more, and closed afterwards"),
    ("/nowhere", 40 * MB, "close", "404", "Page not found", "to no address at all: nobody reads it"),
    (
        "/training/lists",
        MB // 2,
        "keep-alive",
        "403",
        "Please sign in again",
        "small enough, nobody signed in",
    ),
]


@pytest.mark.parametrize(
    ("path", "length", "connection", "status", "heading", "reason"), BODIES, ids=[row[5] for row in BODIES]
)
def test_sender_gets_the_page_and_no_broken_connection(
    path, length, connection, status, heading, reason, site
):
    line, page = send(site, path, length, connection)

    assert line.split()[1] == status, reason
    assert f"<h1>{heading}</h1>" in page


class Endless(io.RawIOBase):
    """A sender that never stops."""

    heard = 0

    def read(self, size: int = -1) -> bytes:
        self.heard += size
        return b"x" * size


@pytest.mark.parametrize(
    ("method", "body", "heard"),
    [
        pytest.param("POST", io.BytesIO(b"x" * 300_000), 300_000, id="the rest is read"),
        pytest.param("POST", io.BytesIO(b""), 0, id="nothing is left"),
        pytest.param("GET", io.BytesIO(b"x" * 10), 0, id="no body is expected"),
        pytest.param("POST", Endless(), MB, id="whoever sends without end is cut off"),
    ],
)
def test_what_is_left_is_read_up_to_a_bound(method, body, heard):
    environ = {"REQUEST_METHOD": method, "wsgi.input": body}

    assert serving.drain(environ, MB) == heard


def test_sender_who_left_is_not_waited_for():
    class Gone(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise ConnectionResetError

    assert serving.drain({"REQUEST_METHOD": "POST", "wsgi.input": Gone()}, MB) == 0
