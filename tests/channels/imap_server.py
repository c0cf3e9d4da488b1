"""A mailbox that speaks IMAP4rev1 over a socket: as much as is needed to log in, look, read and mark."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

USER, PASSWORD = "replies", "a long password"


@dataclass
class Box:
    """mails: by uid. seen: uids. fails: commands after whose answer the line breaks."""

    mails: dict[int, bytes] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    fails: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"imap://{USER}:{PASSWORD.replace(' ', '%20')}@127.0.0.1:{self.port}/INBOX"

    def put(self, raw: bytes) -> int:
        uid = len(self.mails) + 1
        self.mails[uid] = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        return uid


@contextmanager
def mailbox_serving() -> Iterator[Box]:
    box = Box()

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"* OK ready\r\n")
            while line := self.rfile.readline():
                tag, _, rest = line.decode().strip().partition(" ")
                name = rest.partition(" ")[0].upper()
                told, ended = answer(box, name, rest)
                self.wfile.write(told + f"{tag} {ended} done\r\n".encode())
                if name == "LOGOUT":
                    return
                if any(rest.upper().startswith(fault) for fault in box.fails):
                    box.fails.clear()
                    return

    class Server(ThreadingTCPServer):
        allow_reuse_address = daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        box.port = server.server_address[1]
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield box
        server.shutdown()


def answer(box: Box, name: str, rest: str) -> tuple[bytes, str]:
    """(untagged lines, the tagged answer)."""
    if name == "CAPABILITY":
        return b"* CAPABILITY IMAP4rev1\r\n", "OK"
    if name == "LOGIN":
        good = re.fullmatch(rf'LOGIN "?{USER}"? "{PASSWORD}"', rest)
        return b"", "OK" if good else "NO [AUTHENTICATIONFAILED] wrong"
    if name == "SELECT":
        known = rest.endswith('"INBOX"')
        return (f"* {len(box.mails)} EXISTS\r\n".encode(), "OK") if known else (b"", "NO no such folder")
    if rest.startswith("UID SEARCH"):
        unread = " ".join(str(uid) for uid in box.mails if uid not in box.seen)
        return f"* SEARCH {unread}\r\n".encode(), "OK"
    if found := re.match(r"UID FETCH (\d+) \((.*)\)", rest):
        return fetched(box, int(found[1]), found[2]), "OK"
    if found := re.match(r"UID STORE (\d+) ", rest):
        box.seen.add(int(found[1]))
    return b"", "OK"


def fetched(box: Box, uid: int, what: str) -> bytes:
    raw = box.mails[uid]
    if what == "RFC822.SIZE":
        return f"* {uid} FETCH (UID {uid} RFC822.SIZE {len(raw)})\r\n".encode()
    return f"* {uid} FETCH (UID {uid} BODY[] {{{len(raw)}}}\r\n".encode() + raw + b")\r\n"
