"""A keep-alive client in a process of its own: so many requests over so many connections, closed loop.

Reads a JSON order from standard input and writes seconds and latencies to standard output, line by line.
"""

import json
import selectors
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Connection:
    """One connection with one request on its way."""

    address: tuple[str, int]
    began: float = 0.0
    buffer: bytes = b""
    needed: int | None = None
    line: socket.socket = field(init=False)

    def __post_init__(self) -> None:
        self.open()

    def open(self) -> None:
        """Connect without waiting for full packets."""
        self.line = socket.create_connection(self.address, timeout=30)
        self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> None:
        """Send a request and start its clock."""
        self.began, self.buffer, self.needed = time.perf_counter(), b"", None
        self.line.sendall(request)

    def is_answered(self) -> bool:
        """Read what has come; True once the answer is whole."""
        self.buffer += self.line.recv(65_536)
        if self.needed is None and b"\r\n\r\n" in self.buffer:
            self.needed = _length(self.buffer)
        return self.needed is not None and len(self.buffer) >= self.needed

    @property
    def status(self) -> int:
        """The status of the answer."""
        return int(self.buffer[9:12])

    @property
    def closes(self) -> bool:
        """Whether the server will close the connection."""
        return b"\r\nconnection: close" in self.buffer[:2000].lower()


def _length(answer: bytes) -> int:
    head = answer[: answer.index(b"\r\n\r\n") + 4]
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return len(head) + int(line.partition(b":")[2])
    raise ValueError(f"an answer without a length: {head!r}")


def requests(path: str, cookies: list[str]) -> Iterator[bytes]:
    """The same page for one session after the other, for ever."""
    made = [
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\nAccept-Language: fr\r\n"
        + (f"Cookie: {one}\r\n" if one else "")
        + "\r\n"
        for one in cookies
    ]
    while True:
        for one in made:
            yield one.encode()


def run(port: int, path: str, cookies: list[str], count: int, together: int) -> dict[str, object]:
    """Ask `count` times over `together` connections; gives seconds, latencies in ms, statuses."""
    asking, waiting = requests(path, cookies), selectors.DefaultSelector()
    latencies: list[float] = []
    statuses: dict[str, int] = {}
    start, left = time.perf_counter(), count
    for _ in range(min(together, count)):
        one = Connection(("127.0.0.1", port))
        waiting.register(one.line, selectors.EVENT_READ, one)
        one.ask(next(asking))
        left -= 1
    while len(latencies) < count:
        for key, _ in waiting.select(30):
            one = key.data
            if not one.is_answered():
                continue
            latencies.append(1000 * (time.perf_counter() - one.began))
            statuses[str(one.status)] = statuses.get(str(one.status), 0) + 1
            if left:
                left -= 1
                _again(one, waiting, next(asking))
    return {"seconds": time.perf_counter() - start, "latencies": latencies, "statuses": statuses}


def _again(one: Connection, waiting: selectors.BaseSelector, request: bytes) -> None:
    if one.closes:
        waiting.unregister(one.line)
        one.line.close()
        one.open()
        waiting.register(one.line, selectors.EVENT_READ, one)
    one.ask(request)


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(run(**json.loads(line))), flush=True)
