"""An address in its one spelling, the channels that use it, and the keyed hash that remembers it."""

from typing import Final

from django.conf import settings
from django.utils.crypto import salted_hmac

from likely.people.spelling import read_email, read_phone

SALT: Final = "likely.people.address"
LONGEST_SHOWN: Final = 80  # characters
MAIL_CHANNELS: Final = frozenset({"mail"})
PHONE_CHANNELS: Final = frozenset({"sms", "whatsapp", "voice"})


def read_address(channel: str, text: str) -> str:
    """What a stranger typed, as our rows spell it; a refusal where it is no address of the channel.

    channel: "": a mail address or a phone number, told by its form.
    """
    said = text.strip()
    if channel in MAIL_CHANNELS or (not channel and not said.startswith("+")):
        return read_email(said or "@")
    if channel in PHONE_CHANNELS or not channel:
        return read_phone(said or "+")
    return said


def same_spelling(address: str) -> str:
    """The one spelling of an address that is one; anything else only without the spaces around it."""
    said = address.strip()
    if said.startswith("+"):
        return "+" + "".join(letter for letter in said if letter.isascii() and letter.isdigit())
    return said.lower() if "@" in said and not said.startswith("{") else said


def hashed(address: str) -> str:
    """HMAC-SHA256 of the one spelling, under the newest secret key."""
    return _hmac(same_spelling(address), settings.SECRET_KEY)


def hashes(address: str) -> list[str]:
    """Every hash under which the address may have been remembered: one for each key that still counts."""
    said = same_spelling(address)
    return [_hmac(said, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def masked(address: str) -> str:
    """What staff see of it: m…i@example.org, +372…45."""
    said = same_spelling(address)
    if "@" in said and not said.startswith("{"):
        local, _, domain = said.rpartition("@")
        return f"{local[:1]}…{local[-1:] if len(local) > 2 else ''}@{domain}"[:LONGEST_SHOWN]
    return f"{said[:4]}…{said[-2:]}" if len(said) > 6 else "…"


def channels_of(address: str) -> list[str]:
    """The channels that use such an address, by name."""
    if "@" in address and not address.startswith("{"):
        return sorted(MAIL_CHANNELS)
    return sorted(PHONE_CHANNELS) if address.startswith("+") else []


def _hmac(text: str, secret: str) -> str:
    return salted_hmac(SALT, text, secret=secret, algorithm="sha256").hexdigest()
