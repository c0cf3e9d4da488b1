"""The guard: bad targets in every spelling, a server that redirects, drips and floods, a name that turns."""

import ast
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from likely.lib import outbound
from likely.lib.outbound import NoAnswer, check_address, read_target, request
from likely.lib.outbound_rules import Allowance, may_reach, may_use_port, read_allowance
from likely.lib.outbound_session import guarded_session
from likely.lib.refusal import Refusal
from tests.lib.forbidden_targets import ADDRESSES, HOSTS
from tests.server import ROOT

HOME = read_allowance(["127.0.0.0/8"])
NOWHERE = Allowance()


class Handler(BaseHTTPRequestHandler):
    """/echo tells the request, /to/STATUS redirects, /big floods, /drip never ends."""

    seen: list[str]

    def do_GET(self) -> None:
        self.server.seen.append(self.path)  # type: ignore[attr-defined]
        if self.path.startswith("/to/"):
            self.send_response(int(self.path[4:7]))
            self.send_header("Location", "/echo?followed")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif self.path.startswith("/big"):
            self.send_response(200)
            self.end_headers()
            self._flood()
        elif self.path == "/drip":
            self.send_response(200)
            self.end_headers()
            self._drip()
        else:
            length = int(self.headers.get("Content-Length") or 0)
            told = f"{self.command} {self.path} {self.headers['Host']} {self.rfile.read(length).decode()}"
            self.send_response(200)
            self.send_header("X-Told", "yes")
            self.end_headers()
            self.wfile.write(told.encode())

    do_POST = do_GET  # noqa: N815 - the library's name

    def _flood(self) -> None:
        try:
            for _ in range(40):
                self.wfile.write(b"a" * 100_000)
        except OSError:
            pass

    def _drip(self) -> None:
        try:
            for _ in range(200):
                self.wfile.write(b"a")
                self.wfile.flush()
                sleep(0.05)
        except OSError:
            pass

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Any]:
    """Listens on every loopback address."""
    running = ThreadingHTTPServer(("0.0.0.0", 0), Handler)
    running.daemon_threads = True
    running.seen = []  # type: ignore[attr-defined]
    threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True).start()
    yield running
    running.shutdown()
    running.server_close()


def address(server: Any, path: str, host: str = "127.0.0.1") -> str:
    return f"http://{host}:{server.server_port}{path}"


def test_there_are_enough_bad_targets() -> None:
    assert len(set(HOSTS)) >= 120
    assert len(set(ADDRESSES)) >= 60


@pytest.mark.parametrize("host", HOSTS)
def test_a_forbidden_host_is_refused_in_every_spelling(host: str) -> None:
    try:
        target = read_target(f"http://{host}:8080/")
        addresses = outbound._resolved(target.host, target.port)
    except Refusal:
        return  # not even read
    except OSError:
        with pytest.raises(NoAnswer):  # this machine's resolver knows no such spelling
            request("GET", f"http://{host}:8080/", allowed=NOWHERE)
        return
    assert addresses
    with pytest.raises(Refusal) as no:
        request("GET", f"http://{host}:8080/", allowed=NOWHERE, seconds=2)
    assert no.value.code == "address_refused"


@pytest.mark.parametrize("url", ADDRESSES, ids=lambda url: repr(url)[:40])
def test_an_address_that_can_be_read_in_two_ways_is_refused(url: str) -> None:
    def never(host: str, port: int) -> list[str]:
        raise AssertionError(f"looked up {host}:{port}")

    with pytest.raises(Refusal) as no:
        request("GET", url, allowed=NOWHERE, resolve=never)
    assert no.value.code == "address_refused"


@pytest.mark.parametrize(
    "ip",
    ["1.1.1.1", "8.8.8.8", "93.184.216.34", "192.0.1.1", "172.32.0.1", "100.128.0.1", "223.255.255.255",
     "2606:4700::1111", "2a00:1450::1", "2620:fe::fe", "2001:4860:4860::8888"],
)  # fmt: skip
def test_public_addresses_may_be_reached(ip: str) -> None:
    assert may_reach(ip, "example.org", NOWHERE)


