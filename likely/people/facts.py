"""What somebody tells about a person, read strictly: addresses in one spelling, properties in one form."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal
from likely.people.spelling import read_email, read_phone

LONGEST_NAME = 160  # characters, of a name or an external id
LONGEST_VALUE = 500  # characters, of a property
LONGEST_POPULATION = 24  # characters
MOST_PROPERTIES = 60
PROPERTY_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
LANGUAGE = re.compile(r"(?=.{2,12}\Z)[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
CHANNEL: Final = re.compile(r"[a-z][a-z0-9_-]{0,15}")
POPULATION: Final = re.compile(r"[^\W\d_][\w-]{0,23}")
POPULATIONS: Final = ("customers", "employees", "owners", "buyers", "users")  # those that have a label
PropertyValue = str | int | float | bool

__all__ = ["AccountFacts", "PersonFacts", "read_account", "read_email", "read_person", "read_phone"]


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """An empty name and a value of None are unknown."""

    external_id: str
    name: str = ""
    value: float | None = None


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """At least one of external_id, email and phone is set; an empty fact is unknown."""

    external_id: str = ""
    email: str = ""
    phone: str = ""  # E.164
    name: str = ""
    language: str = ""
    time_zone: str = ""  # of the IANA database
    channel: str = ""  # preferred
    population: str = ""
    account: AccountFacts | None = None
    properties: Mapping[str, PropertyValue] = field(default_factory=dict)
    words: str = field(default="", compare=False)  # that find somebody who is just this; "": not worked out


def read_person(data: Mapping[str, object], *, region: str | None = None) -> PersonFacts:
    """The facts of {external_id?, email?, phone?, name?, language?, time_zone?, channel?, population?,
    account?, properties?}; a refusal names the field.

    region: two letters; the country in which a phone number without + is dialled.
    """
    facts = PersonFacts(
        external_id=_short(data, "external_id"),
        email=read_email(_short(data, "email")),
        phone=read_phone(_short(data, "phone"), region),
        name=_short(data, "name"),
        language=read_language(_short(data, "language")),
        time_zone=read_time_zone(_short(data, "time_zone")),
        channel=read_channel(_short(data, "channel")),
        population=read_population(_short(data, "population")),
        account=read_account(data.get("account")),
        properties=read_properties(data.get("properties") or {}),
    )
    refuse_unnamed(facts)
    return facts


def refuse_unnamed(facts: PersonFacts) -> None:
    if not (facts.external_id or facts.email or facts.phone):
        raise Refusal(
            "person_unnamed",
            "A person needs an external_id, an email or a phone.",
            cure="Give at least one of the three.",
            field="external_id",
        )


def read_account(told: object) -> AccountFacts | None:
    """The account of {external_id, name?, value?}; None where none is told."""
    if told is None or told == "":
        return None
    if not isinstance(told, Mapping):
        raise Refusal("not_an_object", "account must be an object.", field="account")
    external_id = clean_text(told.get("external_id") or "", "account.external_id", LONGEST_NAME)
    if not external_id:
        raise Refusal("account_unnamed", "An account needs an external_id.", field="account.external_id")
    return AccountFacts(
        external_id,
        clean_text(told.get("name") or "", "account.name", LONGEST_NAME),
        _worth(told.get("value")),
    )


def _worth(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Refusal("not_a_number", "account.value must be a number.", field="account.value")
    if abs(value) >= 2**53:
        raise Refusal("not_a_number", "account.value is too large a number.", field="account.value")
    return float(value)


def read_time_zone(text: str) -> str:
    """The zone as the IANA database spells it."""
    if not text:
        return ""
    found = _zones().get(text.lower().replace(" ", "_"))
    if found is None:
        raise Refusal(
            "time_zone_unknown",
            f"time_zone {text!r} is no time zone.",
            cure="Write it as in Europe/Tallinn.",
            field="time_zone",
        )
    return found


@cache
def _zones() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones() if name not in ("localtime", "Factory")}


def read_population(text: str) -> str:
    """One word in small letters; "Key users" becomes key_users."""
    if not text:
        return ""
    word = re.sub(r"\s+", "_", text.strip().lower())
    if len(word) > LONGEST_POPULATION or not POPULATION.fullmatch(word):
        raise Refusal(
            "population_malformed",
            f"population must be a word of at most {LONGEST_POPULATION} letters, such as employees.",
            field="population",
        )
    return word


def read_properties(value: object) -> dict[str, PropertyValue]:
    """{key: text, number or boolean}. A key is spelt in small letters: "Plan type" becomes plan_type."""
    if not isinstance(value, Mapping):
        raise Refusal("not_an_object", "properties must be an object.", field="properties")
    if len(value) > MOST_PROPERTIES:
        raise Refusal(
            "too_many_properties", f"properties holds more than {MOST_PROPERTIES}.", field="properties"
        )
    return {property_key(key): _property(key, told) for key, told in value.items() if told not in ("", None)}


def property_key(name: object) -> str:
    key = re.sub(r"[^a-z0-9]+", "_", str(name).strip().lower()).strip("_")[:40].rstrip("_")
    if not PROPERTY_KEY.fullmatch(key):
        shown = clean_text(str(name), "properties", 1_000_000)[:40]
        raise Refusal(
            "property_name",
            f"The property name {shown!r} can't be used.",
            cure="Begin it with a letter a to z.",
            field="properties",
        )
    return key


def _property(key: object, value: object) -> PropertyValue:
    if isinstance(value, str):
        return clean_text(value, f"properties.{key}", LONGEST_VALUE)
    if isinstance(value, bool) or (isinstance(value, int | float) and abs(value) < 2**53):
        return value
    raise Refusal(
        "property_value", f"properties.{key} must be text, a number, true or false.", field="properties"
    )


def _short(data: Mapping[str, object], name: str) -> str:
    value = data.get(name)
    return "" if value is None else clean_text(value, name, LONGEST_NAME)


def read_language(text: str) -> str:
    if text and not LANGUAGE.fullmatch(text):
        raise Refusal("language_malformed", "language must be a code such as en or zh-CN.", field="language")
    return text


def read_channel(text: str) -> str:
    if text and not CHANNEL.fullmatch(text):
        raise Refusal("channel_malformed", "channel must be a name such as mail or sms.", field="channel")
    return text
