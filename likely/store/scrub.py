"""What was deleted is overwritten too. SQLite only marks it as free until something else is written there."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

INDEXES = ("likely_person_index", "likely_comment_index")  # likely/migrations/_word_index.py


@contextmanager
def overwriting() -> Iterator[None]:
    """What is deleted and changed within is overwritten at once. PostgreSQL's own vacuum does that later."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete = ON")
        try:
            yield
        finally:
            cursor.execute("PRAGMA secure_delete = OFF")


def forget_words() -> None:
    """Write SQLite's indexes of words anew, without those of people who are gone."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for index in INDEXES:
                cursor.execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')")  # noqa: S608 - our own name
