"""Many rows of one kind written at once: Django's own INSERT, worded once and run for many rows.

The ORM words the same statement anew for each batch, which takes it longer than the database needs to run
it. Two thousand rows share a statement because SQLite brings its word index to disk after each one.
"""

import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, ForeignKey, Model
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery

ROWS_AT_ONCE: Final = 500  # of a statement of PostgreSQL
CELLS_AT_ONCE: Final = 30_000  # of a statement of SQLite, which takes 32,766 parameters
AS_THEY_ARE: Final = frozenset(
    {"CharField", "TextField", "EmailField", "BooleanField", "FloatField", "PositiveIntegerField"}
)


def write(model: type[Model], rows: Sequence[Any], updated: tuple[str, ...] = ()) -> None:
    """Insert the rows; those that are there already (by id) get the fields `updated`.

    rows: of the model, or anything that has its columns. IntegrityError where another row has what must be
    had once. Call it in a transaction, with rows locked.
    """
    if connections[DEFAULT_DB_ALIAS].vendor == "sqlite":
        most = CELLS_AT_ONCE // len(_fields(model))
        for start in range(0, len(rows), most):
            _run(model, rows[start : start + most], updated)
        for row in rows if rows and isinstance(rows[0], model) else ():
            row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    elif rows:
        _create(model, [row if isinstance(row, model) else _as_model(model, row) for row in rows], updated)


def _create(model: type[Model], rows: Sequence[Any], updated: tuple[str, ...]) -> None:
    conflict: dict[str, Any] = {"update_conflicts": True, "unique_fields": ["id"], "update_fields": updated}
    model._default_manager.bulk_create(rows, ROWS_AT_ONCE, **(conflict if updated else {}))


def _as_model(model: type[Model], row: Any) -> Model:
    return model(**{field.attname: getattr(row, field.attname) for field in _fields(model)})


def _run(model: type[Model], rows: Sequence[Any], updated: tuple[str, ...]) -> None:
    values_of, adapters = _adapters(model)
    columns = [
        column if adapt is None else list(map(adapt, column))
        for adapt, column in zip(adapters, zip(*map(values_of, rows), strict=True), strict=True)
    ]
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(
            _statement(model, updated, len(rows)), list(chain.from_iterable(zip(*columns, strict=True)))
        )


@lru_cache(maxsize=64)
def _statement(model: type[Model], updated: tuple[str, ...], rows: int) -> str:
    known = model._meta
    query = InsertQuery(
        model,
        on_conflict=OnConflict.UPDATE if updated else None,
        update_fields=[known.get_field(name) for name in updated],
        unique_fields=[known.get_field("id")] if updated else [],
    )
    query.insert_values(_fields(model), [model()] * rows, raw=True)
    [(statement, _parameters)] = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    return str(statement)


def _fields(model: type[Model]) -> "list[Field[Any, Any]]":
    """A number that the database counts up itself is left to it."""
    every = model._meta.concrete_fields
    return [field for field in every if not field.get_internal_type().endswith("AutoField")]


@lru_cache(maxsize=32)
def _adapters(
    model: type[Model],
) -> tuple[Callable[[Any], tuple[Any, ...]], list[Callable[[Any], Any] | None]]:
    fields = _fields(model)
    return attrgetter(*(field.attname for field in fields)), [_adapter(field) for field in fields]


def _adapter(field: "Field[Any, Any]") -> Callable[[Any], Any] | None:
    """How a value becomes a parameter, as the field itself does it; None: as it is."""
    kind = (field.target_field if isinstance(field, ForeignKey) else field).get_internal_type()
    if kind in AS_THEY_ARE:
        return None
    if kind == "UUIDField":
        return lambda value: value and value.hex
    if kind == "JSONField":
        return lambda value: (
            json.dumps(value) if value else "{}" if isinstance(value, dict) else json.dumps(value)
        )
    database = connections[DEFAULT_DB_ALIAS]
    # The rows of a batch share a moment.
    return lru_cache(maxsize=64)(lambda value: field.get_db_prep_save(value, database))