def test_an_operator_allows_networks_and_names() -> None:
    allowed = read_allowance(["10.1.0.0/16", "fd00::/8", "gateway.internal"])
    assert may_reach("10.1.2.3", "a.example", allowed)
    assert not may_reach("10.2.0.1", "a.example", allowed)
    assert may_reach("fd12::1", "a.example", allowed)
    assert may_reach("192.168.9.9", "gateway.internal", allowed)
    assert not may_reach("192.168.9.9", "evil.gateway.internal", allowed)


@pytest.mark.parametrize("word", ["10.1.0.1/16", "not a host", "http://a", "10.0.0.0/99", "*"])
def test_a_wrong_allowance_stops_the_start(word: str) -> None:
    with pytest.raises(Refusal, match="LIKELY_OUTBOUND_ALLOW"):
        read_allowance([word])


def test_ports() -> None:
    assert all(may_use_port(port) for port in (80, 443, 8080, 8443, 1025, 65535))
    assert not any(may_use_port(port) for port in (0, 1, 22, 25, 110, 389, 1024, 65536))


def test_a_call_arrives_with_the_host_of_the_name(server: Any) -> None:
    url = address(server, "/echo?a=1", "shop.example")
    answer = request("POST", url, body=b"hello", allowed=HOME, resolve=lambda *_: ["127.0.0.3"])
    assert answer.status == 200
    assert answer.headers["x-told"] == "yes"
    assert answer.text == f"POST /echo?a=1 shop.example:{server.server_port} hello"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(server: Any, status: int) -> None:
    assert request("GET", address(server, f"/to/{status}"), allowed=HOME).status == status
    assert server.seen == [f"/to/{status}"]


def test_too_much_is_no_answer(server: Any) -> None:
    with pytest.raises(NoAnswer, match="1,000,000 bytes"):
        request("GET", address(server, "/big"), allowed=HOME)


def test_time_is_over_however_slowly_bytes_drip(server: Any) -> None:
    began = monotonic()
    with pytest.raises(NoAnswer, match=r"within 0\.3 seconds"):
        request("GET", address(server, "/drip"), allowed=HOME, seconds=0.3)
    assert monotonic() - began < 5


def test_a_resolver_that_turns_is_asked_once(server: Any) -> None:
    """A name that is public at the check and private at the call: there is no second look-up to answer."""
    answers = iter([["127.0.0.2"], ["127.0.0.1"]])
    only_two = read_allowance(["127.0.0.2"])
    url = address(server, "/echo", "turning.example")
    assert request("GET", url, allowed=only_two, resolve=lambda *_: next(answers)).status == 200
    assert len(list(answers)) == 1
    with pytest.raises(Refusal):
        request("GET", url, allowed=only_two, resolve=lambda *_: ["127.0.0.1"])


def test_one_bad_address_among_good_ones_refuses_all(server: Any) -> None:
    with pytest.raises(Refusal):
        request(
            "GET",
            address(server, "/echo", "two.example"),
            allowed=read_allowance(["127.0.0.2"]),
            resolve=lambda *_: ["127.0.0.2", "127.0.0.1"],
        )
    assert server.seen == []


def test_a_certificate_of_another_name_is_no_answer(tmp_path: Path) -> None:
    """Of nobody known, at least; and the name that is asked for is the one that was typed."""
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path, "other.example"))
    names: list[str | None] = []
    context.sni_callback = lambda _sock, name, _context: names.append(name)  # type: ignore[assignment]
    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.socket = context.wrap_socket(running.socket, server_side=True)
    running.handle_error = lambda *_: None  # type: ignore[method-assign]
    threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True).start()
    with pytest.raises(NoAnswer, match="certificate"):
        request(
            "GET",
            f"https://shop.example:{running.server_port}/",
            allowed=HOME,
            resolve=lambda *_: ["127.0.0.1"],
        )
    running.shutdown()
    running.server_close()
    assert names == ["shop.example"]


def self_signed(folder: Path, name: str) -> Path:
    """A key and a certificate in one file."""
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    named = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(named)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "server.pem"
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path


