"""The link on which somebody lets their browser be notified: derived from the person, never stored."""

from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from likely.lib.identity import opened_name, sealed_name
from likely.people.person import Person

SALT: Final = "likely.ask.notify"
PROOF_BYTES: Final = 16  # 128 bits of HMAC-SHA256


def notify_token(person: Person) -> str:
    return sealed_name(person.pk, _proof(settings.SECRET_KEY, person.pk))


def notify_link(person: Person) -> str:
    return f"{settings.BASE_URL}/n/{notify_token(person)}"


def person_of(token: str) -> UUID | None:
    """The person whom a genuine token names; None for anything else."""
    opened = opened_name(token, PROOF_BYTES)
    if opened is None:
        return None
    named, proof = opened
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    genuine = [constant_time_compare(proof, _proof(secret, named)) for secret in secrets]
    return named if any(genuine) else None


def _proof(secret: str, named: UUID) -> bytes:
    return salted_hmac(SALT, named.bytes, secret=secret, algorithm="sha256").digest()[:PROOF_BYTES]
