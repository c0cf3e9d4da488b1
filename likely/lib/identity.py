"""Names for things: sortable ids, unguessable tokens, and the digests under which tokens are kept."""

import base64
import binascii
import hashlib
import secrets
from uuid import UUID

import uuid_utils.compat


def new_id() -> UUID:
    """A UUID of version 7 (RFC 9562): sorts by the millisecond it was made in."""
    return uuid_utils.compat.uuid7()


def new_token() -> str:
    """192 random bits as 32 URL-safe characters."""
    return secrets.token_urlsafe(24)


def sealed_name(named: UUID, proof: bytes) -> str:
    """An id and the proof that it is genuine, as URL-safe characters."""
    return _written(named.bytes + proof)


def opened_name(token: str, proof_bytes: int) -> tuple[UUID, bytes] | None:
    """The id and the proof of it, which is still to be checked; None for what has not this form."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    if len(raw) != 16 + proof_bytes or _written(raw) != token:
        return None
    return UUID(bytes=raw[:16]), raw[16:]


def _written(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def digest(token: str) -> str:
    """SHA-256 in hexadecimal: what is stored of a secret that has at least 128 bits of its own."""
    return hashlib.sha256(token.encode()).hexdigest()
