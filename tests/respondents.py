"""Many respondents at once from one cheap process: `python -m tests.respondents PORT PATH ...`.

Each connection stays open and sends one answer after the other, waiting for each. With --persistent a
respondent behaves as the page's script does: what is not acknowledged is sent again with the same key,
over a new connection, until it is. SIGTERM ends the time before its end.

With --faces FILE they come by the ways that the file names, as its pages and the widget send, and PATH is not
used. It holds a list of ways, each {"path", "headers", "parts": what goes with every answer, "visits": [parts
that one page view alone has, and the path of a personal link], "keyed": whether a key names the response,
"weight": connections of each eight}. --again SHARE sends that share of the acknowledged answers once more.
"""

import argparse
import heapq
import json
import secrets
import selectors
import signal
import socket
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import random
from time import perf_counter
from typing import Any

TAPS = (
    lambda key, score: {"key": key, "score": score},
    lambda key, score: {"key": key, "score": 10 - score, "reason": f"because of {score}"},
    lambda key, score: {"key": key, "permission": True, "done": True},
)  # what one respondent sends, in this order
RETRY_SECONDS = 0.1


@dataclass
class Crowd:
    """What the respondents met. acknowledged: {key: [score, taps acknowledged]}."""

    port: int
    taps: int
    persistent: bool
    until: float
    faces: list[dict[str, Any]]
    again: float = 0.0  # share
    selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)
    seconds: list[float] = field(default_factory=list)  # a latency for each acknowledged tap
    statuses: Counter[str] = field(default_factory=Counter)
    acknowledged: dict[str, list[int]] = field(default_factory=dict)
    waiting: list[tuple[float, int, Any]] = field(default_factory=list)  # who tries again when
    repeated: int = 0
    keyed: int = 0  # responses that a key names, with an acknowledged tap

    def end(self) -> None:
        self.until = perf_counter()


class Respondent:
    def __init__(self, crowd: Crowd, face: "Face") -> None:
        self.crowd, self.face = crowd, face
        self.link: socket.socket | None = None
        self.begin()

    def begin(self) -> None:
        """Somebody new."""
        self.key, self.score, self.tap = secrets.token_urlsafe(24), secrets.randbelow(11), 0
        self.is_again = False
        self.face.visit()
        self.place, self.parts = self.face.head, self.face.parts

    def connect(self) -> None:
        self.link = socket.socket()
        self.link.setblocking(False)
        self.link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.link.connect_ex(("127.0.0.1", self.crowd.port))
        self.crowd.selector.register(self.link, selectors.EVENT_WRITE, self)
        self.read = self.send

    def send(self) -> None:
        sent = {**TAPS[self.tap](self.key, self.score), **self.parts}
        if not self.face.keyed:
            del sent["key"]
        body = json.dumps(sent).encode()
        self.began, self.received = perf_counter(), b""
        self.link.send(self.place + b"Content-Length: %d\r\n\r\n" % len(body) + body)
        if self.read == self.send:
            self.crowd.selector.modify(self.link, selectors.EVENT_READ, self)
            self.read = self.receive

    def receive(self) -> None:
        part = self.link.recv(65536)
        if not part:
            raise ConnectionResetError
        self.received += part
        head, found, body = self.received.partition(b"\r\n\r\n")
        if found and len(body) >= length_of(head):
            self.hear(int(head[9:12]), body)

    def hear(self, status: int, body: bytes) -> None:
        crowd, now = self.crowd, perf_counter()
        crowd.statuses[str(status)] += 1
        if status == 200:
            self.acknowledged(now)
        elif crowd.persistent:
            return self.again()
        if now < crowd.until:
            return self.send()
        return self.leave()

    def acknowledged(self, now: float) -> None:
        """On to the next tap or the next person, or the same once more, as if the reply had been lost."""
        crowd = self.crowd
        if self.is_again:
            crowd.repeated += 1
        else:
            crowd.seconds.append(now - self.began)
            crowd.acknowledged[self.key] = [self.score, self.tap + 1]
            crowd.keyed += self.face.keyed and not self.tap
        self.is_again = not self.is_again and bool(crowd.again) and random() < crowd.again
        if not self.is_again:
            self.tap += 1
            if self.tap == crowd.taps:
                self.begin()

    def again(self) -> None:
        """Try the same tap later, over a new connection."""
        self.leave()
        if perf_counter() < self.crowd.until:
            heapq.heappush(self.crowd.waiting, (perf_counter() + RETRY_SECONDS, id(self), self))

    def leave(self) -> None:
        if self.link:
            self.crowd.selector.unregister(self.link)
            self.link.close()
            self.link = None


