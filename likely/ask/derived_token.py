"""Tokens of links, derived from what they name and never stored: a stolen database has none in it."""

import re
from base64 import b32decode, b32encode
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from likely.lib.identity import opened_name, sealed_name

PROOF_BYTES: Final = 16  # 128 bits of HMAC-SHA256
MAILBOX_PROOF_BYTES: Final = 10  # 80 bits: what a mail address has room for
MAILBOX: Final = re.compile(r"[a-z2-7]{42}")


@dataclass(frozen=True, slots=True)
class DerivedToken:
    """salt: of one kind of link, so that none serves as another."""

    salt: str

    def of(self, named: UUID) -> str:
        return sealed_name(named, self._proof(settings.SECRET_KEY, named))

    def named_by(self, token: str) -> UUID | None:
        """What a genuine token names, also one of an earlier secret; None for anything else."""
        opened = opened_name(token, PROOF_BYTES)
        return self._genuine(*opened) if opened else None

    def in_mailbox(self, named: UUID) -> str:
        """42 letters and digits for what stands before the @, where large and small letters are the same."""
        proof = self._proof(settings.SECRET_KEY, named)[:MAILBOX_PROOF_BYTES]
        return b32encode(named.bytes + proof).decode().rstrip("=").lower()

    def named_by_mailbox(self, token: str) -> UUID | None:
        if not MAILBOX.fullmatch(token.lower()):
            return None
        raw = b32decode(token.upper() + "=" * (-len(token) % 8))
        return self._genuine(UUID(bytes=raw[:16]), raw[16:])

    def _genuine(self, named: UUID, proof: bytes) -> UUID | None:
        secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        true = [self._proof(secret, named)[: len(proof)] for secret in secrets]
        genuine = [constant_time_compare(proof, one) for one in true]
        return named if any(genuine) else None

    def _proof(self, secret: str, named: UUID) -> bytes:
        proof = salted_hmac(self.salt, named.bytes, secret=secret, algorithm="sha256")
        return proof.digest()[:PROOF_BYTES]
