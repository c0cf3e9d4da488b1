"""The TXT records of a name, asked of the system's resolver or of the one that the installation names."""

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final

from django.conf import settings

from likely.lib.refusal import Refusal

if TYPE_CHECKING:
    from dns.resolver import Resolver

SECONDS: Final = 2.0  # for one name, all tries together


@dataclass(frozen=True, slots=True)
class Looked:
    """texts: the records, each in one piece; none where there are none. trouble: "" | timeout | no_answer."""

    texts: tuple[str, ...] = ()
    trouble: str = ""


Ask = Callable[[str], Looked]


def text_records(name: str) -> Looked:
    from dns import exception, resolver  # some dozen modules, for one page

    try:
        found = _resolver().resolve(f"{name}.", "TXT", lifetime=SECONDS, raise_on_no_answer=False)
    except resolver.NXDOMAIN:
        return Looked()
    except exception.Timeout:
        return Looked(trouble="timeout")
    except (exception.DNSException, OSError, UnicodeError):
        return Looked(trouble="no_answer")
    rows = found.rrset or ()
    return Looked(tuple(b"".join(row.strings).decode("utf-8", "replace") for row in rows))


def read_dns_server(text: str) -> str:
    """The setting, checked: an IP address and a port, or nothing."""
    host, _, port = text.rpartition(":")
    try:
        ip_address(host.strip("[]"))
        good = 0 < int(port) < 65536
    except ValueError:
        good = not text
    if not good:
        cure = "Give an IP address and a port, such as 10.0.0.2:53."
        raise Refusal(
            "wrong_setting", f"LIKELY_DNS_SERVER is {text!r}.", cure=cure, field="LIKELY_DNS_SERVER"
        )
    return text


def _resolver() -> "Resolver":
    from dns import resolver

    if not settings.DNS_SERVER:
        return resolver.Resolver()
    host, _, port = settings.DNS_SERVER.rpartition(":")
    named = resolver.Resolver(configure=False)
    named.nameservers, named.port = [host.strip("[]")], int(port)
    return named