def test_nobody_there_is_no_refusal(server: Any) -> None:
    def unknown(*_: Any) -> list[str]:
        raise OSError("no such name")

    server.shutdown()
    server.server_close()
    for resolve in (lambda *_: ["127.0.0.1"], lambda *_: [], unknown):
        with pytest.raises(NoAnswer):
            request("GET", address(server, "/"), allowed=HOME, resolve=resolve)


def test_a_header_can_hold_no_second_one(server: Any) -> None:
    with pytest.raises(NoAnswer):
        request("GET", address(server, "/echo"), headers={"X-A": "a\r\nX-B: b"}, allowed=HOME)
    assert server.seen == []


def test_proxies_of_the_environment_are_not_used(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert request("GET", address(server, "/echo"), allowed=HOME).status == 200


def test_a_typed_address_is_refused_at_once(settings: Any) -> None:
    settings.OUTBOUND_ALLOW = NOWHERE
    with pytest.raises(Refusal, match="private network"):
        check_address("http://127.0.0.1:8080/")
    check_address("https://93.184.216.34/hook")


def test_a_librarys_session_goes_the_same_way(server: Any, settings: Any) -> None:
    import requests

    settings.OUTBOUND_ALLOW = HOME
    session = guarded_session()
    told = session.post(address(server, "/echo"), data={"a": "1"}, timeout=30)
    assert told.text.startswith("POST /echo 127.0.0.1")
    assert told.text.endswith("a=1")
    assert session.get(address(server, "/to/302")).status_code == 302
    assert server.seen == ["/echo", "/to/302"]
    settings.OUTBOUND_ALLOW = NOWHERE
    with pytest.raises(requests.ConnectionError, match="private network"):
        session.get(address(server, "/echo"))


# Modules of our own that may speak to a network by another way, and why.
OTHER_WAYS = {
    "likely/lib/outbound.py": "the guard",
    "likely/lib/outbound_session.py": "hands the guard to libraries that bring requests",
    "likely/channels/mail.py": "knows the errors of a mail provider's library, which the operator sets up",
    "likely/channels/twilio_client.py": "knows the errors of the library, whose session is the guarded one",
    "likely/cli/server.py": "asks its own loopback address whether it answers",
    "likely/cli/demo_home.py": "looks for a free port",
    "likely/store/cluster.py": "asks whether the operator's own cluster answers",
}
NETWORK = {"requests", "urllib3", "httpx", "aiohttp", "socket", "pycurl", "websockets", "niquests"}
NETWORK_MODULES = {"http.client", "urllib.request", "xmlrpc.client", "ftplib", "telnetlib"}
SDKS = {  # a provider's own library, and the module that hands it the guard
    "twilio": {
        "likely/channels/twilio_client.py",
        "likely/channels/twilio_signature.py",
        "likely/public/voice.py",  # writes what a call says; opens nothing
    },
    "dns": {"likely/lib/dns_text.py"},  # asks the resolver of the system or of the operator, nobody else
    "apprise": {"likely/channels/chat_address.py"},
    "pywebpush": {"likely/channels/push_message.py"},
}


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def asks_only_for_the_machine(tree: ast.AST) -> bool:
    """socket.gethostname() is the name of the machine, and no way out."""
    used = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    of_socket = {node.attr for node in used if isinstance(node.value, ast.Name) and node.value.id == "socket"}
    return of_socket == {"gethostname"}


def reaches_out(name: str) -> bool:
    return name.partition(".")[0] in NETWORK or name in NETWORK_MODULES


def test_no_other_module_opens_a_connection() -> None:
    found: set[str] = set()
    for path in sorted(Path(ROOT, "likely").rglob("*.py")):
        where = str(path.relative_to(ROOT))
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = set(imported(tree)) - ({"socket"} if asks_only_for_the_machine(tree) else set())
        if any(reaches_out(name) for name in names):
            found.add(where)
        for sdk, places in SDKS.items():
            if any(name.partition(".")[0] == sdk for name in names):
                assert where in places, f"{where} imports {sdk}: hand it the guard, or go by outbound.request"
    assert found <= set(OTHER_WAYS), f"{found - set(OTHER_WAYS)}: go by likely.lib.outbound"
