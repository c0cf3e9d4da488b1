"""What SPF, DKIM and DMARC of a sender's domain say, judged: advice, which never keeps a mail from going out.

RFC 7208 (SPF), RFC 6376 and 8301 (DKIM), RFC 7489 (DMARC). Pure: `ask` looks a name up.
"""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from likely.lib.dns_text import Ask, Looked

MOST_LOOKUPS: Final = 10  # of an SPF record (RFC 7208, 4.6.4)
MOST_LABELS: Final = 8  # of a domain that are gone up for DMARC
SHORT_BITS, USUAL_BITS = 1024, 2048  # of an RSA key: below the first nobody believes it
ASKS: Final = ("include", "a", "mx", "ptr", "exists")
MECHANISM: Final = re.compile(r"([+?~-]?)(all|include|a|mx|ptr|ip4|ip6|exists)(?:[:/].*)?", re.I)
MODIFIER: Final = re.compile(r"([a-z][a-z0-9_.-]*)=(.*)", re.I)
SPF: Final = re.compile(r"v=spf1(?: |$)", re.I)
DMARC: Final = re.compile(r"v\s*=\s*DMARC1\s*(?:;|$)")


class Health(StrEnum):
    GOOD = "good"
    WEAK = "weak"
    BAD = "bad"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """name: where the record lies. code: which sentence is said of it. text: the record, as it is."""

    record: str
    name: str
    health: Health
    code: str
    text: str = ""


def records_of(domain: str, selector: str, ask: Ask) -> tuple[Finding, ...]:
    """Of SPF, DKIM, DMARC, in this order. domain: as in an address; selector: of the DKIM key, or ""."""
    host = _ascii(domain)
    return (_spf(host, ask(host)), _dkim(host, selector, ask), _dmarc(host, ask))


def _ascii(domain: str) -> str:
    """Lower case, without the last dot, in the letters of the DNS."""
    try:
        return domain.strip().rstrip(".").lower().encode("idna").decode("ascii")
    except UnicodeError:
        return domain.strip().lower()


def _trouble(record: str, name: str, looked: Looked) -> Finding:
    return Finding(record, name, Health.UNKNOWN, looked.trouble)


def _spf(host: str, looked: Looked) -> Finding:
    if looked.trouble:
        return _trouble("spf", host, looked)
    found = [text for text in looked.texts if SPF.match(text)]
    if len(found) != 1:
        return Finding("spf", host, Health.BAD, "spf_many" if found else "spf_none", "\n".join(found))
    health, code = _spf_terms(found[0].split()[1:])
    return Finding("spf", host, health, code, found[0])


def _spf_terms(terms: Sequence[str]) -> tuple[Health, str]:
    lookups, last, redirected = 0, "", False
    for term in terms:
        if known := MECHANISM.fullmatch(term):
            lookups += known[2].lower() in ASKS
            last = last or (known[1] or "+" if known[2].lower() == "all" else "")
        elif modified := MODIFIER.fullmatch(term):
            redirected = redirected or modified[1].lower() == "redirect"
        else:
            return Health.BAD, "spf_broken"
    if lookups + redirected > MOST_LOOKUPS:
        return Health.BAD, "spf_lookups"
    if last == "+":
        return Health.BAD, "spf_anybody"
    if last == "?" or not (last or redirected):
        return Health.WEAK, "spf_open"
    return Health.GOOD, "spf_good"


def _dkim(host: str, selector: str, ask: Ask) -> Finding:
    name = f"{selector or '…'}._domainkey.{host}"
    if not selector:
        return Finding("dkim", name, Health.UNKNOWN, "dkim_no_selector")
    looked = ask(name)
    if looked.trouble:
        return _trouble("dkim", name, looked)
    found = [text for text in looked.texts if "p" in tags(text)]
    if len(found) != 1:
        return Finding("dkim", name, Health.BAD, "dkim_many" if found else "dkim_none", "\n".join(found))
    health, code = _dkim_key(tags(found[0]))
    return Finding("dkim", name, health, code, found[0])


def _dkim_key(told: dict[str, str]) -> tuple[Health, str]:
    if told.get("v", "DKIM1") != "DKIM1":
        return Health.BAD, "dkim_broken"
    if not told["p"]:
        return Health.BAD, "dkim_revoked"
    bits = _bits(told.get("k", "rsa").lower(), "".join(told["p"].split()))
    if bits is None:
        return Health.BAD, "dkim_broken"
    if bits < SHORT_BITS:
        return Health.BAD, "dkim_too_short"
    if "y" in told.get("t", "").split(":"):
        return Health.WEAK, "dkim_testing"
    return (Health.GOOD, "dkim_good") if bits >= USUAL_BITS else (Health.WEAK, "dkim_short")


def _bits(kind: str, key: str) -> int | None:
    """How strong it is, in the bits of an RSA key; None: it is none."""
    try:
        raw = base64.b64decode(key, validate=True)
        if kind == "ed25519":
            return USUAL_BITS if len(raw) == 32 else None
        public = load_der_public_key(raw)
    except (binascii.Error, ValueError, UnsupportedAlgorithm):
        return None
    return public.key_size if kind == "rsa" and isinstance(public, RSAPublicKey) else None


def _dmarc(host: str, ask: Ask) -> Finding:
    """Of the domain, or of the nearest above it that has one."""
    labels = host.split(".")[-MOST_LABELS:]
    for up in range(max(1, len(labels) - 1)):
        name = f"_dmarc.{'.'.join(labels[up:])}"
        looked = ask(name)
        if looked.trouble:
            return _trouble("dmarc", name, looked)
        found = [text for text in looked.texts if DMARC.match(text)]
        if len(found) > 1:
            return Finding("dmarc", name, Health.BAD, "dmarc_many", "\n".join(found))
        if found:
            return Finding("dmarc", name, *_dmarc_policy(tags(found[0]), above=up > 0), found[0])
    return Finding("dmarc", f"_dmarc.{host}", Health.BAD, "dmarc_none")


def _dmarc_policy(told: dict[str, str], *, above: bool) -> tuple[Health, str]:
    asked = told.get("p", "").lower()
    policy = told.get("sp", asked).lower() if above else asked
    if policy not in ("none", "quarantine", "reject"):
        return Health.BAD, "dmarc_broken"
    if policy == "none":
        return Health.WEAK, "dmarc_watching"
    if told.get("pct", "100") != "100":
        return Health.WEAK, "dmarc_partly"
    return (Health.GOOD, "dmarc_good") if told.get("rua") else (Health.WEAK, "dmarc_unheard")


def tags(text: str) -> dict[str, str]:
    """`a=b; c=d` as DKIM and DMARC write it; of a name that stands twice, the first."""
    told: dict[str, str] = {}
    for part in text.split(";"):
        name, equals, value = part.partition("=")
        if equals:
            told.setdefault(name.strip(), value.strip())
    return told
