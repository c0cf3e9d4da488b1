"""The people of a workspace as CSV, streamed, under the columns that `likely load people` reads."""

import csv
import io
from collections.abc import Iterator
from typing import Final

from likely.base.workspace import Workspace
from likely.lib.csv_cell import BYTE_ORDER_MARK, plain_cell
from likely.people.import_column import PROPERTY
from likely.people.person import Person

FIELDS: Final = ("external_id", "email", "phone", "name", "language", "time_zone", "channel", "population")
ACCOUNT: Final = ("account", "account_name", "account_value")
AT_ONCE: Final = 2000


def people_stream(workspace: Workspace) -> Iterator[bytes]:
    """Line by line. One column a property, in the order of their names."""
    people = Person.objects.of(workspace).order_by("pk").select_related("account")
    keys = sorted(
        {key for one in people.values_list("properties", flat=True).iterator(AT_ONCE) for key in one}
    )
    yield (BYTE_ORDER_MARK + _line((*FIELDS, *ACCOUNT, *map(_column, keys)))).encode()
    for person in people.iterator(AT_ONCE):
        named = (getattr(person, field) for field in FIELDS)
        yield _line(
            (*named, *_account(person), *(_told(person.properties.get(key)) for key in keys))
        ).encode()


def _line(cells: tuple[object, ...]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([plain_cell(cell) for cell in cells])
    return text.getvalue()


def _column(key: str) -> str:
    """A property that is called like a field says that it is one."""
    return PROPERTY + key if key in (*FIELDS, *ACCOUNT) else key


def _account(person: Person) -> tuple[object, ...]:
    account = person.account
    return (account.external_id, account.name, _told(account.value)) if account else ("", "", "")


def _told(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else value
