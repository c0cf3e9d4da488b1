"""Two slices against each other, and why they differ: their parts are different, or there are other parts.

A period and the one before, buyers and users, one channel and another. Split by a cut, the difference is what
the parts did (within) and what the mix did (Kitagawa); every part may rise while the whole falls.
"""

from dataclasses import dataclass, replace

from likely.analyse.segments import SMALLEST_GROUP, score_of, written
from likely.analyse.small_groups import unseen
from likely.lib.refusal import Refusal
from likely.stats.change import MixSplit, mix_split_of_scores
from likely.stats.difference import Difference, difference, differences
from likely.stats.score import Score
from likely.stats.verdict import Verdict, verdicts
from likely.store.aggregate import Counts, counts
from likely.store.slice import Slice
from likely.store.table import Responses

OTHERS = "…"  # how the parts that may not be shown are written, together


@dataclass(frozen=True, slots=True)
class Part:
    """One value of the cut. shares: of either slice's answers, 0..1. verdict: of b − a, judged together."""

    value: str
    a: Score | None
    b: Score | None
    share_a: float
    share_b: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Why:
    """difference: b − a in points = split.within + split.mix. parts: the largest share first."""

    a: Score
    b: Score
    difference: Difference
    verdict: Verdict
    split: MixSplit
    parts: tuple[Part, ...]


def why(table: Responses, a: Slice, b: Slice, by: str, *, smallest: int = SMALLEST_GROUP) -> Why | None:
    """b against a, cut by one column. None where either has too few answers. One query each.

    Parts too small to be shown in both slices are put together, so that the split stays that of the whole.
    """
    if a == b:
        raise Refusal("same_slice", "Both slices are the same.", field="slice")
    one, other = counts(table, replace(a, by=(by,))), counts(table, replace(b, by=(by,)))
    if min(one.total().answered, other.total().answered) < smallest:
        return None
    first, second = _gathered(one, other, smallest)
    before = {name: score_of(cell.total()) for name, cell in first.items()}
    after = {name: score_of(cell.total()) for name, cell in second.items()}
    whole_a, whole_b = score_of(one.total()), score_of(other.total())
    split = mix_split_of_scores(before, after)
    assert whole_a is not None and whole_b is not None and split is not None  # noqa: S101, PT018 - both answered
    gap = difference(whole_b, whole_a)
    return Why(whole_a, whole_b, gap, verdicts([gap])[0], split, _parts(before, after))


def _gathered(a: Counts, b: Counts, smallest: int) -> tuple[dict[str, Counts], dict[str, Counts]]:
    """Both by the values that may be shown; the others together."""
    few = unseen(a.cells, smallest) | unseen(b.cells, smallest)
    made: tuple[dict[str, Counts], dict[str, Counts]] = ({}, {})
    for found, gathered in zip((a, b), made, strict=True):
        for key, cell in found.cells.items():
            name = OTHERS if key in few else written(key)
            one = Counts((), {(): cell})
            gathered[name] = gathered[name] + one if name in gathered else one
    return made


def _parts(a: dict[str, Score | None], b: dict[str, Score | None]) -> tuple[Part, ...]:
    names = [name for name in {**a, **b} if a.get(name) or b.get(name)]
    n_a, n_b = (sum(score.n for score in side.values() if score) for side in (a, b))
    both = [(name, x, y) for name in names if (x := a.get(name)) and (y := b.get(name))]
    found = differences([(y, x) for _, x, y in both])
    words = dict(zip((name for name, _, _ in both), verdicts(found), strict=True))
    rows = [
        Part(name, a.get(name), b.get(name), _n(a, name) / n_a, _n(b, name) / n_b, words.get(name, "too_few"))
        for name in names
    ]
    return tuple(sorted(rows, key=lambda part: -(part.share_a + part.share_b)))


def _n(side: dict[str, Score | None], name: str) -> int:
    score = side.get(name)
    return score.n if score else 0
