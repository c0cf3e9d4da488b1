"""Rows by their names: Django's own SELECT, worded once and used again.

The ORM words the same statement anew for each batch, which takes it several times as long as the database
needs to run it, so the wording and the converters of its columns are remembered.
"""

from collections.abc import Callable, Collection
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Lookup, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from likely.ask.invitation import Invitation
from likely.collect.draft import COLUMNS, Draft, draft_of
from likely.collect.response import Response
from likely.collect.statement import Found, send
from likely.collect.writing import array_of, quoted
from likely.people.person import Person

if TYPE_CHECKING:
    AnyLookup = Lookup[Any]
else:
    AnyLookup = Lookup

Rows = QuerySet[Any, tuple[Any, ...]]
Wording = tuple[str, SQLCompiler, dict[int, Any]]

INVITATION: Final = tuple(field.attname for field in Invitation._meta.concrete_fields)
PERSON: Final = tuple(field.attname for field in Person._meta.concrete_fields)


class InArray(AnyLookup):
    """`column = ANY(array)`: one parameter and one wording however many names there are."""

    lookup_name = "in_array"
    prepare_rhs = False

    def as_postgresql(self, compiler: SQLCompiler, database: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        column, parameters = self.process_lhs(compiler, database)
        kind = self.lhs.output_field.db_type(database)
        return f"{column} = ANY(%s::{kind}[])", [*parameters, self.rhs]


def invitations(ids: Collection[UUID]) -> Callable[[], list[Invitation]]:
    """Asked for now, read when called: with their people."""
    found = _asked(_invitation_rows, pk=ids)
    return lambda: [_invitation(row) for row in found()]


def responses(surveys: Collection[UUID], keys: Collection[str]) -> Callable[[], list[Draft]]:
    """Asked for now, read when called. Locked in the order of their ids, so that no two processes wait for
    each other; who asks for `responses_to` as well asks for those first."""
    found = _asked(_response_rows, survey_id=surveys, key=keys)
    return lambda: [draft_of(row) for row in found()]


def responses_to(invitations: Collection[UUID]) -> Callable[[], list[Draft]]:
    """Asked for now, read when called: those to personal links, locked like the others."""
    found = _asked(_response_rows, invitation_id=invitations)
    return lambda: [draft_of(row) for row in found()]


def _invitation(row: tuple[Any, ...]) -> Invitation:
    invitation = Invitation.from_db(None, INVITATION, row[: len(INVITATION)])
    if invitation.person_id:
        invitation.person = Person.from_db(None, PERSON, row[len(INVITATION) :])
    return invitation


def _invitation_rows() -> Rows:
    joined = (f"person__{name}" for name in PERSON)
    return Invitation.objects.order_by().values_list(*INVITATION, *joined)


def _response_rows() -> Rows:
    return Response.objects.select_for_update().order_by("pk").values_list(*COLUMNS)


def _asked(rows: Callable[[], Rows], **named: Collection[Any]) -> Found:
    """named: for each column the names that it may have."""
    if not all(named.values()):
        return list
    vendor = connections[DEFAULT_DB_ALIAS].vendor
    cells_of = _array if vendor == "postgresql" else _cells
    cells = [cells_of(list(names)) for names in named.values()]
    sizes = tuple((column, len(each)) for column, each in zip(named, cells, strict=True))
    statement, compiler, converters = _worded(rows, vendor, sizes)
    found = send(statement, [cell for each in cells for cell in each])
    return lambda: [tuple(row) for row in compiler.apply_converters(found(), converters)]


def _array(names: list[Any]) -> list[str]:
    return [array_of([quoted(name) if isinstance(name, str) else name.hex for name in names])]


def _cells(names: list[Any]) -> list[str]:
    """As many as the next power of two: a handful of wordings serves all. The rest is one of the names."""
    cells = [name if isinstance(name, str) else name.hex for name in names]
    return cells + cells[:1] * ((1 << (len(cells) - 1).bit_length()) - len(cells))


@lru_cache(maxsize=256)
def _worded(rows: Callable[[], Rows], vendor: str, sizes: tuple[tuple[str, int], ...]) -> Wording:
    """sizes: for each column the number of its parameters. The converters differ by the vendor, too."""
    asked = rows()
    for column, number in sizes:
        if vendor == "postgresql":
            asked = asked.filter(InArray(F(column), ""))
        else:
            asked = asked.filter(**{f"{column}__in": _any_names(column, number)})
    compiler = asked.query.get_compiler(DEFAULT_DB_ALIAS)
    statement, _ = compiler.as_sql()
    columns = [column for column, _, _ in compiler.select[: compiler.col_count]]
    return statement, compiler, compiler.get_converters(columns)


def _any_names(column: str, number: int) -> list[Any]:
    return [str(at) if column == "key" else UUID(int=at) for at in range(number)]
