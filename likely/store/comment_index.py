"""Comments found by their words in the database's index, newest answers first.

What the index holds is kept by the database itself with every write (likely/migrations/_comment_index.py).
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Case, Q, QuerySet, When
from django.db.models.expressions import RawSQL

from likely.base.workspace import Workspace
from likely.collect.response import Response
from likely.migrations._comment_index import VECTOR
from likely.text.comment_words import Term

FIRST_RUN, LONGEST_RUN = 100, 6400  # responses looked at in one go
A_SECOND: Final = 1 << 32  # numbers of SQLite's index
BEHIND_ALL: Final = (1 << 63) - 1
FIRST_WALK: Final = 400  # answers with a comment
DENSE: Final = 0.01  # share of them that match; below it all matches are sooner read out of the index
ALL: Final = 10**9  # rows
# What is sorted is found first, by the index: the planner would go through all rows in the order.
SORTED: Final = (
    "WITH found (id, at) AS MATERIALIZED ({}) SELECT id, at FROM found ORDER BY at DESC, id DESC LIMIT %s"
)
IN_THE_INDEX: Final = (
    "likely_response.id IN (SELECT response FROM likely_comment_place WHERE place IN"
    " (SELECT rowid FROM likely_comment_index WHERE likely_comment_index MATCH %s))"
)
# Of a workspace, to stand behind `response__in=`: the index is asked once, whatever is narrowed around it.
OF_THE_INDEX: Final = (
    "SELECT response FROM likely_comment_place WHERE place IN"
    " (SELECT rowid FROM likely_comment_index WHERE likely_comment_index MATCH %s)"
)
OF_THE_WORDS: Final = (
    "SELECT id FROM likely_response WHERE workspace_id = %s AND words <> ''"  # noqa: S608 - constants
    f" AND {VECTOR} @@ %s::tsquery"
)
# The index first, and of what it finds the responses: the planner would take the tables the other way round.
ENTRIES: Final = (
    "SELECT place, response FROM (SELECT rowid AS number FROM likely_comment_index"
    " WHERE likely_comment_index MATCH %s AND rowid >= %s AND rowid < %s ORDER BY rowid DESC LIMIT %s)"
    " CROSS JOIN likely_comment_place ON place = number ORDER BY place DESC"
)
HAS: Final = f"{VECTOR.replace('words', 'likely_response.words')} @@ %s::tsquery"  # the index's expression

# Of responses that are named one by one: else the planner asks the index for all that match, too.
OF_THE_FEW: Final = f"({HAS}) IS TRUE"

Rows = QuerySet[Response]
Runs = Iterator[list[UUID]]


def matching(rows: Rows, terms: Sequence[Term]) -> Rows:
    """Those whose comment has all terms. Where many have them, `newest` is faster."""
    if connection.vendor == "sqlite":
        return rows.extra(where=[IN_THE_INDEX], params=[_match(terms)])  # noqa: S610 - a constant
    found = _having(Response.objects.all(), terms).values("pk")
    return rows.filter(
        pk__in=found[:ALL]
    )  # a limit keeps the planner from going through all rows by the order


def saying(workspace: Workspace, terms: Sequence[Term]) -> RawSQL:
    """A subquery of the ids of responses whose comment has all terms; words of one may stand apart."""
    if connection.vendor == "sqlite":
        return RawSQL(OF_THE_INDEX, [_match(terms, workspace)])  # noqa: S611 - a constant
    return RawSQL(OF_THE_WORDS, [workspace.pk, _query(terms)])  # noqa: S611 - a constant


def _having(rows: Rows, terms: Sequence[Term], has: str = HAS) -> Rows:
    """The condition as PostgreSQL's index has it, or one that is no business of the index."""
    found = rows.extra(where=["likely_response.words <> ''", has], params=[_query(terms)])  # noqa: S610 - constants
    return _in_a_row(found, terms)


def newest(workspace: Workspace, narrowing: Q, terms: Sequence[Term], last: datetime | None = None) -> Runs:
    """Ids of responses that match, the newest answers first, in runs: each is one look into the index.

    narrowing: what else must hold of a response. last: nothing after that moment.
    """
    narrowing = narrowing if last is None else narrowing & Q(at__lte=last)
    if connection.vendor == "sqlite":
        yield from _sqlite_runs(workspace, narrowing, terms, last)
    else:
        rows = Response.objects.of(workspace).filter(narrowing).exclude(words="")
        yield from _postgresql_runs(rows, terms)


