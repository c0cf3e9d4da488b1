"""The proof that a page of ours was shown: when, for which link, and by which of a mail's links.

The page carries it and sends it back with the answer, so that no look has to be written down, and any
process can read what another one signed.
"""

import hmac
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

Opened = Literal["plain", "score", "hidden"]  # the link as such, one with a number, the one nobody sees

SALT: Final = "likely.ask.page_proof"
MARKS: Final[dict[str, Opened]] = {"p": "plain", "s": "score", "h": "hidden"}
MARK_OF: Final = {opened: mark for mark, opened in MARKS.items()}
MAC_CHARACTERS: Final = 24  # 96 bits in hexadecimal
NAME_CHARACTERS: Final = 8  # of the part under which the page's answers are known as one page's
LONGEST: Final = 60  # characters


@dataclass(frozen=True, slots=True)
class PageProof:
    """shown_ms: milliseconds since 1970. name: the same for all that one page sends."""

    shown_ms: int
    opened: Opened
    name: str


def make_proof(subject: str, opened: Opened, now_ms: int) -> str:
    """subject: what the page is for, as the address names it (a token or a slug)."""
    head = f"{now_ms:x}-{MARK_OF[opened]}"
    return f"{head}-{_mac(subject, head)}"


def read_proof(text: str, subject: str) -> PageProof | None:
    """None for what we did not sign, or signed for another link."""
    head, _, mac = text.rpartition("-")
    shown, _, mark = head.partition("-")
    if not (mac.isascii() and mark in MARKS and constant_time_compare(mac, _mac(subject, head))):
        return None
    return PageProof(int(shown, 16), MARKS[mark], mac[:NAME_CHARACTERS])


def _mac(subject: str, head: str) -> str:
    said = f"{subject} {head}".encode("utf-8", "replace")
    return hmac.digest(_key(settings.SECRET_KEY), said, "sha256").hex()[:MAC_CHARACTERS]


@lru_cache(maxsize=4)
def _key(secret: str) -> bytes:
    return salted_hmac(SALT, b"", secret=secret, algorithm="sha256").digest()
