"""A table without the responses whose comment has the words of a search only in what is masked.

For readers who see comments masked: a hit that they can't see would tell that the hidden is there. Engines
find the few comments that may hold anything to hide; those are masked here, as they are on a page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from likely.store.engine import stream_arrow
from likely.store.kept_rows import remade
from likely.store.narrow import narrow
from likely.store.part_memory import remember
from likely.store.sealed import joined
from likely.store.slice import Slice
from likely.store.table import IbisTable, Responses
from likely.text.comment_words import Term, wanted
from likely.text.masking import may_mask
from likely.text.names import MAY_ANNOUNCE, MAY_TITLE
from likely.text.seen import is_seen

# Ibis is imported where it is used: `import likely` must stay light.
ROWS_PER_BATCH: Final = 5000  # comments
MOST_NAMED: Final = 300  # ids in a question; to word thousands takes longer than to answer it


@dataclass(frozen=True, slots=True)
class Hits:
    """Ids of those that may hold anything to hide, by whether the words are seen in them."""

    hidden: tuple[str, ...]
    shown: tuple[str, ...]


def as_seen(table: Responses, asked: str) -> Responses:
    """asked: the words that the comments will be searched for; without any it is the table itself.

    Where many hits are hidden and many of the comments that hide something show the words elsewhere, these
    are left out too: a search for a whole domain of mail then counts a few too little, never one too many.
    """
    terms = wanted(asked)
    if not terms:
        return table
    return joined([_part_seen(part, asked, terms) for part in table.split()])


def hits_query(table: Responses, asked: str) -> IbisTable:
    """Columns id, comment of those that have the words, and may have one of them in what is hidden."""
    rows = narrow(table, Slice(words=asked))
    return rows.filter(_may_hide(rows, asked)).select("id", "comment")


def _may_hide(rows: IbisTable, asked: str) -> Any:
    """Order numbers and dates are many: of words without a digit none lies in a number."""
    comment, numbers = rows["comment"], any(letter.isdecimal() for letter in asked)
    hides = comment.re_search(may_mask(numbers=numbers)) | comment.re_search(MAY_TITLE)
    return (hides | comment.lower().re_search(MAY_ANNOUNCE)).fill_null(False)


def _part_seen(part: Responses, asked: str, terms: Sequence[Term]) -> Responses:
    found = remember(part, ("hidden", asked), lambda: _hits(part, asked, terms))
    if not found.hidden:
        return part
    if len(found.hidden) <= MOST_NAMED:
        return remade(part, lambda rows: rows.filter(~rows["id"].isin(found.hidden)), ("seen", found.hidden))
    named = found.shown if len(found.shown) <= MOST_NAMED else ()

    def keep(rows: IbisTable) -> IbisTable:
        hides = _may_hide(rows, asked)
        return rows.filter(~hides | rows["id"].isin(named)) if named else rows.filter(~hides)

    return remade(part, keep, ("seen", asked, named))


def _hits(part: Responses, asked: str, terms: Sequence[Term]) -> Hits:
    hidden: list[str] = []
    shown: list[str] = []
    key = ("hidden hits", asked)
    for batch in stream_arrow(part, lambda table: hits_query(table, asked), key, ROWS_PER_BATCH):
        for row in batch.to_pylist():
            (shown if is_seen(row["comment"], terms) else hidden).append(row["id"])
    return Hits(tuple(hidden), tuple(shown))
