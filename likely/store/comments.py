"""Scored comments for reading, and how often a person answers: what the aggregates do not keep."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from likely.store.engine import fetch
from likely.store.narrow import narrow, need
from likely.store.slice import Slice
from likely.store.table import IbisTable, Responses

# Ibis is imported where it is used: `import likely` must stay light.

MOST_COMMENTS = 10_000  # read at once; more would only make the same words surer
MOST_ROWS = 200_000  # looked at to see whether persons answer repeatedly
_STEPS = 1 << 20  # five digits of an id
_STRIDE = 648_055  # about the golden ratio of _STEPS, and odd: multiples of it are spread evenly


@dataclass(frozen=True, slots=True)
class Comments:
    """pairs: (score, comment). of: how many there are in all; a sample where that is more."""

    pairs: tuple[tuple[int, str], ...]
    of: int


def comments(table: Responses, slice: Slice, of: int, most: int = MOST_COMMENTS) -> Comments:
    """The scored comments of the slice; of more than `most`, a sample that is the same each time.

    of: how many there are, as counts by `commented` say.
    """
    need(table, "comment", "Reading comments")
    share = min(most / of, 1.0) if of else 1.0
    rows = fetch(table, lambda asked: comments_query(asked, slice, share), ("comments", slice, share))
    return Comments(tuple((score, text) for score, text in rows), of)


def comments_query(table: Responses, slice: Slice, share: float) -> IbisTable:
    """Columns score, comment of about a share 0..1 of the scored comments, spread evenly over the table."""
    import ibis

    rows = narrow(_sampled(table, share), slice)
    return rows.filter(ibis._["comment"].notnull() & ibis._["score"].notnull()).select("score", "comment")


def _sampled(table: Responses, share: float) -> Responses:
    if share >= 1:
        return table
    import ibis

    if table.drawn:
        return replace(
            table, rows=table.rows.filter(ibis._["id"].substr(31, 5) < f"{int(share * _STEPS):05x}")
        )
    rows = table.rows.mutate(likely_chance=(ibis.row_number() * _STRIDE) % _STEPS)
    return replace(table, rows=rows.filter(ibis._["likely_chance"] < int(share * _STEPS)))


def answers_a_person(table: Responses, slice: Slice) -> float | None:
    """Mean number of scored answers of a person who gave one; None where nobody is named.

    Only the first MOST_ROWS rows are looked at, so that of a longer table it is the least it can be.
    """
    need(table, "person", "Counting persons")
    ((answers, people),) = fetch(table, lambda asked: persons_query(asked, slice), ("persons", slice))
    return answers / people if people else None


def persons_query(table: Responses, slice: Slice) -> IbisTable:
    """One row: answers, people."""
    import ibis

    rows = narrow(table, slice).limit(MOST_ROWS)
    rows = rows.filter(ibis._["score"].notnull() & ibis._["person"].notnull())
    return rows.aggregate(answers=rows.count(), people=rows["person"].nunique())


def judged_comments(
    table: Responses, column: str, answers: Sequence[str], positive: Sequence[str], of: int
) -> tuple[tuple[bool, str], ...]:
    """(whether it was a yes, comment) of responses with one of these answers, where no score is asked.

    answers: all that count, in lower case; positive: those of them that mean yes. of: how many were given.
    """
    need(table, "comment", "Reading comments")
    share = min(MOST_COMMENTS / of, 1.0) if of else 1.0

    def question(asked: Responses) -> IbisTable:
        rows = _sampled(asked, share).rows
        answer = rows[column].cast("string").lower()
        kept = rows.filter(answer.isin(answers) & rows["comment"].notnull())
        return kept.select(likely_yes=answer.isin(positive), comment=kept["comment"])

    key = ("judged comments", column, tuple(answers), tuple(positive), share)
    return tuple((bool(yes), text) for yes, text in fetch(table, question, key))
