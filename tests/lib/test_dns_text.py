"""Looking a name up in a real DNS server on loopback."""

from typing import Any

import pytest

from likely.lib.dns_text import Looked, read_dns_server, text_records
from likely.lib.refusal import Refusal
from tests.lib.dns_server import dns_server

LONG = "v=DKIM1; p=" + "A" * 390


@pytest.fixture
def server(settings: Any) -> Any:
    known = {
        "example.org": ["v=spf1 -all", 'says "hello"'],
        "long.example.org": [LONG],
        "bare.example.org": [],
    }
    with dns_server(known) as address:
        settings.DNS_SERVER = address
        yield address


def test_what_is_there(server: str) -> None:
    assert set(text_records("example.org").texts) == {"v=spf1 -all", 'says "hello"'}
    assert text_records("long.example.org") == Looked((LONG,))  # several strings, one text


@pytest.mark.parametrize("name", ["nowhere.example.org", "bare.example.org"])
def test_nothing_there_is_no_trouble(server: str, name: str) -> None:
    assert text_records(name) == Looked()


@pytest.mark.parametrize(
    ("name", "trouble"),
    [
        ("silent.example.org", "timeout"),
        ("broken.example.org", "no_answer"),
        ("a..example.org", "no_answer"),
        (f"{'a' * 64}.example.org", "no_answer"),
    ],
)
def test_what_can_not_be_looked_up_says_why(
    server: str, monkeypatch: pytest.MonkeyPatch, name: str, trouble: str
) -> None:
    monkeypatch.setattr("likely.lib.dns_text.SECONDS", 0.5)
    assert text_records(name) == Looked(trouble=trouble)


@pytest.mark.parametrize("text", ["", "10.0.0.2:53", "[::1]:5353"])
def test_a_resolver_can_be_named(text: str) -> None:
    assert read_dns_server(text) == text


@pytest.mark.parametrize("text", ["10.0.0.2", "dns.example.org:53", "10.0.0.2:0", "10.0.0.2:99999", ":53"])
def test_one_that_is_none_stops_the_start(text: str) -> None:
    with pytest.raises(Refusal, match="LIKELY_DNS_SERVER"):
        read_dns_server(text)
