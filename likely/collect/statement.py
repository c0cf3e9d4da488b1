"""A worded statement on its way to the database and back.

PostgreSQL gets all statements of a transaction without waiting for the results in between, and keeps their
plans, so that a batch costs two ways there and back: what is known, and what is written with its commit.
With SQLite there is no way to go.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

Rows = list[tuple[Any, ...]]
Found = Callable[[], Rows]

# Only single rows are looked up. A plan that was made while a table was small must not read all of it later.
BY_INDEX: Final = "SET LOCAL enable_seqscan = off"


@contextmanager
def one_transaction() -> Iterator[None]:
    """All within is committed together or not at all; in the caller's transaction where there is one."""
    database = connections[DEFAULT_DB_ALIAS]
    if database.vendor != "postgresql" or database.in_atomic_block:
        with transaction.atomic():
            yield
        return
    database.ensure_connection()
    with database.wrap_database_errors, database.connection.pipeline(), transaction.atomic():
        send(BY_INDEX)
        yield


def send(statement: str, parameters: Sequence[Any] = ()) -> Found:
    """Send it off; what is returned waits for the rows. An error may show as late as at the commit."""
    database = connections[DEFAULT_DB_ALIAS]
    if database.vendor == "postgresql":
        with database.wrap_database_errors:
            asked = psycopg.Cursor(database.connection)
            asked.execute(statement.encode(), parameters, prepare=True)
        return partial(_fetched, database, asked)
    with database.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows: Rows = cursor.fetchall()
    return lambda: rows


def _fetched(database: BaseDatabaseWrapper, asked: "psycopg.Cursor[tuple[Any, ...]]") -> Rows:
    with database.wrap_database_errors:
        return asked.fetchall()
