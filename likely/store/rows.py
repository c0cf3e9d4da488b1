"""The rows themselves: a page of them in some order, or all of them as a stream."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import merge
from itertools import islice
from typing import Any, Final, Literal, get_args

from likely.lib.refusal import Refusal
from likely.store.engine import fetch_arrow, stream_arrow
from likely.store.narrow import narrow, need, unknown_column
from likely.store.part_memory import remember
from likely.store.slice import Slice
from likely.store.table import IbisTable, Responses

ROWS_PER_BATCH = 20_000  # of an export: a few megabytes
ORDER = ("at", "id")  # what a cursor is made of
UNANSWERED: Final = 11  # stands behind every score, whichever way scores are sorted

Sort = Literal["-at", "at", "score", "-score"]  # newest, oldest, lowest, highest first; alike: newest first
SORTS: Final[tuple[Sort, ...]] = get_args(Sort)
Place = tuple[int, datetime, str]  # rank of the score, 0 where scores are not sorted by; moment; id


@dataclass(frozen=True, slots=True)
class Page:
    """rows: in order, {column: value}. next: the cursor of the page after it; None at the end."""

    rows: tuple[Mapping[str, Any], ...]
    next: str | None


def page(
    table: Responses,
    slice: Slice,
    columns: Sequence[str],
    *,
    after: str = "",
    size: int = 50,
    sort: Sort = "-at",
) -> Page:
    """The first rows of the slice in that order behind the cursor `after`, which belongs to the order."""
    needed = tuple(dict.fromkeys((*columns, *ORDER, *(("score",) if _ranked(sort) else ()))))
    place = read_cursor(after, ranked=_ranked(sort)) if after else None
    found = [_first(part, slice, needed, place, size + 1, sort) for part in table.split()]
    rows = list(islice(merge(*found, key=lambda row: _weight(row, sort), reverse=sort != "at"), size + 1))
    shown = tuple({name: row[name] for name in columns} for row in rows[:size])
    return Page(shown, write_cursor(_place(rows[size - 1], sort), sort) if len(rows) > size else None)


def export(table: Responses, slice: Slice, columns: Sequence[str]) -> Iterator[Any]:
    """All rows of the slice as Arrow batches, in the order in which they lie. Memory stays at a batch."""
    for part in table.split():
        key = ("export", slice, tuple(columns))
        yield from stream_arrow(part, lambda t: _chosen(narrow(t, slice), columns), key, ROWS_PER_BATCH)


def write_cursor(place: Place, sort: Sort = "-at") -> str:
    rank, at, id = place
    return f"{f'{rank}~' if _ranked(sort) else ''}{at.astimezone(UTC):%Y%m%dT%H%M%S.%f}~{id}"


def read_cursor(text: str, *, ranked: bool = False) -> Place:
    rank, rest = text.split("~", 1) if ranked and "~" in text else ("0", text)
    at, _, id = rest.partition("~")
    try:
        if not 0 <= int(rank) <= UNANSWERED:
            raise ValueError(rank)
        return int(rank), datetime.strptime(at, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC), id
    except ValueError:
        raise Refusal(
            "wrong_cursor",
            "after: this is no cursor of ours.",
            cure="Take `next` of the page before it, unchanged.",
            field="after",
        ) from None


def _first(
    part: Responses, slice: Slice, columns: tuple[str, ...], place: Place | None, size: int, sort: Sort
) -> list[dict[str, Any]]:
    key = ("page", slice, columns, place, size, sort)

    def find() -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = fetch_arrow(
            part, lambda table: page_query(table, slice, columns, place, size, sort), key
        ).to_pylist()
        return rows

    return remember(part, key, find)


def page_query(
    table: Responses,
    slice: Slice,
    columns: Sequence[str],
    place: Place | None,
    size: int,
    sort: Sort = "-at",
) -> IbisTable:
    """The one query of a page."""
    import ibis  # heavy

    for name in ORDER:
        need(table, name, "A page of rows")
    rows = narrow(table, slice)
    rank = _rank_of(rows, sort) if _ranked(sort) else None
    if place:
        at, id = ibis.literal(place[1], "timestamp('UTC')"), ibis.literal(place[2])
        same = rows["at"] == at
        behind = (
            (rows["at"] > at) | (same & (rows["id"] > id))
            if sort == "at"
            else (rows["at"] < at) | (same & (rows["id"] < id))
        )
        rows = rows.filter(behind if rank is None else (rank > place[0]) | ((rank == place[0]) & behind))
    in_time = [rows["at"], rows["id"]] if sort == "at" else [rows["at"].desc(), rows["id"].desc()]
    order = in_time if rank is None else [_rank_of(rows, sort), *in_time]
    return _chosen(rows.order_by(order).limit(size), columns)


def _ranked(sort: Sort) -> bool:
    return sort in ("score", "-score")


def _rank_of(rows: IbisTable, sort: Sort) -> Any:
    score = rows["score"].cast("int16")
    return (score if sort == "score" else 10 - score).fill_null(UNANSWERED)


def _rank(score: int | None, sort: Sort) -> int:
    return UNANSWERED if score is None else score if sort == "score" else 10 - score


def _chosen(rows: IbisTable, columns: Sequence[str]) -> IbisTable:
    known = tuple(rows.columns)
    for name in columns:
        if name not in known:
            raise unknown_column(name, known)
    return rows.select(*columns)


def _place(row: Mapping[str, Any], sort: Sort) -> Place:
    return _rank(row["score"], sort) if _ranked(sort) else 0, row["at"], row["id"]


def _weight(row: Mapping[str, Any], sort: Sort) -> Place:
    """What rows of several parts are merged by: the weightiest first, but where the oldest come first."""
    rank, at, id = _place(row, sort)
    return -rank, at, id
