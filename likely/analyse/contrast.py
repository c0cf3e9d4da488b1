"""One part of the answers against another: the rest, another part, the days before, the same days last year.

Two parts that share answers are compared without them: what is in both says nothing about a difference, and
the arithmetic takes the sides as independent.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final, Literal

from likely.analyse.rolling import YEAR
from likely.analyse.segments import SMALLEST_GROUP, score_of, without
from likely.analyse.small_groups import hidden_values, too_few
from likely.analyse.wording import difference_words
from likely.lib.measured import in_full
from likely.lib.refusal import Refusal
from likely.stats.difference import Difference, difference
from likely.stats.score import Score
from likely.stats.verdict import Verdict, verdicts
from likely.store.aggregate import Cell, counts
from likely.store.slice import Slice
from likely.store.table import Responses

Against = Literal["rest", "before", "year", "other"]
AGAINST: Final[tuple[Against, ...]] = ("rest", "before", "year", "other")
CONTEXT: Final = ("survey", "kind")  # filters that both sides keep: what was asked is not who answered
Narrow = Callable[[Responses, Slice], tuple[Responses, Slice]]
Why = Literal["", "too_few", "the_same", "nothing_left"]


@dataclass(frozen=True, slots=True)
class Contrast:
    """gap: mine − other. shared: answers in both, which are on neither side.

    why: there is nothing to compare, and then there are no figures: a side, or what they share, has fewer
    answers than may be shown; both are the same answers; or there is no rest.
    """

    mine: Score | None
    other: Score | None
    gap: Difference | None
    verdict: Verdict
    shared: int
    why: Why

    @property
    def words(self) -> str:
        """up 11, real (p 0.003)"""
        if self.gap is None:
            return {"the_same": "the same answers", "nothing_left": "no others"}.get(
                self.why, "too few answers"
            )
        return difference_words(self.gap)

    def _repr_html_(self) -> str:
        if self.mine is None or self.other is None:
            return f"<strong>{self.words}</strong>"
        return f"<strong>{self.words}</strong><br>{in_full(self.mine)} · {in_full(self.other)}"


def against_rest(table: Responses, slice: Slice, everything: Responses, smallest: int) -> Contrast:
    """The slice of the table against all else of the same days and surveys. everything: of the workspace."""
    if too_few(table, slice, smallest):
        return _nothing("too_few")
    mine = counts(table, slice.cut()).total()
    whole = counts(everything, context_of(slice)).total()
    return contrast_of(mine, without(whole, mine), Cell(), smallest)


def against_period(table: Responses, slice: Slice, against: Against, smallest: int) -> Contrast:
    """The slice against the period of the same length just before it, or the same days 52 weeks before."""
    if slice.since is None or slice.until is None:
        raise Refusal(
            "no_period",
            "A comparison with an earlier time needs a first and a last day.",
            cure="Name the period.",
            field="since",
        )
    back = timedelta(days=YEAR) if against == "year" else slice.until - slice.since + timedelta(days=1)
    earlier = slice.between(slice.since - back, slice.until - back)
    if any(too_few(table, one, smallest) for one in (slice, earlier)):
        return _nothing("too_few")
    now, before = (counts(table, one.cut()).total() for one in (slice, earlier))
    return contrast_of(now, before, Cell(), smallest)


def against_other(
    table: Responses, slice: Slice, everything: Responses, other: Narrow, smallest: int
) -> Contrast:
    """The slice against another part of the same days and surveys. other: narrows a table and slice to it."""
    if too_few(table, slice, smallest):
        return _nothing("too_few")
    mine = counts(table, slice.cut()).total()
    theirs = counts(*other(everything, context_of(slice))).total()
    both = counts(*other(table, slice.cut())).total()
    return contrast_of(mine, theirs, both, smallest)


def is_value_hidden(table: Responses, slice: Slice, column: str, value: str, smallest: int) -> bool:
    """Whether a table by this column would hide the value, itself small or not: then nothing tells it."""
    return value in hidden_values(table, slice, column, smallest)


def context_of(slice: Slice) -> Slice:
    """The same days and surveys, without what else narrows the slice."""
    kept = tuple(pair for pair in slice.where if pair[0] in CONTEXT)
    return replace(slice, where=kept, words="", by=())


def contrast_of(mine: Cell, other: Cell, both: Cell, smallest: int = SMALLEST_GROUP) -> Contrast:
    """From the answers of each side and of both.

    All three parts (only mine, only theirs, both) must be empty or large enough: whoever knows the whole of
    a side could work out the third from two of them.
    """
    if any(one.is_few(smallest) for one in (mine, other, both)):
        return _nothing("too_few")
    parts = [without(mine, both), without(other, both), both]
    sizes = [part.answered for part in parts]
    if any(0 < n < smallest for n in sizes):
        return _nothing("too_few")
    if not sizes[0] and not sizes[1]:
        return _nothing("the_same" if sizes[2] else "too_few")
    # One inside the other: the inner one against what is left of the outer one.
    sides = [parts[0] if sizes[0] else mine, parts[1] if sizes[1] else other]
    scores = [score_of(side) for side in sides]
    if scores[0] is None or scores[1] is None:
        return _nothing("too_few" if scores[0] is None else "nothing_left")
    gap = difference(scores[0], scores[1])
    shared = sizes[2] if sizes[0] and sizes[1] else 0
    return Contrast(scores[0], scores[1], gap, verdicts([gap])[0], shared, "")


def _nothing(why: Why) -> Contrast:
    return Contrast(None, None, None, "too_few", 0, why)
