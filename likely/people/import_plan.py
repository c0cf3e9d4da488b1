"""How the rows of a file become people: which column is what, and how each cell is read."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

import phonenumbers

from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal
from likely.people.facts import (
    LONGEST_NAME,
    LONGEST_VALUE,
    AccountFacts,
    PersonFacts,
    PropertyValue,
    property_key,
    read_channel,
    read_language,
    read_population,
    read_time_zone,
)
from likely.people.import_column import FIELDS, PROPERTY, Column
from likely.people.import_words import CHANNEL_WORDS, LANGUAGE_WORDS, POPULATION_WORDS
from likely.people.person import NAMED_BY
from likely.people.spelling import read_email, read_phone
from likely.people.typed import Declared, read_day, read_number, typed

# A cell that a spreadsheet would run: it begins with =, or with a sign and goes on to call something.
FORMULA: Final = re.compile(r"[\s\0]*(?:[=＝]|[+\-@＋－＠][^\n]*?[A-Za-z_.]+\d*\s*['\"]?[(|!])")
GUARDED: Final = re.compile(r"'(?=[\s\"'`]*[=+\-@＝＋－＠|%])")  # an apostrophe that says: this is text
SHOWN: Final = 200  # characters of a refused value
REMEMBERED: Final = 4096  # texts of a column
IDEOGRAPH: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True, slots=True)
class CellFault:
    """column: as the file names it; empty: the row as a whole."""

    column: str
    rule: str
    said: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """What a column becomes. type, form, choices: of a property."""

    column: str
    field: str
    declared: Declared | None = None
    form: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """region: the country of phone numbers without +. population: of rows that tell none.

    whole: nothing is imported where any row is refused.
    """

    targets: tuple[Target, ...]
    region: str | None = None
    population: str = ""
    whole: bool = False
    reads: tuple[Callable[[str], Any], ...] = field(default=(), compare=False)  # a cell of each target

    def __reduce__(self) -> tuple[Any, ...]:
        """For another process, which remembers on its own what it read."""
        return plan_for, (self.targets, self.region, self.population, self.whole)

    def read(self, row: Mapping[str, str | None]) -> PersonFacts | list[CellFault]:
        """The person of a row, or everything that is wrong with it."""
        said: dict[str, Any] = {}
        properties: dict[str, PropertyValue] = {}
        faults: list[CellFault] = []
        for target, read in zip(self.targets, self.reads, strict=True):
            cell = row.get(target.column)
            if not cell or not (text := cell.strip()):
                continue
            try:
                if target.declared:
                    properties[target.declared.key] = read(text)
                else:
                    said[target.field] = read(text)
            except Refusal as refusal:
                faults.append(CellFault(target.column, refusal.code, str(refusal), text[:SHOWN]))
        if faults:
            return faults
        facts = _facts(said, properties, self.population)
        if not (facts.external_id or facts.email or facts.phone):
            return [
                CellFault("", "person_unnamed", "The row has no id, no mail address and no phone number.")
            ]
        return facts


def make_plan(
    columns: Iterable[Column],
    mapping: Mapping[str, str],
    types: Mapping[str, Declared],
    *,
    region: str = "",
    population: str = "",
    whole: bool = False,
) -> Plan:
    """types: of the properties, by their keys. A refusal where the mapping can't be carried out."""
    known = {one.name: one for one in columns}
    targets = [
        Target(
            name,
            wanted,
            types.get(wanted.removeprefix(PROPERTY)) if wanted.startswith(PROPERTY) else None,
            known[name].form if wanted.startswith(PROPERTY) else "",
        )
        for name, wanted in mapping.items()
        if name in known and wanted not in ("", "ignore")
    ]
    refuse_unworkable([target.field for target in targets])
    return plan_for(tuple(targets), read_region(region) or None, read_population(population), whole)


def plan_for(targets: tuple[Target, ...], region: str | None, population: str, whole: bool) -> Plan:
    fields = readers(region)
    return Plan(targets, region, population, whole, tuple(_remembering(one, fields) for one in targets))


def _remembering(target: Target, fields: Mapping[str, Callable[[str], Any]]) -> Callable[[str], Any]:
    """How a cell is read; most columns hold the same few texts over and over, names of people none twice."""

    def read(text: str) -> Any:
        said = plain(text)
        return _property(target, said) if target.declared else fields[target.field](said)

    return read if target.field in NAMED_BY else lru_cache(maxsize=REMEMBERED)(read)