class Face:
    """One way to answer, and the page view that the next respondent has."""

    def __init__(self, given: dict[str, Any]) -> None:
        self.given = given
        self.keyed: bool = given.get("keyed", True)
        self.visits: list[dict[str, Any]] = given.get("visits") or [{}]
        self.at = secrets.randbelow(len(self.visits))
        self.visit()

    def visit(self) -> None:
        own = self.visits[self.at]
        self.at = (self.at + 1) % len(self.visits)
        headers = {"Host": "127.0.0.1", "Content-Type": "application/json", **self.given.get("headers", {})}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self.head = f"POST {own.get('path', self.given['path'])} HTTP/1.1\r\n{lines}".encode()
        self.parts = {**self.given.get("parts", {}), **own}
        self.parts.pop("path", None)


def length_of(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line[15:])
    return 0


def attend(crowd: Crowd, connections: int) -> None:
    faces = [face for given in crowd.faces for face in [Face(given)] * given.get("weight", 1)]
    for number in range(connections):
        Respondent(crowd, faces[number % len(faces)]).connect()
    while crowd.selector.get_map() or crowd.waiting:
        if perf_counter() > crowd.until + 20:
            crowd.statuses["unanswered"] += len(crowd.selector.get_map())
            return
        for ready, _ in crowd.selector.select(0.05):
            move(ready.data)
        while crowd.waiting and crowd.waiting[0][0] <= perf_counter():
            heapq.heappop(crowd.waiting)[2].connect()


def move(respondent: Respondent) -> None:
    try:
        respondent.read()
    except OSError as error:
        respondent.crowd.statuses[type(error).__name__] += 1
        respondent.again() if respondent.crowd.persistent else respondent.leave()


def quantile_ms(seconds: list[float], share: float) -> float:
    ordered = sorted(seconds)
    return round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2) if ordered else 0.0


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("path")
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--taps", type=int, default=1)
    parser.add_argument("--persistent", action="store_true")
    parser.add_argument("--acknowledged", help="file for what was acknowledged")
    parser.add_argument("--faces", help="file with the ways to answer")
    parser.add_argument("--again", type=float, default=0.0)
    given = parser.parse_args()
    faces = json.loads(Path(given.faces).read_text()) if given.faces else [{"path": given.path}]
    began = perf_counter()
    crowd = Crowd(given.port, given.taps, given.persistent, began + given.seconds, faces, given.again)
    signal.signal(signal.SIGTERM, lambda *_: crowd.end())
    attend(crowd, given.connections)
    if given.acknowledged:
        with open(given.acknowledged, "w") as file:
            json.dump(crowd.acknowledged, file)
    took = perf_counter() - began
    figures = {
        "answers": len(crowd.seconds),
        "keyed": crowd.keyed,
        "repeated": crowd.repeated,
        "per_second": round(len(crowd.seconds) / took, 1),
        "p50_ms": quantile_ms(crowd.seconds, 0.5),
        "p99_ms": quantile_ms(crowd.seconds, 0.99),
        "statuses": dict(crowd.statuses),
    }
    json.dump(figures, sys.stdout)


if __name__ == "__main__":
    main()
