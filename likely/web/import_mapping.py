"""The form that says what the columns of a file are: what it offers, what was chosen, and the rows by it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from likely.people.facts import PersonFacts
from likely.people.import_column import PROPERTY, Column, own_property, read
from likely.people.import_run import Row
from likely.people.import_start import plan_of
from likely.people.people_import import PeopleImport
from likely.people.property import Property

FIELD_NAMES: Final = {
    "external_id": gettext_lazy("Your own id"),
    "email": gettext_lazy("Mail address"),
    "phone": gettext_lazy("Phone"),
    "name": gettext_lazy("Name"),
    "given_name": gettext_lazy("Given name"),
    "family_name": gettext_lazy("Family name"),
    "language": gettext_lazy("Language"),
    "time_zone": gettext_lazy("Time zone"),
    "channel": gettext_lazy("Preferred channel"),
    "population": gettext_lazy("Population"),
    "account": gettext_lazy("Account: your own id of it"),
    "account_name": gettext_lazy("Account: its name"),
    "account_value": gettext_lazy("Account: its value a year"),
}
TYPE_NAMES: Final = {
    "text": gettext_lazy("Text"),
    "number": gettext_lazy("Number"),
    "date": gettext_lazy("Date"),
    "boolean": gettext_lazy("Yes or no"),
    "choice": gettext_lazy("Choice"),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """mapping: column -> field. types: of properties that nobody declared, by their keys."""

    mapping: Mapping[str, str]
    types: Mapping[str, str]
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ColumnField:
    """A column with what it may become. offered: (group, ((value, label, chosen), …))."""

    number: int
    column: Column
    offered: list[tuple[str, list[tuple[str, str, bool]]]]
    types: list[tuple[str, str, bool]]  # empty where the property is declared, or it is none


def chosen(one: PeopleImport, sent: Mapping[str, str]) -> Chosen:
    """What the form says; before it was sent, what is guessed."""
    columns = read(one.columns)
    mapping = {
        column.name: sent.get(f"column-{n}", one.mapping[column.name]) for n, column in enumerate(columns)
    }
    types = {
        mapping[column.name].removeprefix(PROPERTY): type
        for n, column in enumerate(columns)
        if (type := sent.get(f"type-{n}", ""))
    }
    options = {
        "region": sent.get("region", one.options.get("region", "")).strip(),
        "population": sent.get("population", "").strip(),
        "whole": bool(sent.get("whole")),
    }
    return Chosen(mapping, types, options)


def columns_of(one: PeopleImport, choice: Chosen) -> list[ColumnField]:
    declared = {row.key: row for row in Property.objects.of(one.workspace).order_by("label", "key")}
    return [
        ColumnField(n, column, _offered(column, choice, declared.values()), _types(column, choice, declared))
        for n, column in enumerate(read(one.columns))
    ]


def _offered(
    column: Column, choice: Chosen, declared: Iterable[Property]
) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    wanted = choice.mapping[column.name]
    known = {PROPERTY + row.key: str(row) for row in declared}
    new = {
        name: _("New property: %(key)s") % {"key": name.removeprefix(PROPERTY)}
        for name in dict.fromkeys([own_property(column.name), wanted])
        if name.startswith(PROPERTY) and name not in known
    }
    groups = ((_("What is known of a person"), FIELD_NAMES), (_("Properties"), new | known))
    return [
        (str(title), [(value, str(label), value == wanted) for value, label in names.items()])
        for title, names in groups
        if names
    ]


def _types(column: Column, choice: Chosen, declared: Mapping[str, Property]) -> list[tuple[str, str, bool]]:
    wanted = choice.mapping[column.name]
    key = wanted.removeprefix(PROPERTY)
    if not wanted.startswith(PROPERTY) or (key in declared and not declared[key].guessed):
        return []
    now = choice.types.get(key) or column.type
    return [(type, str(label), type == now) for type, label in TYPE_NAMES.items()]


def preview_of(one: PeopleImport, choice: Chosen, rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Each row as it will be kept, or what is wrong with it. A refusal where the mapping is unworkable."""
    plan = plan_of(one, choice.mapping, choice.types, choice.options)
    labels = {row.key: str(row) for row in Property.objects.of(one.workspace)}
    read = ((number, plan.read(row)) for number, row in rows)
    return [
        {"row": number, "facts": list(_told(found, labels))}
        if isinstance(found, PersonFacts)
        else {"row": number, "faults": found}
        for number, found in read
    ]


def _told(facts: PersonFacts, labels: Mapping[str, str]) -> Iterable[tuple[str, Any]]:
    for name in ("name", "external_id", "email", "phone", "language", "time_zone", "channel", "population"):
        if value := getattr(facts, name):
            yield str(FIELD_NAMES[name]), value
    if facts.account:
        yield str(_("Account")), facts.account.name or facts.account.external_id
    for key, value in facts.properties.items():
        shown = (_("yes") if value else _("no")) if isinstance(value, bool) else value
        yield labels.get(key, key), shown
