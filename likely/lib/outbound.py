"""The way out to an address that somebody typed: no other module opens an HTTP connection to one.

A name is resolved once, every address that it has must be one that may be reached (outbound_rules.py), and
the connection goes to that very address; certificate and Host are those of the name. So neither a second
look-up nor a redirect leads anywhere else: redirects are not followed, proxies of the environment not used.
"""

import re
import socket
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import IPv6Address
from threading import Event, Timer
from time import monotonic
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from likely.lib.outbound_rules import HOST, Allowance, may_reach, may_use_port
from likely.lib.refusal import Refusal
from likely.lib.strict_json import parse_json

TOTAL_SECONDS: Final = 15.0  # from the look-up's end to the last byte
LARGEST_ANSWER: Final = 1_000_000  # bytes
LONGEST_ADDRESS: Final = 2_000  # characters
DEFAULT_PORT: Final = {"http": 80, "https": 443}
PLACE: Final = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\[\]:]+)(:[0-9]{1,5})?")
Resolve = Callable[[str, int], list[str]]


class NoAnswer(Exception):  # noqa: N818 - what happened
    """Nobody answered, or not as HTTP, not in time or too much. words: what was seen.

    reached: somebody was there, who may have heard and done what was asked.
    """

    def __init__(self, words: str, *, reached: bool = False) -> None:
        super().__init__(words)
        self.words, self.reached = words, reached


class TooMuch(NoAnswer):
    """It answered with more than was wanted."""


