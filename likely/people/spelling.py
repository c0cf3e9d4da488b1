"""Addresses in one spelling: a mail address, a phone number."""

import re
from functools import lru_cache
from typing import Final

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from likely.lib.refusal import Refusal

# What the library takes as it is before the @, and what costs it most of its time to say so.
PLAIN_LOCAL: Final = re.compile(r"(?=.{1,64}\Z)[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*")
LONGEST_MAIL: Final = 254  # characters (RFC 5321), which the row holds too


def read_email(text: str) -> str:
    """The address in small letters, its domain in Unicode."""
    if not text:
        return ""
    local, _, domain = text.lower().rpartition("@")
    if PLAIN_LOCAL.fullmatch(local) and len(text) <= LONGEST_MAIL:
        known = _domain(domain)
        if known and len(local) + 1 + len(known) <= LONGEST_MAIL:
            return f"{local}@{known}"
    try:
        return validate_email(text, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise Refusal("not_an_address", f"email {text!r} is no mail address.", field="email") from None


@lru_cache(maxsize=50_000)
def _domain(domain: str) -> str:
    """The domain in its one spelling; empty where it is none. Many people share few of them."""
    try:
        return validate_email(f"x@{domain}", check_deliverability=False).normalized.lower()[2:]
    except EmailNotValidError:
        return ""


def read_phone(text: str, region: str | None = None) -> str:
    """The number in E.164. region: two letters; the country in which a number without + is dialled."""
    if not text:
        return ""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise Refusal(
            "not_a_phone",
            f"phone {text!r} is no phone number.",
            cure="Write it with the country code, as in +372 5555 1234.",
            field="phone",
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
