"""Where a call may go: the addresses that are public, and those that an operator allows beside them.

Written out, because what the standard library calls global differs by its version and takes in some that
are not (192.0.0.192 hands out a cloud's secrets, 224.0.0.1 is everybody on the wire). Source: the special
purpose registries of IANA (RFC 6890), and the metadata addresses that clouds document.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

from likely.lib.refusal import Refusal

Network = IPv4Network | IPv6Network

PORTS: Final = frozenset({80, 443, 8080, 8443})
FREE_PORTS_ABOVE: Final = 1024
NOT_PUBLIC_4: Final = tuple(
    IPv4Network(one)
    for one in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
PUBLIC_6: Final = IPv6Network("2000::/3")
NOT_PUBLIC_6: Final = tuple(
    IPv6Network(one) for one in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)
LABEL: Final = r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?"
HOST: Final = re.compile(rf"(?=.{{1,253}}\Z){LABEL}(\.{LABEL})*")


@dataclass(frozen=True, slots=True)
class Allowance:
    """What an operator allows beside the public addresses: networks, and names wherever they lead."""

    networks: tuple[Network, ...] = ()
    hosts: frozenset[str] = frozenset()


def read_allowance(words: Sequence[str]) -> Allowance:
    """Of networks (10.1.0.0/16, ::1) and host names. A wrong one stops the start."""
    networks, hosts = [], set()
    for word in words:
        try:
            networks.append(ip_network(word))
        except ValueError:
            if "/" in word or not HOST.fullmatch(word.lower()):
                raise _wrong(word) from None
            hosts.add(word.lower())
    return Allowance(tuple(networks), frozenset(hosts))


def may_reach(address: str, host: str, allowed: Allowance) -> bool:
    """Whether a call to `host` may be opened to `address`, to which it was resolved."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if host in allowed.hosts or any(ip in network for network in allowed.networks):
        return True
    return is_public(ip)


def is_public(ip: IPv4Address | IPv6Address) -> bool:
    if isinstance(ip, IPv4Address):
        return not any(ip in network for network in NOT_PUBLIC_4)
    return ip in PUBLIC_6 and not any(ip in network for network in NOT_PUBLIC_6)


def may_use_port(port: int) -> bool:
    return port in PORTS or FREE_PORTS_ABOVE < port < 65536


def _wrong(word: str) -> Refusal:
    return Refusal(
        "wrong_setting",
        f"LIKELY_OUTBOUND_ALLOW holds {word!r}, which is no network and no host.",
        cure="Write networks such as 10.1.0.0/16 and names such as gateway.internal, with commas between.",
        field="LIKELY_OUTBOUND_ALLOW",
    )