def _sqlite_runs(workspace: Workspace, narrowing: Q, terms: Sequence[Term], last: datetime | None) -> Runs:
    match = _match(terms, workspace)
    below: int | None = (int(last.timestamp()) + 1) * A_SECOND if last else BEHIND_ALL
    size = FIRST_RUN
    while below is not None:
        ids, below = _entries(match, below, size)
        yield _met(workspace, Response.objects.filter(pk__in=ids), narrowing)
        size = min(2 * size, LONGEST_RUN)


def _met(workspace: Workspace, rows: Rows, narrowing: Q) -> list[UUID]:
    """Those of the few rows of which it holds. As conditions of the query, the planner would take an index of
    one of them, and go through the whole workspace."""
    holds = Case(When(narrowing & Q(workspace=workspace), then=True), default=False)
    told = rows.annotate(holds=holds).values_list("at", "pk", "holds")
    return [pk for _at, pk, holds in sorted(told, reverse=True) if holds]


def _entries(match: str, below: int, size: int) -> tuple[list[UUID], int | None]:
    """The next entries below a number, to the end of their second, and where to go on; None at the end."""
    with connection.cursor() as cursor:
        cursor.execute(ENTRIES, [match, -BEHIND_ALL, below, size])
        found = cursor.fetchall()
        if len(found) < size:
            return [UUID(hex=response) for _place, response in found], None
        floor = found[-1][0] // A_SECOND * A_SECOND
        cursor.execute(ENTRIES, [match, floor, found[-1][0], A_SECOND])
        found += cursor.fetchall()
    return [UUID(hex=response) for _place, response in found], floor


def _postgresql_runs(rows: Rows, terms: Sequence[Term]) -> Runs:
    """Through the newest answers while many of them match, else through the index: the planner guesses badly
    how many begin with a word, and would read a million answers for one that nobody said."""
    behind, width = Q(), FIRST_WALK
    while True:
        walk = list(rows.filter(behind).order_by("-at", "-pk").values_list("pk", "at")[:width])
        found = _having(Response.objects.filter(pk__in=[pk for pk, _at in walk]), terms, OF_THE_FEW)
        ids = [pk for _at, pk in sorted(found.values_list("at", "pk"), reverse=True)]
        yield ids
        if len(walk) < width:
            return
        behind = _behind(*walk[-1])
        if len(ids) < DENSE * width:
            break
        width = min(2 * width, LONGEST_RUN)
    yield from _postgresql_rest(rows, terms, behind)


def _postgresql_rest(rows: Rows, terms: Sequence[Term], behind: Q) -> Runs:
    size = FIRST_RUN
    while True:
        inner = _having(rows.filter(behind).order_by(), terms).values_list("id", "at")
        sql, params = inner.query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(SORTED.format(sql), [*params, size])
            found = cursor.fetchall()
        yield [pk for pk, _at in found]
        if len(found) < size:
            return
        behind = _behind(*found[-1])
        size = min(4 * size, LONGEST_RUN)


def _behind(pk: UUID, at: datetime) -> Q:
    return Q(at__lt=at) | Q(at=at, pk__lt=pk)


def _match(terms: Sequence[Term], workspace: Workspace | None = None) -> str:
    """FTS5: `words : ("late" * "slow delivery") AND owner : "…"`. Words are letters and digits alone."""
    asked = " ".join(f'"{" ".join(term.words)}"{" *" if term.is_open else ""}' for term in terms)
    owner = f' AND owner : "{workspace.pk.hex}"' if workspace else ""
    return f"words : ({asked}){owner}"


def _query(terms: Sequence[Term]) -> str:
    """Of PostgreSQL: `'late':* & 'slow' & 'delivery'`."""
    pairs = [(word, False) for term in terms for word in term.words[:-1]]
    pairs += [(term.words[-1], term.is_open) for term in terms]
    return " & ".join(f"'{word}'{':*' if begun else ''}" for word, begun in dict.fromkeys(pairs))


def _in_a_row(rows: Rows, terms: Sequence[Term]) -> Rows:
    """PostgreSQL's index has words, not their places: those of one term must also follow each other."""
    for term in terms:
        if len(term.words) > 1:
            sought = f"% {' '.join(term.words)}{'' if term.is_open else ' '}%"
            rows = rows.extra(where=["' ' || likely_response.words || ' ' LIKE %s"], params=[sought])
    return rows
