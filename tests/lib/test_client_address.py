"""Who asks is what a trusted proxy saw, never what the client claims."""

import pytest

from likely.lib.client_address import address_group, client_address


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "6.6.6.6", "10.0.0.1"),
        (1, "6.6.6.6, 192.0.2.7", "192.0.2.7"),
        (2, "6.6.6.6, 192.0.2.7, 10.0.0.9", "192.0.2.7"),
        (2, "192.0.2.7", "10.0.0.1"),  # came past a proxy: nothing that it claims counts
        (1, "", "10.0.0.1"),
        (1, " , ,", "10.0.0.1"),
    ],
)
def test_entries_count_from_the_right(proxies: int, forwarded: str, expected: str) -> None:
    environ = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": forwarded}
    assert client_address(environ, proxies) == expected


@pytest.mark.parametrize(
    ("address", "group"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("[2001:db8:1:2::9]", "2001:db8:1:2::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("nonsense", "nonsense"),
    ],
)
def test_an_ipv6_network_counts_as_one(address: str, group: str) -> None:
    assert address_group(address) == group
