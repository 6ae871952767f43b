"""A relay of thirty lines for tests (RFC 5321, and STARTTLS): keeps what it takes, refuses as it is told."""

import socketserver
import ssl
import threading
from dataclasses import dataclass, field


@dataclass
class Box:
    """What a relay got, and how it behaves: an answer by command, or None to hang up there."""

    answers: dict[str, str | None] = field(default_factory=dict)
    mails: list[bytes] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    tls: ssl.SSLContext | None = None


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.say("220 relay")
        while line := self.rfile.readline().decode().strip():
            word = line.split(":")[0].upper()
            self.server.box.heard.append(word)
            answer = self.server.box.answers.get(word.split()[0], self._usual(word))
            if answer is None:
                return
            self.say(answer)
            if word == "DATA" and answer.startswith("354"):
                if not self.take():
                    return
            elif word == "STARTTLS" and answer.startswith("220"):
                self.request = self.server.box.tls.wrap_socket(self.request, server_side=True)
                self.setup()
            elif word == "QUIT":
                return

    def finish(self) -> None:
        super().finish()
        self.request.close()

    def _usual(self, word: str) -> str:
        offers = "250-relay\r\n250-AUTH PLAIN" + ("\r\n250-STARTTLS" if self.server.box.tls else "")
        usual = {"DATA": "354 go on", "QUIT": "221 bye", "STARTTLS": "220 go"}
        offers += "\r\n250 8BITMIME"
        return offers if word.startswith("EHLO") else usual.get(word, "250 ok")

    def take(self) -> bool:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self.server.box.mails.append(b"".join(lines))
        answer = self.server.box.answers.get(".", "250 taken")
        if answer is not None:
            self.say(answer)
        return answer is not None

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())
        self.wfile.flush()


class Relay(socketserver.ThreadingTCPServer):
    """A relay at a free port of this machine, while the block lasts."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, box: Box) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.box = box

    def __enter__(self):
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_ended):
        self.shutdown()
        self.server_close()

    def url(self, scheme: str = "smtp+plain", login: str = "") -> str:
        return f"{scheme}://{login}127.0.0.1:{self.server_address[1]}"
