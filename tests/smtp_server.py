"""A real SMTP server in a process of its own: each message is on disk before the 250, and it can misbehave.

    python -m tests.smtp_server PORT FOLDER [one-by-one]

What it does wrong stands in the address, before the first dot: `busy.ann@example.org` is told 451 the first
time. Every fault happens once for each address, save those that are for good (`nobody`, `relay`, `spam`).
"""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTPUTF8
from pathlib import Path
from socket import create_connection
from typing import Any

from tests.server import ROOT, free_port

FOR_GOOD = {
    "nobody": "550 5.1.1 No such user here",
    "relay": "550 5.7.1 Relaying denied",
    "full": "452 4.2.2 Mailbox full",
}
ONCE = {"busy": "451 4.3.0 Try again later", "closing": "421 4.3.2 Closing the connection"}


@dataclass
class Handler:
    folder: Path
    stored: int = 0
    done: set[str] = field(default_factory=set)

    pipelining: bool = True

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, hostname: str, told: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [*told[:-1], "250-PIPELINING", told[-1]] if self.pipelining else told

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802 - aiosmtpd's name
        fault = address.partition(".")[0]
        if fault in FOR_GOOD:
            return FOR_GOOD[fault]
        if fault in ONCE and self._first(address):
            if fault == "closing":
                server.transport.write(b"421 4.3.2 Closing the connection\r\n")
                server.transport.close()
            return ONCE[fault]
        if fault == "drop" and self._first(address):
            server.transport.abort()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        fault = envelope.rcpt_tos[0].partition(".")[0]
        if fault == "spam":
            return "554 5.7.1 This looks like spam"
        first = self._first(envelope.rcpt_tos[0]) if fault in ("hang", "cut") else False
        self._store(envelope)
        if first and fault == "hang":
            await asyncio.sleep(3600)
        if first and fault == "cut":
            server.transport.abort()
        return "250 OK"

    def _first(self, address: str) -> bool:
        first = address not in self.done
        self.done.add(address)
        return first

    def _store(self, envelope: Any) -> None:
        self.stored += 1
        path = self.folder / f"{self.stored:07d}"
        with open(path.with_suffix(".part"), "wb") as file:
            file.write(f"X-Envelope-To: {envelope.rcpt_tos[0]}\r\n".encode() + envelope.original_content)
            file.flush()
            os.fsync(file.fileno())
        path.with_suffix(".part").rename(path.with_suffix(".eml"))


@dataclass
class SmtpServer:
    folder: Path
    port: int = 0
    process: "subprocess.Popen[bytes] | None" = None
    pipelining: bool = True

    @property
    def url(self) -> str:
        """For LIKELY_EMAIL_URL."""
        return f"smtp://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.folder.mkdir(exist_ok=True)
        self.port = self.port or free_port()
        command = [sys.executable, "-m", "tests.smtp_server", str(self.port), str(self.folder)]
        command += [] if self.pipelining else ["one-by-one"]
        self.process = subprocess.Popen(command, cwd=ROOT)
        for _ in range(200):
            with suppress(OSError), create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.05)
        raise AssertionError("no SMTP server")

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()

    def raw(self) -> list[bytes]:
        """Every message that was taken, in the order of taking."""
        return [path.read_bytes() for path in sorted(self.folder.glob("*.eml"))]

    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=SMTPUTF8) for raw in self.raw()]  # type: ignore[misc]

    def headers(self, name: str) -> list[str]:
        """One header of each message, without reading their bodies."""
        wanted = f"{name.lower()}:".encode()
        return [_header(raw, wanted) for raw in self.raw()]


def _header(raw: bytes, wanted: bytes) -> str:
    head = raw.partition(b"\r\n\r\n")[0]
    found = (line for line in head.split(b"\r\n") if line.lower().startswith(wanted))
    return next(found, b"").partition(b":")[2].strip().decode()


@contextmanager
def smtp_serving(folder: Path, pipelining: bool = True) -> Iterator[SmtpServer]:
    server = SmtpServer(folder, pipelining=pipelining)
    server.start()
    try:
        yield server
    finally:
        server.stop()


async def run(port: int, folder: Path, pipelining: bool) -> None:
    from aiosmtpd.smtp import SMTP

    handler = Handler(folder, stored=len(list(folder.glob("*.eml"))), pipelining=pipelining)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(handler, enable_SMTPUTF8=True, hostname="localhost", ident="likely-test"),
        "127.0.0.1",
        port,
    )
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(run(int(sys.argv[1]), Path(sys.argv[2]), "one-by-one" not in sys.argv))
