"""Drafts become rows: Django's own INSERT, worded once and used again.

The ORM words the same statement anew for each batch, which takes it longer than the database needs to
run it, so the wording is remembered.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache, partial
from itertools import chain, islice
from operator import attrgetter
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, DateTimeField, Field, ForeignKey, JSONField, TextField, UUIDField
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery
from pydantic_core import to_json

from likely.collect.draft import COLUMNS, Draft
from likely.collect.response import Response
from likely.collect.statement import send
from likely.text.comment_words import words_of

ROWS_A_STATEMENT: Final = 32  # 25 columns each: below SQLite's oldest limit of 999 parameters
WRITTEN: Final = (
    "score", "comment", "words", "permission", "answers", "channel", "language", "state", "doubt", "verdict",
    "evidence", "changed_at", "completed_at", "seal", "sealed_before",
)  # fmt: skip

Row = tuple[Any, ...]
values_of: Final[Callable[[Draft], Row]] = attrgetter(*COLUMNS)


def insert(drafts: Iterable[Draft]) -> None:
    """New rows. IntegrityError where a key is taken."""
    _write(drafts, update=False)


def update(drafts: Iterable[Draft]) -> None:
    """Rows that were there, under the same ids."""
    _write(drafts, update=True)


def _write(drafts: Iterable[Draft], update: bool) -> None:
    waiting = iter(drafts)
    database = connections[DEFAULT_DB_ALIAS]
    while rows := [_row(draft) for draft in islice(waiting, ROWS_A_STATEMENT)]:
        send(*_worded(database, rows, update))


def _row(draft: Draft) -> Row:
    draft.words = words_of(draft.comment) if draft.comment else ""
    return values_of(draft)


def _worded(database: BaseDatabaseWrapper, rows: list[Row], update: bool) -> tuple[str, list[Any]]:
    """The statement and its parameters: on PostgreSQL an array a column, else a value a cell."""
    columns = [
        [None if value is None else adapt(value) for value in column] if adapt else column
        for adapt, column in zip(_adapters(database), zip(*rows, strict=True), strict=True)
    ]
    if database.vendor == "postgresql":
        any_number = 2  # rows, whose wording serves for all
        return _statement(database.vendor, any_number, update), [array_of(column) for column in columns]
    cells = chain.from_iterable(zip(*columns, strict=True))
    return _statement(database.vendor, len(rows), update), list(cells)


def array_of(texts: Iterable[str | None]) -> str:
    """The columns' cells as PostgreSQL reads an array; the driver takes thrice as long to write the same."""
    return "{" + ",".join(["NULL" if text is None else text for text in texts]) + "}"


def quoted(text: str) -> str:
    """Any text as an element of an array: NULL, braces and commas in it mean themselves."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


@lru_cache(maxsize=4 * ROWS_A_STATEMENT)
def _statement(vendor: str, rows: int, update: bool) -> str:  # noqa: ARG001 - the wording differs by vendor
    known = Response._meta
    query = InsertQuery(
        Response,
        on_conflict=OnConflict.UPDATE if update else None,
        update_fields=[known.get_field(name) for name in WRITTEN] if update else [],
        unique_fields=[known.get_field("id")] if update else [],
    )
    query.insert_values(list(_fields()), [Response()] * rows, raw=True)
    [(statement, _)] = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    return str(statement)


def _adapters(database: BaseDatabaseWrapper) -> list[Callable[[Any], Any] | None]:
    adapter = _element if database.vendor == "postgresql" else partial(_cell, database)
    return [adapter(field) for field in _fields()]


def _cell(database: BaseDatabaseWrapper, field: "Field[Any, Any]") -> Callable[[Any], Any] | None:
    """How a value becomes a parameter, as the field itself does it; None: as it is."""
    if isinstance(field, UUIDField | ForeignKey):
        return None if database.features.has_native_uuid_field else attrgetter("hex")
    if isinstance(field, DateTimeField):
        return database.ops.adapt_datetimefield_value
    return _json if isinstance(field, JSONField) else None


def _element(field: "Field[Any, Any]") -> Callable[[Any], str]:
    """How a value becomes an element of an array."""
    if isinstance(field, UUIDField | ForeignKey):
        return attrgetter("hex")
    if isinstance(field, DateTimeField):
        return datetime.isoformat
    if isinstance(field, JSONField):
        return lambda value: quoted(_json(value))
    return quoted if isinstance(field, CharField | TextField) else str


def _json(value: dict[str, Any]) -> str:
    return to_json(value).decode() if value else "{}"


@lru_cache(maxsize=1)
def _fields() -> "tuple[Field[Any, Any], ...]":
    """Of COLUMNS, in their order. Every foreign key holds a UUID."""
    by_column = {field.attname: field for field in Response._meta.concrete_fields}
    return tuple(by_column[column] for column in COLUMNS)