def refuse_unworkable(fields: Sequence[str]) -> None:
    """Each field once, at least one that names a person, and an account that has a name."""
    for wanted in fields:
        if wanted not in FIELDS and not (
            wanted.startswith(PROPERTY) and property_key(wanted[len(PROPERTY) :])
        ):
            raise Refusal("unknown_column", f"A column can't become {wanted!r}.", field="mapping")
        if fields.count(wanted) > 1:
            raise Refusal(
                "mapped_twice",
                f"Two columns would become {wanted.removeprefix(PROPERTY)}.",
                cure="Leave one of them out.",
                field="mapping",
            )
    if not set(fields) & set(NAMED_BY):
        raise Refusal(
            "no_naming_column",
            "No column holds an id, a mail address or a phone number.",
            cure="Say which column names a person.",
            field="mapping",
        )
    if "account_value" in fields and not set(fields) & {"account", "account_name"}:
        raise Refusal("account_unnamed", "No column names the account that has a value.", field="mapping")


def read_region(text: str) -> str:
    """Two letters of a country that has telephones."""
    region = text.strip().upper()
    if region and region not in phonenumbers.SUPPORTED_REGIONS:
        raise Refusal(
            "country_unknown", f"{text!r} is no country.", cure="Two letters, as in EE.", field="region"
        )
    return region


def readers(region: str | None) -> dict[str, Callable[[str], Any]]:
    """field -> how its cell is read."""
    return {
        "external_id": _line("external_id"),
        "email": read_email,
        "phone": lambda text: read_phone(f"+{text[2:]}" if text.startswith("00") else text, region),
        **{name: _line(name) for name in ("name", "given_name", "family_name", "account", "account_name")},
        "language": _language,
        "time_zone": read_time_zone,
        "channel": lambda text: read_channel(CHANNEL_WORDS.get(text.lower(), text.lower())),
        "population": lambda text: read_population(POPULATION_WORDS.get(text.lower(), text)),
        "account_value": _worth,
    }


def plain(text: str) -> str:
    """The cell without the apostrophe that keeps it text; a formula is refused."""
    if text[0] == "'" and GUARDED.match(text):
        return text[1:]
    if text[0] in "=+-@＝＋－＠" and FORMULA.match(text):
        raise Refusal(
            "formula",
            "The cell is a formula.",
            cure="Put an apostrophe before it if it is meant as text.",
        )
    return text


def joined_name(given: str, family: str) -> str:
    """Western names have the given name first; those in ideographs the family name, without a space."""
    if given and family and IDEOGRAPH.match(given) and IDEOGRAPH.match(family):
        return family + given
    return f"{given} {family}".strip()


def _line(name: str) -> Callable[[str], str]:
    return lambda text: clean_text(text, name, LONGEST_NAME)


def _language(text: str) -> str:
    """EN, en_US and English are read; what is sent in the end is a code."""
    word = text.lower()
    if word in LANGUAGE_WORDS:
        return LANGUAGE_WORDS[word]
    first, mark, rest = text.replace("_", "-").partition("-")
    return read_language(f"{first.lower()}{mark}{rest}")


def _worth(text: str) -> float:
    value = read_number(text)
    if value is None:
        raise Refusal("not_a_number", "account_value must be a number.", field="account_value")
    return float(value)


def _property(target: Target, text: str) -> PropertyValue:
    declared = target.declared
    assert declared is not None  # noqa: S101 - a target of a field has none
    value = clean_text(text, f"properties.{declared.key}", LONGEST_VALUE)
    if declared.type == "date" and target.form:
        value = read_day(value, target.form) or value
    return typed(declared, value)


def _facts(said: Mapping[str, Any], properties: Mapping[str, PropertyValue], population: str) -> PersonFacts:
    return PersonFacts(
        external_id=said.get("external_id", ""),
        email=said.get("email", ""),
        phone=said.get("phone", ""),
        name=said.get("name") or joined_name(said.get("given_name", ""), said.get("family_name", "")),
        language=said.get("language", ""),
        time_zone=said.get("time_zone", ""),
        channel=said.get("channel", ""),
        population=said.get("population", "") or population,
        account=_account(said),
        properties=properties,
    )


def _account(said: Mapping[str, Any]) -> AccountFacts | None:
    """A company's name is its id too, where it has none of its own."""
    name = said.get("account_name", "")
    named = said.get("account", "") or name
    return AccountFacts(named, name, said.get("account_value")) if named else None
