"""The host of the address that links start with is one that the server answers under."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from likely.lib.base_url import host_of
from likely.lib.refusal import Refusal


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://likely.example.org", "likely.example.org"),
        ("https://Likely.example.org:8443", "likely.example.org"),
        ("http://[::1]:8000", "[::1]"),
        ("http://192.0.2.7:80", "192.0.2.7"),
    ],
)
def test_the_host_without_its_port(address: str, host: str) -> None:
    assert host_of(address) == host


@pytest.mark.parametrize("address", ["likely.example.org", "ftp://likely.example.org", "https://", ""])
def test_what_is_no_address_is_refused_with_a_cure(address: str) -> None:
    with pytest.raises(Refusal) as caught:
        host_of(address)
    assert (caught.value.field, caught.value.code) == ("LIKELY_BASE_URL", "wrong_setting")


def test_the_host_of_links_is_always_answered(tmp_path: Path) -> None:
    script = "from likely import settings; print(settings.ALLOWED_HOSTS)"
    environment = {
        **os.environ,
        "LIKELY_HOME": str(tmp_path),
        "LIKELY_HOSTS": "internal.example.org",
        "LIKELY_BASE_URL": "https://feedback.example.org",
    }
    told = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "['internal.example.org', 'feedback.example.org']"
