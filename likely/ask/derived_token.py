"""Tokens of links, derived from what they name and never stored: a stolen database has none in it."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from likely.lib.identity import opened_name, sealed_name

PROOF_BYTES: Final = 16  # 128 bits of HMAC-SHA256


@dataclass(frozen=True, slots=True)
class DerivedToken:
    """salt: of one kind of link, so that none serves as another."""

    salt: str

    def of(self, named: UUID) -> str:
        return sealed_name(named, self._proof(settings.SECRET_KEY, named))

    def named_by(self, token: str) -> UUID | None:
        """What a genuine token names, also one of an earlier secret; None for anything else."""
        opened = opened_name(token, PROOF_BYTES)
        if opened is None:
            return None
        named, proof = opened
        secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        genuine = [constant_time_compare(proof, self._proof(secret, named)) for secret in secrets]
        return named if any(genuine) else None

    def _proof(self, secret: str, named: UUID) -> bytes:
        proof = salted_hmac(self.salt, named.bytes, secret=secret, algorithm="sha256")
        return proof.digest()[:PROOF_BYTES]
