"""A server for mail that keeps what it is given: small, real, on loopback."""

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default


@dataclass
class Postbox:
    """The letters that came, in order. `url` is what TAPPA_SMTP_URL takes."""

    url: str = ""
    letters: list[EmailMessage] = field(default_factory=list)

    def letter_to(self, address: str, *, seconds: float = 10) -> EmailMessage:
        """The newest letter to this address; waits for it."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            found = [letter for letter in self.letters if str(letter["To"]) == address]
            if found:
                return found[-1]
            time.sleep(0.01)
        raise AssertionError(f"no letter to {address}: {[letter['To'] for letter in self.letters]}")


@contextmanager
def postbox_on_loopback() -> Iterator[Postbox]:
    """A running postbox, ended with the block."""
    postbox = Postbox()

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 postbox")
            while line := self.rfile.readline().decode().strip():
                word = line.split(" ")[0].upper()
                if word == "DATA":
                    self._say("354 go on")
                    postbox.letters.append(self._letter())
                self._say("221 bye" if word == "QUIT" else "250 ok")
                if word == "QUIT":
                    return

        def _letter(self) -> EmailMessage:
            lines = []
            while (line := self.rfile.readline()) != b".\r\n":
                lines.append(line.removeprefix(b"."))
            letter: EmailMessage = BytesParser(EmailMessage, policy=default).parsebytes(b"".join(lines))
            return letter

        def _say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        server.daemon_threads = True
        postbox.url = f"smtp://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield postbox
        finally:
            server.shutdown()
            thread.join()
