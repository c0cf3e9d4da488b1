"""Without a base URL of its own, links start with the address that is listened on."""

import os

import pytest

from likely.cli.address import settle_address


@pytest.mark.parametrize(
    ("host", "port", "links"),
    [
        (None, None, "http://127.0.0.1:8000"),
        ("192.0.2.7", "9000", "http://192.0.2.7:9000"),
        ("0.0.0.0", "9000", "http://127.0.0.1:9000"),
        ("::", None, "http://127.0.0.1:8000"),
        ("::1", None, "http://[::1]:8000"),
    ],
)
def test_links_start_with_what_is_listened_on(
    monkeypatch: pytest.MonkeyPatch, host: str | None, port: str | None, links: str
) -> None:
    monkeypatch.setenv("LIKELY_BASE_URL", "")
    monkeypatch.delenv("LIKELY_BASE_URL_FILE", raising=False)
    settle_address(host, port)
    assert os.environ["LIKELY_BASE_URL"] == links


@pytest.mark.parametrize("name", ["LIKELY_BASE_URL", "LIKELY_BASE_URL_FILE"])
def test_an_address_that_is_set_stays(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for each in ("LIKELY_BASE_URL", "LIKELY_BASE_URL_FILE"):
        monkeypatch.setenv(each, "")
    monkeypatch.setenv(name, "said")
    settle_address("192.0.2.7", "9000")
    assert os.environ[name] == "said"
    assert os.environ["LIKELY_BASE_URL"] in {"said", ""}
