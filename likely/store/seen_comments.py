"""A table without the responses whose comment has the words of a search only in what is masked.

For readers who see comments masked: a hit that they can't see would tell that the hidden is there. Engines
find the few comments that may hold anything to hide; those are masked here, as they are on a page.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from likely.store.engine import stream_arrow
from likely.store.kept_rows import remade
from likely.store.lake_query import asked_by, in_one, text_of, words
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
ROWS_PER_BATCH = 5000  # comments


def as_seen(table: Responses, asked: str) -> Responses:
    """asked: the words that the comments will be searched for; without any it is the table itself."""
    terms = wanted(asked)
    if not terms:
        return table
    return joined([_part_seen(part, asked, terms) for part in table.split()])


def hits_query(table: Responses, asked: str) -> IbisTable:
    """Columns id, comment of those that have the words, and may have something to hide."""
    rows = narrow(table, Slice(words=asked))
    comment = rows["comment"]
    hides = comment.re_search(may_mask()) | comment.re_search(MAY_TITLE)
    return rows.filter(hides | comment.lower().re_search(MAY_ANNOUNCE)).select("id", "comment")


def _part_seen(part: Responses, asked: str, terms: Sequence[Term]) -> Responses:
    hidden = remember(part, ("hidden", asked), lambda: _hidden(part, asked, terms))
    if not hidden:
        return part
    if part.stamp is None:
        return remade(part, lambda rows: rows.filter(~rows["id"].isin(hidden)), ("seen", hidden))
    return _without(part, hidden)


def _hidden(part: Responses, asked: str, terms: Sequence[Term]) -> tuple[str, ...]:
    """Ids of the hits that nobody who sees comments masked can see."""
    batches = stream_arrow(
        part, lambda table: hits_query(table, asked), ("hidden hits", asked), ROWS_PER_BATCH
    )
    found = (row for batch in batches for row in batch.to_pylist())
    return tuple(row["id"] for row in found if not is_seen(row["comment"], terms))


def _without(part: Responses, ids: Sequence[str]) -> Responses:
    """Of rows in files: worded as text, since Ibis needs seconds for thousands of ids."""
    whole = in_one(part.rows)
    statement = f"SELECT * FROM ({text_of(whole)}) AS likely_all WHERE id NOT IN ({words().texts(ids)})"  # noqa: S608
    return remade(replace(part, rows=asked_by(statement, whole.schema())), _as_it_is, "seen")


def _as_it_is(rows: Any) -> Any:
    return rows
