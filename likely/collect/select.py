"""Rows by their ids: Django's own SELECT, worded once for each number of ids and used again.

The ORM words the same statement anew for each batch, which takes it several times as long as the database
needs to run it, so the wording and the converters of its columns are remembered.
"""

from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

from likely.ask.invitation import Invitation
from likely.collect.draft import COLUMNS, Draft, draft_of
from likely.collect.response import Response
from likely.people.person import Person

Rows = QuerySet[Any, tuple[Any, ...]]
Wording = tuple[str, SQLCompiler, dict[int, Any]]

INVITATION: Final = tuple(field.attname for field in Invitation._meta.concrete_fields)
PERSON: Final = tuple(field.attname for field in Person._meta.concrete_fields)


def invitations(ids: Collection[UUID]) -> Iterator[Invitation]:
    """With their people."""
    for row in _select(_invitation_rows, ids):
        invitation = Invitation.from_db(None, INVITATION, row[: len(INVITATION)])
        if invitation.person_id:
            invitation.person = Person.from_db(None, PERSON, row[len(INVITATION) :])
        yield invitation


def responses(ids: Collection[UUID]) -> Iterator[Draft]:
    """Locked in the order of their ids, so that two processes never wait for each other."""
    return map(draft_of, _select(_response_rows, ids))


def _invitation_rows(ids: list[UUID]) -> Rows:
    joined = (f"person__{name}" for name in PERSON)
    return Invitation.objects.filter(pk__in=ids).order_by().values_list(*INVITATION, *joined)


def _response_rows(ids: list[UUID]) -> Rows:
    return Response.objects.filter(pk__in=ids).select_for_update().order_by("pk").values_list(*COLUMNS)


def _select(rows: Callable[[list[UUID]], Rows], ids: Collection[UUID]) -> list[tuple[Any, ...]]:
    if not ids:
        return []
    database = connections[DEFAULT_DB_ALIAS]
    named: list[Any] = list(ids) if database.features.has_native_uuid_field else [one.hex for one in ids]
    asked = _rounded(len(named))
    statement, compiler, converters = _worded(rows, database.vendor, asked)
    with database.cursor() as cursor:
        cursor.execute(statement, [*named, *named[:1] * (asked - len(named))])
        found = cursor.fetchall()
    return [tuple(row) for row in compiler.apply_converters(found, converters)]


def _rounded(number: int) -> int:
    """The next power of two: a handful of wordings serves all. The rest is filled with one of the ids."""
    return 1 << (number - 1).bit_length()


@lru_cache(maxsize=64)
def _worded(rows: Callable[[list[UUID]], Rows], vendor: str, number: int) -> Wording:  # noqa: ARG001
    """vendor: the wording and the converters differ by it."""
    compiler = rows([UUID(int=at) for at in range(number)]).query.get_compiler(DEFAULT_DB_ALIAS)
    statement, _ = compiler.as_sql()
    columns = [column for column, _, _ in compiler.select[: compiler.col_count]]
    return statement, compiler, compiler.get_converters(columns)
