"""Answers that are no score of 0..10 but say the same thing in another way: a yes, a share, a rating."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from likely.store.column_words import (
    FRIENDS_AND_FAMILY,
    GOOD_WORDS,
    NO,
    OTHER_STEPS,
    RATED,
    RECOMMENDED,
    YES,
)
from likely.store.columns import is_personal, says
from likely.store.profile import Profile
from likely.store.query import ask
from likely.store.table import IbisTable

FAMILY_STEPS = ("1", "2", "3", "4", "5")  # 1 very good .. 5 very poor; more are "don't know"
FAMILY_GOOD = ("1", "2")
NO_ANSWER = 7  # highest code of the Friends and Family answer


@dataclass(frozen=True, slots=True)
class Measure:
    """A question that is not the 0..10 one, with how often each of its answers was given in the file.

    kind: share (of positive answers) or rating (a mean on lowest..highest).
    counts: answer in lower case -> times; only true answers. positive: those that mean yes.
    """

    column: str
    kind: Literal["share", "rating"]
    counts: Mapping[str, int]
    positive: tuple[str, ...]
    lowest: int = 0
    highest: int = 0

    @property
    def n(self) -> int:
        return sum(self.counts.values())

    @property
    def positives(self) -> int:
        return sum(n for answer, n in self.counts.items() if answer in self.positive)


@dataclass(frozen=True, slots=True)
class _Kind:
    kind: Literal["share", "rating"]
    answers: tuple[str, ...]
    positive: tuple[str, ...]
    lowest: int = 0
    highest: int = 0


def measures_of(rows: IbisTable, columns: Sequence[Profile]) -> tuple[Measure, ...]:
    """The measures among the columns, shares before ratings, counted over the whole file."""
    kinds = [(column.name, kind) for column in columns if (kind := _kind(column))]
    kinds.sort(key=lambda pair: pair[1].kind == "rating")
    return tuple(_counted(rows, name, kind) for name, kind in kinds)


def _kind(column: Profile) -> _Kind | None:
    answers = {value.casefold() for value in column.present}
    if is_personal(column) or not answers:
        return None
    if says(column, FRIENDS_AND_FAMILY):
        return _friends_and_family(column, answers)
    if says(column, RECOMMENDED) and answers <= {*YES, *NO} and answers & set(YES) and len(answers) <= 2:
        return _Kind("share", (*YES, *NO), YES)
    return _rated(column) if says(column, RATED) else None


def _friends_and_family(column: Profile, answers: set[str]) -> _Kind | None:
    if column.share(1, NO_ANSWER) == 1.0:
        return _Kind("share", FAMILY_STEPS, FAMILY_GOOD)
    if answers & set(GOOD_WORDS) and answers & set(OTHER_STEPS):
        return _Kind("share", (*GOOD_WORDS, *OTHER_STEPS), GOOD_WORDS)
    return None


def _rated(column: Profile) -> _Kind | None:
    """On 5, 7 or 10 steps; positive are the top two of five and seven, the top two of ten."""
    if not column.whole or len(column.numbers) < 3:
        return None
    top = int(max(column.numbers))
    if top not in (5, 7, 10) or column.share(0 if top == 5 else 1, top) < 1.0:
        return None
    steps = tuple(str(step) for step in range(1, top + 1))
    return _Kind("rating", steps, steps[-2:], 1, top)


def _counted(rows: IbisTable, name: str, kind: _Kind) -> Measure:
    answer = rows[name].cast("string").strip().lower().re_replace(r"\.0+$", "")
    narrow = rows.select(answer=answer).filter(lambda table: table.answer.isin(kind.answers))
    counted = ask(narrow.group_by("answer").aggregate(n=narrow.count())).to_pylist()
    counts = {row["answer"]: row["n"] for row in counted}
    positive = tuple(answer for answer in kind.positive if answer in counts)
    return Measure(name, kind.kind, counts, positive, kind.lowest, kind.highest)
