"""Secrets of others at rest: a provider's password is kept so that a stolen database does not hold it.

The first of LIKELY_ENCRYPTION_KEYS encrypts and every one decrypts, so a key is replaced by putting a new
one in front. They are apart from the secret key: replacing that loses nothing here.
"""

from base64 import urlsafe_b64encode
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from django.conf import settings

from likely.lib.refusal import Refusal

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

PURPOSE: Final = b"likely.lib.encryption:"


def encrypt(text: str) -> str:
    return _box(tuple(settings.ENCRYPTION_KEYS)).encrypt(text.encode()).decode()


def decrypt(kept: str) -> str:
    """What was encrypted under any of the keys; a refusal where none of them opens it."""
    from cryptography.fernet import InvalidToken  # heavy

    try:
        return _box(tuple(settings.ENCRYPTION_KEYS)).decrypt(kept.encode()).decode()
    except InvalidToken:
        raise Refusal(
            "secret_unreadable",
            "A kept password can't be read: its encryption key is missing.",
            cure="Put the former key back into LIKELY_ENCRYPTION_KEYS, or type the password again.",
        ) from None


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> "MultiFernet":
    from cryptography.fernet import Fernet, MultiFernet  # heavy

    return MultiFernet([Fernet(_key(key)) for key in keys])


def _key(text: str) -> bytes:
    """A Fernet key of any text that is hard to guess."""
    return urlsafe_b64encode(sha256(PURPOSE + text.encode()).digest())
