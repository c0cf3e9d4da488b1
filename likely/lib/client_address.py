"""Whose request is it? The address that the nearest trusted proxy saw, never what the client claims."""

from collections.abc import Mapping
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

IPV6_SITE_BITS = 64  # one household or company; single addresses inside are free to change


def client_address(environ: Mapping[str, Any], proxies: int) -> str:
    """The client's IP of a WSGI request that came through `proxies` trusted proxies.

    Each proxy appends the address that it saw to X-Forwarded-For, so the entry that counts is the
    `proxies`-th from the right; everything to the left of it may be invented.
    """
    direct = str(environ.get("REMOTE_ADDR", ""))
    if not proxies:
        return direct
    entries = [entry.strip() for entry in environ.get("HTTP_X_FORWARDED_FOR", "").split(",") if entry.strip()]
    return entries[-proxies] if len(entries) >= proxies else direct


@lru_cache(
    maxsize=4096
)  # the same few come again and again, and parsing costs more than all else of a request
def address_group(address: str) -> str:
    """The address for counting: an IPv4 address as it is, an IPv6 address by its network."""
    try:
        parsed = ip_address(address.strip("[]"))
    except ValueError:
        return address[:64]
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ip_network((parsed, IPV6_SITE_BITS), strict=False).network_address)
