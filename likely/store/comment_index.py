"""Comments found by their words in the database's index, newest answers first.

What the index holds is kept by the database itself with every write (likely/migrations/_comment_index.py).
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, Case, F, Q, QuerySet, When, Window
from django.db.models.expressions import RawSQL
from django.db.models.functions import RowNumber

from likely.base.workspace import Workspace
from likely.collect.response import Response
from likely.migrations._comment_index import NEIGHBOURS, VECTOR
from likely.text.comment_words import Term

FIRST_RUN, LONGEST_RUN = 100, 6400  # responses looked at in one go
A_SECOND: Final = 1 << 32  # numbers of SQLite's index
BEHIND_ALL: Final = (1 << 63) - 1
# Answers with a comment, and the share of them that match below which all matches of a million are sooner
# read out of the index: for one term. With each more, the index has one more long list to go through.
FIRST_WALK: Final = 800
DENSE: Final = 0.005
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
# As the index has it; of the phrase that stands behind it, the planner reckons the numbers once.
HAS: Final = f"{VECTOR.replace('words', 'likely_response.words')} @@ %s::tsquery"
STAND: Final = (
    f"{NEIGHBOURS.replace('words', 'likely_response.words')} @> {NEIGHBOURS.replace('words', '%s')}"
)
SAID: Final = "' ' || likely_response.words || ' ' LIKE %s"  # of a row that is read anyway, without the index
WALK: Final = (
    "SELECT id, at, has, place FROM ({}) AS walk (id, at, has, place) WHERE has OR place = %s ORDER BY place"
)

Rows = QuerySet[Response]
Runs = Iterator[list[UUID]]


def matching(rows: Rows, terms: Sequence[Term]) -> Rows:
    """Those whose comment has all terms. Where many have them, `newest` is faster."""
    if connection.vendor == "sqlite":
        return rows.extra(where=[IN_THE_INDEX], params=[_match(terms)])  # noqa: S610 - a constant
    # In words of its own: inside another query Django would name the table anew, but not in our conditions.
    # A limit keeps the planner from going through all rows by the order.
    found = _having(Response.objects.order_by(), terms).values_list("pk")[:ALL]
    return rows.filter(pk__in=RawSQL(*found.query.sql_with_params()))  # noqa: S611 - constants


def saying(workspace: Workspace, terms: Sequence[Term]) -> RawSQL:
    """A subquery of the ids of responses whose comment has all terms; words of one may stand apart."""
    if connection.vendor == "sqlite":
        return RawSQL(OF_THE_INDEX, [_match(terms, workspace)])  # noqa: S611 - a constant
    return RawSQL(OF_THE_WORDS, [workspace.pk, _query(terms)])  # noqa: S611 - a constant


def _having(rows: Rows, terms: Sequence[Term]) -> Rows:
    """The condition as PostgreSQL's index has it, which knows words and neighbours: of those that it finds,
    the words of a term must also follow each other."""
    query = _query(terms, _is_numbered)
    rows = rows.extra(where=["likely_response.words <> ''", HAS], params=[query])  # noqa: S610 - constants
    for term in terms:
        if neighbours := _neighbours(term):
            rows = rows.extra(where=[STAND, SAID], params=[neighbours, _pattern(term)])  # noqa: S610 - constants
        elif len(term.words) > 1:
            rows = rows.extra(where=[SAID], params=[_pattern(term)])  # noqa: S610 - a constant
    return rows


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
    behind, width, walked, met = Q(), FIRST_WALK * len(terms), 0, 0
    while True:
        ids, last = _walk(rows.filter(behind), terms, width)
        yield ids
        if last is None:
            return
        behind = _behind(*last)
        walked, met = walked + width, met + len(ids)
        if met < DENSE / len(terms) * walked:
            break
        width = min(2 * width, LONGEST_RUN)
    yield from _postgresql_rest(rows, terms, behind)


def _walk(rows: Rows, terms: Sequence[Term], width: int) -> tuple[list[UUID], tuple[UUID, datetime] | None]:
    """Those among the newest rows that match, and the last row looked at; None: there are no more."""
    said = [_pattern(term) for term in terms]
    has = RawSQL(" AND ".join([SAID] * len(terms)), said, BooleanField())  # noqa: S611 - a constant
    place = Window(RowNumber(), order_by=[F("at").desc(), F("pk").desc()])
    walk = rows.annotate(has=has, place=place).order_by("-at", "-pk").values_list("id", "at", "has", "place")
    try:
        sql, params = walk[:width].query.sql_with_params()
    except EmptyResultSet:  # the narrowing leaves nothing
        return [], None
    with connection.cursor() as cursor:
        cursor.execute(WALK.format(sql), [*params, width])
        found = cursor.fetchall()
    ids = [pk for pk, _at, has, _place in found if has]
    is_full = bool(found) and found[-1][3] == width
    return ids, found[-1][:2] if is_full else None


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


def _query(terms: Sequence[Term], is_known: Callable[[Term], bool] = lambda _term: False) -> str:
    """Of PostgreSQL: `'late':* & 'slow' & 'delivery'`. is_known: whether the last word is asked elsewhere."""
    pairs = [(word, False) for term in terms for word in term.words[:-1]]
    pairs += [(term.words[-1], term.is_open) for term in terms if not is_known(term)]
    return " & ".join(f"'{word}'{':*' if begun else ''}" for word, begun in dict.fromkeys(pairs))


def _is_numbered(term: Term) -> bool:
    """Whether the beginning of the last word stands in a number: all words that begin so are a long list."""
    return term.is_open and len(term.words) > 1 and len(term.words[-1]) > 1


def _pattern(term: Term) -> str:
    """For LIKE. Words are letters and digits alone."""
    return f"% {' '.join(term.words)}{'' if term.is_open else ' '}%"


def _neighbours(term: Term) -> str:
    """Words whose numbers a comment must have; none for one alone. Of the last, two letters are needed."""
    words = term.words[:-1] if term.is_open and len(term.words[-1]) == 1 else term.words
    return " ".join(words) if len(words) > 1 else ""
