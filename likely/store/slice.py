"""The one question value: which responses, cut by what. Page, API, saved view and notebook share it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, Self

from likely.lib.refusal import Refusal
from likely.store.cut_name import column_asked

Grain = Literal["day", "week", "month", "quarter", "year"]
GRAINS: tuple[Grain, ...] = ("day", "week", "month", "quarter", "year")
CutValue = str | date | None
Key = tuple[CutValue, ...]  # of one cell: its value of each cut


@dataclass(frozen=True, slots=True)
class Slice:
    """Which responses, cut by what.

    since, until: local days, both included; None leaves that end open.
    where: (column, allowed values) pairs, all of which must hold. A column is a dimension of the
    table, `group` (detractor, passive, promoter) or `commented` ("yes", "no").
    words: words that the comment must have, each of them begun or, in quotes, in a row
    (likely/text/comment_words.py); empty asks nothing.
    by: the cuts: dimensions, `group`, or one time grain.
    weighted: sum the weight column instead of counting.
    guarded: count beside what is asked for what the filters leave out (store/left_out.py), so that no two
    pages tell a few answers by subtraction.
    """

    since: date | None = None
    until: date | None = None
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    words: str = ""
    by: tuple[str, ...] = ()
    weighted: bool = False
    guarded: bool = False

    def cut(self, *by: str) -> Self:
        return replace(self, by=by)

    def only(self, column: str, *values: str) -> Self:
        """This slice narrowed: `column` must be one of `values`, in place of what it said before."""
        return replace(self, where=(*self.without(column).where, (column, values)))

    def without(self, column: str) -> Self:
        """This slice with any value of the column."""
        return replace(self, where=tuple(pair for pair in self.where if pair[0] != column))

    def between(self, since: date | None, until: date | None) -> Self:
        return replace(self, since=since, until=until)

    def meeting(self, other: Self) -> Self:
        """What is asked for by both, uncut."""
        since = max((day for day in (self.since, other.since) if day), default=None)
        until = min((day for day in (self.until, other.until) if day), default=None)
        words = " ".join(dict.fromkeys(one for one in (self.words, other.words) if one))
        return replace(self, since=since, until=until, where=(*self.where, *other.where), words=words, by=())

    @classmethod
    def from_query(cls, query: Mapping[str, Sequence[str]], columns: Iterable[str]) -> Self:
        """The slice of a query string given as {name: values}. `columns` may be filtered and cut by.

        Other names are left alone: a page has parameters of its own.
        """
        known = {*columns, "group", "commented"}
        where = tuple(
            (name, tuple(values))
            for name, values in sorted(query.items())
            if (name in known or column_asked(name) in known) and any(values)
        )
        by = tuple(cut for cut in query.get("by", ()) if cut)
        for cut in by:
            if cut not in known and cut not in GRAINS and column_asked(cut) not in known:
                raise Refusal("unknown_cut", f"by: there is no column {cut!r}.", field="by")
        return cls(
            since=_day(query, "since"),
            until=_day(query, "until"),
            where=where,
            words=next(iter(query.get("words", ())), "").strip(),
            by=by,
        )

    def to_query(self) -> list[tuple[str, str]]:
        """The pairs from which `from_query` makes this slice again."""
        pairs = [
            ("since", self.since and self.since.isoformat()),
            ("until", self.until and self.until.isoformat()),
        ]
        pairs += [(column, value) for column, values in self.where for value in values]
        pairs += [("words", self.words), *(("by", cut) for cut in self.by)]
        return [(name, value) for name, value in pairs if value]


def _day(query: Mapping[str, Sequence[str]], name: str) -> date | None:
    text = next(iter(query.get(name, ())), "")
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal("not_a_day", f"{name}: {text!r} is no day; write 2026-11-26.", field=name) from None