class _LargerError(ValueError):
    """More bytes came than were wanted."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]  # names in small letters; of a name twice the last
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    def json(self) -> object:
        """The body as JSON; None where it is none."""
        try:
            return parse_json(self.body)
        except Refusal:
            return None


@dataclass(frozen=True, slots=True)
class Target:
    """A typed address, read once. path: with the query."""

    scheme: str
    host: str  # in small ASCII letters; an IPv6 address without brackets
    port: int
    path: str


@dataclass(slots=True)
class _Call:
    """One call under way. until: by the clock that never goes back."""

    target: Target
    addresses: list[str]
    until: float
    ended: Event = field(default_factory=Event)
    sock: socket.socket | None = None

    @property
    def seconds_left(self) -> float:
        return max(0.001, self.until - monotonic())


def request(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    allowed: Allowance | None = None,
    resolve: Resolve | None = None,
    seconds: float = TOTAL_SECONDS,
    largest: int = LARGEST_ANSWER,
) -> Answer:
    """One call and its answer, whatever its status. Refusal: not there. NoAnswer: perhaps later.

    allowed: beside public addresses; None: what the installation allows. resolve: a name's addresses.
    largest: bytes of the answer; TooMuch where it has more.
    """
    target = read_target(url)
    addresses = reachable(target, allowed, resolve)
    call = _Call(target, addresses, monotonic() + seconds)
    connection = _PinnedTLS(call) if target.scheme == "https" else _Pinned(call)
    watch = Timer(seconds, _cut, (call,))
    watch.daemon = True
    watch.start()
    try:
        return _exchange(connection, method, target.path, headers or {}, body, largest)
    except _LargerError as error:
        raise TooMuch(str(error), reached=True) from None
    except (OSError, HTTPException, ValueError) as error:
        raise NoAnswer(_seen(error, call, seconds), reached=call.sock is not None) from None
    finally:
        watch.cancel()
        connection.close()


def read_target(url: str) -> Target:
    """The address in its parts; a refusal for whatever two readers could take for different ones."""
    if len(url) > LONGEST_ADDRESS or any(ord(letter) <= 32 or letter in "\\\x7f" for letter in url):
        raise _refused("It is too long, or holds a blank, a backslash or a control character.")
    try:
        parts = urlsplit(url)
        port = DEFAULT_PORT.get(parts.scheme, 0) if parts.port is None else parts.port
        host = _ascii(parts.hostname or "")
    except ValueError:
        raise _refused("It is no address.") from None
    if parts.scheme not in DEFAULT_PORT:
        raise _refused("It must begin with https:// or http://.")
    if "@" in parts.netloc:
        raise _refused("It holds a user name.")
    if not PLACE.fullmatch(parts.netloc):
        raise _refused("It is no address.")
    if not may_use_port(port):
        raise _refused("Its port must be 80, 443, 8080, 8443 or above 1024.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not path.isascii():
        raise _refused("It holds letters that an address spells with %.")
    return Target(parts.scheme, host, port, path)


def reachable(target: Target, allowed: Allowance | None = None, resolve: Resolve | None = None) -> list[str]:
    """The addresses of a target, looked up once. All of them may be reached, or it is refused."""
    allowance = settings.OUTBOUND_ALLOW if allowed is None else allowed
    try:
        addresses = (resolve or _resolved)(target.host, target.port)
    except OSError:
        raise NoAnswer(f"{target.host} has no address.") from None
    if not addresses:
        raise NoAnswer(f"{target.host} has no address.")
    if not all(may_reach(address, target.host, allowance) for address in addresses):
        raise _refused("It leads into a private network.")
    return addresses


def check_address(url: str) -> None:
    """Refuse an address as soon as it is typed. Each call looks again: this is only the sooner answer."""
    with suppress(NoAnswer):
        reachable(read_target(url))


class _Pinned(HTTPConnection):
    """A connection to an address that was found good, in the name of the host."""

    def __init__(self, call: _Call) -> None:
        super().__init__(call.target.host, call.target.port, timeout=call.seconds_left)
        self.call = call

    def connect(self) -> None:
        last: OSError = OSError("no address")
        for address in self.call.addresses:
            try:
                self.sock = socket.create_connection((address, self.call.target.port), self.call.seconds_left)
            except OSError as error:
                last = error
                continue
            self.sock.settimeout(self.call.seconds_left)
            self.call.sock = self.sock
            return
        raise last


class _PinnedTLS(_Pinned):
    default_port = 443

    def connect(self) -> None:
        super().connect()
        self.call.sock = None  # until its certificate is seen, nothing is said to it
        self.sock = _tls().wrap_socket(self.sock, server_hostname=self.call.target.host)
        self.call.sock = self.sock


def _exchange(
    connection: _Pinned, method: str, path: str, headers: Mapping[str, str], body: bytes, largest: int
) -> Answer:
    own = {"Accept-Encoding": "identity", "Connection": "close", "User-Agent": "Likely"}
    named = {name.lower() for name in headers}
    sent = {name: value for name, value in own.items() if name.lower() not in named} | dict(headers)
    with_body = body or method in ("POST", "PUT", "PATCH")
    connection.request(method, path, body=body if with_body else None, headers=sent)
    response: HTTPResponse = connection.getresponse()
    received = response.read(largest + 1)
    if len(received) > largest:
        raise _LargerError(f"It answered with more than {largest:,} bytes.")
    if connection.call.ended.is_set():
        raise TimeoutError
    return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, received)


def _cut(call: _Call) -> None:
    """The time is over, however slowly bytes still drip."""
    call.ended.set()
    if call.sock is not None:
        with suppress(OSError):
            socket.socket.shutdown(call.sock, socket.SHUT_RDWR)  # of a TLS socket too: below its TLS


def _seen(error: Exception, call: _Call, seconds: float) -> str:
    if call.ended.is_set() or isinstance(error, TimeoutError):
        return f"{call.target.host} did not answer within {seconds:g} seconds."
    return f"{call.target.host}: {error or type(error).__name__}"[:300]


def _resolved(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def _ascii(host: str) -> str:
    """The host as the name service spells it. ValueError for what is none."""
    if not host.isascii():
        import idna  # heavy tables, and most names need none

        host = idna.encode(host, uts46=True).decode("ascii").lower()
    if ":" in host:
        return str(IPv6Address(host))
    if not HOST.fullmatch(host.removesuffix(".")):
        raise ValueError(host)
    return host


@cache
def _tls() -> ssl.SSLContext:
    """Trusts the machine's authorities, and those that come with the libraries where it has none."""
    import certifi  # beside requests

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _refused(why: str) -> Refusal:
    return Refusal(
        "address_refused",
        f"This address can't be called. {why}",
        cure="Give a public https address, or let the operator name the network in LIKELY_OUTBOUND_ALLOW.",
        field="url",
    )
