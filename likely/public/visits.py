"""What a visitor looked at in the last minutes, kept in the memory of this process and nowhere else.

A look must not write (C06), so what looks tell is weak by design: bounded, forgotten after ten minutes and
with every restart, and each of several web processes knows its own share. The verdicts do not rest on
it; it only adds doubt to an answer of the very visitor who opened a whole mail's links.
"""

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from threading import Lock
from time import monotonic
from typing import Final

from django.conf import settings

DAY_SECONDS: Final = 86400.0
MOST: Final = 20_000  # visitors of links, about 10 MB
KEPT_SECONDS: Final = 600.0
TOGETHER_SECONDS: Final = 60.0  # links opened within this are one look through the mail

SECRET: Final = secrets.token_bytes(32)  # of this process: a visitor's name can't be traced back


@dataclass(frozen=True, slots=True)
class Seen:
    """links: different numbers opened within a minute. hidden: the link that nobody sees. head: by HEAD."""

    links: int = 0
    hidden: bool = False
    head: bool = False


NOTHING: Final = Seen()


@dataclass(slots=True)
class _Visit:
    at: float
    links: dict[str, float] = field(default_factory=dict)
    hidden: bool = False
    head: bool = False


class Visits:
    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._visits: OrderedDict[tuple[str, bytes], _Visit] = OrderedDict()
        self._lock = Lock()

    def note(
        self, target: str, visitor: bytes, *, link: str = "", hidden: bool = False, head: bool = False
    ) -> None:
        """A look by GET or HEAD. link: the number that the address carries."""
        now, key = monotonic(), (target, visitor)
        with self._lock:
            visit = self._visits.pop(key, None)
            if visit is None or now - visit.at > KEPT_SECONDS:
                visit = _Visit(now)
            visit.at = now
            visit.hidden |= hidden
            visit.head |= head
            if link:
                visit.links[link] = now
            self._visits[key] = visit
            while len(self._visits) > self._most:
                self._visits.popitem(last=False)

    def of(self, target: str, visitor: bytes) -> Seen:
        visit = self._visits.get((target, visitor))
        if visit is None or monotonic() - visit.at > KEPT_SECONDS:
            return NOTHING
        return Seen(_together(list(visit.links.values())), visit.hidden, visit.head)

    def forget(self) -> None:
        with self._lock:
            self._visits.clear()


VISITS: Final = Visits()  # of this process


def visitor_of(address: str, agent: str) -> bytes:
    """A name for who shares an address and a browser; it means nothing outside this process."""
    return blake2b(f"{address} {agent}".encode("utf-8", "replace"), digest_size=12, key=SECRET).digest()


def place_of(address: str, agent: str, second: float) -> str:
    """24 bits for who shares an address and a browser on one day (UTC): too few to tell which one it was."""
    said = f"{int(second // DAY_SECONDS)} {address} {agent}".encode("utf-8", "replace")
    return blake2b(said, digest_size=3, key=_day_key(), person=b"likely.place").hexdigest()


@cache
def _day_key() -> bytes:
    """Of the installation, so that all its processes name a place alike."""
    return blake2b(settings.SECRET_KEY.encode(), digest_size=32).digest()


def _together(times: list[float]) -> int:
    """The most within one minute."""
    return max((sum(0 <= other - first <= TOGETHER_SECONDS for other in times) for first in times), default=0)
