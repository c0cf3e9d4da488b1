"""Whether the index of comments is whole, and writing it anew where it is not."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from likely.collect.response import Response
from likely.migrations._comment_index import POSTGRESQL, POSTGRESQL_DROP, SQLITE, SQLITE_DROP
from likely.text.comment_words import words_of

AT_ONCE: Final = 2000  # comments


@dataclass(frozen=True, slots=True)
class IndexState:
    """comments: with words in them. held: how many of them the index finds; None: there is no index."""

    comments: int
    held: int | None

    @property
    def is_whole(self) -> bool:
        return self.held == self.comments


def index_state() -> IndexState:
    comments = Response.objects.exclude(words="").count()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(HELD[connection.vendor])
            [(held,)] = cursor.fetchall()
    except DatabaseError:
        return IndexState(comments, None)
    if connection.vendor == "sqlite":
        return IndexState(comments, held)
    return IndexState(comments, comments if held else None)


@transaction.atomic
def rebuild() -> int:
    """Write all words and the index anew, whatever became of them. Returns the comments that have words."""
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        for statement in SQLITE_DROP if is_sqlite else (POSTGRESQL_DROP,):
            cursor.execute(statement)
        cursor.execute("UPDATE likely_response SET words = '' WHERE words <> ''")
        for statement in SQLITE if is_sqlite else ():
            cursor.execute(statement)
        n = 0
        for some in _comments():
            told = [(words, pk.hex if is_sqlite else pk) for pk, text in some if (words := words_of(text))]
            cursor.executemany("UPDATE likely_response SET words = %s WHERE id = %s", told)
            n += len(told)
        for statement in () if is_sqlite else ("SET CONSTRAINTS ALL IMMEDIATE", *POSTGRESQL):
            cursor.execute(statement)  # no index is made while a check waits for the commit
    return n


def _comments() -> Iterator[list[tuple[UUID, str]]]:
    """All of them, by id, some at a time."""
    rows = Response.objects.exclude(comment="").order_by("pk").values_list("pk", "comment")
    some = list(rows[:AT_ONCE])
    while some:
        yield some
        some = list(rows.filter(pk__gt=some[-1][0])[:AT_ONCE])


HELD: Final = {
    "sqlite": "SELECT count(*) FROM likely_comment_place JOIN likely_comment_index_docsize ON id = place",
    "postgresql": "SELECT count(*) FROM pg_index WHERE indisvalid"
    " AND indexrelid = to_regclass('likely_comment_index')",
}
