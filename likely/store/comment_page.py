"""A page of responses whose comment has certain words, the newest first, by the database's index.

The index says which rows may be on the page; those become a small table, of which the slice is asked as of
any other. So a filter means the same, whether words are looked for or not.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from likely.ask.survey import Survey
from likely.base.workspace import Workspace
from likely.collect.response import Response
from likely.stats.scale import GROUP_SCORES
from likely.store.comment_index import newest
from likely.store.hot import read, to_arrow
from likely.store.narrow import VIRTUAL
from likely.store.rows import ORDER, Page, page, read_cursor, write_cursor
from likely.store.schema import property_column
from likely.store.sealed import hot_part, wide_columns
from likely.store.slice import Slice
from likely.store.table import Responses
from likely.text.comment_words import wanted
from likely.text.seen import is_seen

MOST_READ: Final = 3000  # rows for one page; where filters leave few of so many, asking the lake is faster
MOST_AT_ONCE: Final = 400  # rows; the first time no more than fill a page
A_DAY: Final = timedelta(days=1)  # wider than any difference of time zones from UTC


def comment_page(
    workspace: Workspace,
    slice: Slice,
    columns: Sequence[str],
    states: Sequence[str],
    *,
    among: Callable[[Responses], Responses],
    masked: bool = False,
    after: str = "",
    size: int = 50,
) -> Page | None:
    """As `page`, of a slice with words, the newest first. among: narrows a table further.

    masked: whether the reader sees comments masked, and finds none by what is hidden.

    None: nothing was looked for, or the filters leave too few of those that the index finds.
    """
    if not wanted(slice.words) or (after and not _is_id(read_cursor(after)[2])):
        return None
    kept: list[Mapping[str, Any]] = []
    plain = replace(slice, words="")
    needed = tuple(dict.fromkeys((*columns, *ORDER)))
    have_read = 0
    for ids in _found(workspace, slice, states, after, size + 1):
        if have_read >= MOST_READ:
            return None
        have_read += len(ids)
        rows = read(Response.objects.filter(pk__in=ids))
        if masked:
            rows = [row for row in rows if is_seen(row["comment"], wanted(slice.words))]
        if not rows:
            continue
        table = _table(workspace, rows, slice)
        if any(name not in (*table.dimensions, *VIRTUAL) for name, _values in slice.where):
            return None
        kept += page(among(table), plain, needed, size=len(ids)).rows
        if len(kept) > size:
            break
    rest = write_cursor((0, kept[size - 1]["at"], kept[size - 1]["id"])) if len(kept) > size else None
    return Page(tuple({name: row[name] for name in columns} for row in kept[:size]), rest)


def _found(
    workspace: Workspace, slice: Slice, states: Sequence[str], after: str, at_once: int
) -> Iterator[list[UUID]]:
    known, last = _known(workspace, slice, states), None
    if after:
        _rank, last, id = read_cursor(after)
        known &= Q(at__lt=last) | Q(at=last, pk__lt=id)
    waiting: list[UUID] = []
    for ids in newest(workspace, known, wanted(slice.words), last):
        waiting += ids
        while len(waiting) >= at_once:
            some, waiting = waiting[:at_once], waiting[at_once:]
            yield some
            at_once = min(2 * at_once, MOST_AT_ONCE)
    if waiting:
        yield waiting


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _known(workspace: Workspace, slice: Slice, states: Sequence[str]) -> Q:
    """What the database can say of the slice; the rest is asked of the rows that are read."""
    asked = Q(state__in=states)
    if slice.since:
        asked &= Q(at__gte=datetime.combine(slice.since, time(), UTC) - A_DAY)
    if slice.until:
        asked &= Q(at__lt=datetime.combine(slice.until, time(), UTC) + 2 * A_DAY)
    for column, values in slice.where:
        if values and column == "survey":
            asked &= Q(survey__in=list(Survey.objects.of(workspace).filter(slug__in=values)))
        if values and column == "channel":
            asked &= Q(channel__in=values)
        if values and column == "group":
            scores = [GROUP_SCORES[value] for value in values if value in GROUP_SCORES]
            asked &= reduce(or_, (Q(score__range=(one[0], one[-1])) for one in scores), Q(pk=None))
    return asked


def _table(workspace: Workspace, rows: Sequence[dict[str, Any]], slice: Slice) -> Responses:
    """The rows, with a column for each property that the slice asks of."""
    asked = [property_column(name) for name, _values in slice.where]
    batch = to_arrow(rows, workspace.time_zone, asked)
    return hot_part(batch, wide_columns(batch.column_names))
