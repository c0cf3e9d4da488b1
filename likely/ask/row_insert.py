"""New rows of one kind, many at once: Django's own INSERT, worded once and run for each row.

A row is a tuple of cells. Making an object of the model for each, only to take it apart again, would cost
more than the database needs.
"""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import repeat
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import DateTimeField, Field, ForeignKey, JSONField, Model, UUIDField
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery

Cells = Sequence[Any]
ROWS_AT_ONCE: Final = 2000


def insert(
    model: type[Model], columns: tuple[str, ...], rows: Sequence[Cells], *, unless_there: bool = False
) -> None:
    """columns: names of attributes, a foreign key as NAME_id; all that the table does not fill by itself.

    unless_there: where another row has what must be had once, it stays and this one is dropped; else that is
    an IntegrityError. Call it in a transaction.
    """
    database = connections[DEFAULT_DB_ALIAS]
    statement, adapters = _worded(model, columns, database.vendor, unless_there)
    with database.cursor() as cursor:
        for start in range(0, len(rows), ROWS_AT_ONCE):
            cells = zip(*rows[start : start + ROWS_AT_ONCE], strict=True)
            adapted = [
                list(column) if adapt is None else _adapted(adapt, column)
                for adapt, column in zip(adapters, cells, strict=True)
            ]
            if database.vendor == "postgresql":
                cursor.execute(statement, adapted)  # an array a column
            else:
                cursor.executemany(statement, list(zip(*adapted, strict=True)))


def _adapted(adapt: Callable[[Any], Any], column: Sequence[Any]) -> list[Any]:
    """A column of one value throughout, such as the moment of a decision, is adapted once."""
    first = column[0]
    if column[-1] is first and all(value is first for value in column):
        return list(repeat(adapt(first), len(column)))
    return [adapt(value) for value in column]


@lru_cache(maxsize=32)
def _worded(
    model: type[Model], columns: tuple[str, ...], vendor: str, unless_there: bool
) -> tuple[str, list[Callable[[Any], Any] | None]]:
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name[column] for column in columns]
    database = connections[DEFAULT_DB_ALIAS]
    query = InsertQuery(model, on_conflict=OnConflict.IGNORE if unless_there else None)
    any_number = [model()] * (2 if vendor == "postgresql" else 1)  # where a wording serves for all
    query.insert_values(fields, any_number, raw=True)
    [(statement, _)] = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    return str(statement), [_adapter(field, vendor, database) for field in fields]


def _adapter(
    field: "Field[Any, Any]", vendor: str, database: BaseDatabaseWrapper
) -> Callable[[Any], Any] | None:
    """How a value becomes a parameter, as the field itself does it; None: as it is."""
    target = field.target_field if isinstance(field, ForeignKey) else field
    if isinstance(target, UUIDField):
        return None if database.features.has_native_uuid_field else _hex
    if isinstance(target, DateTimeField):
        return _text if vendor == "sqlite" else None
    return json.dumps if isinstance(target, JSONField) else None


def _hex(value: Any) -> str | None:
    return None if value is None else str(value.hex)


def _text(value: datetime | None) -> str | None:
    return None if value is None else str(connections[DEFAULT_DB_ALIAS].ops.adapt_datetimefield_value(value))
