"""The same customers in two periods: who moved from which group to which, and the change that is theirs."""

from dataclasses import dataclass

from likely.analyse.segments import SMALLEST_GROUP, score_of
from likely.analyse.small_groups import too_few
from likely.stats.difference import Difference
from likely.stats.flow import Flow, flow
from likely.stats.paired import partly_paired_change
from likely.stats.score import Score
from likely.store.aggregate import counts
from likely.store.slice import Slice
from likely.store.table import Responses
from likely.store.two_waves import wave_table


@dataclass(frozen=True, slots=True)
class Waves:
    """before, after: everybody who answered. both: those who answered twice; None where they are too few.

    change: after − before of everybody, with what the persons in both have in common taken into account.
    """

    before: Score
    after: Score
    both: Flow | None
    change: Difference


def waves(table: Responses, first: Slice, second: Slice, *, smallest: int = SMALLEST_GROUP) -> Waves | None:
    """None where a slice has too few answers. A group of fewer than `smallest` who moved is still counted.

    Nor is anybody told of who answered twice where so few answered once that a wave less them tells the few.
    """
    before, after = counts(table, first.cut()).total(), counts(table, second.cut()).total()
    if any(cell.answered < smallest for cell in (before, after)) or any(
        too_few(table, slice, smallest) for slice in (first, second)
    ):
        return None
    cells = wave_table(table, first, second)
    scores = score_of(before), score_of(after)
    assert scores[0] is not None and scores[1] is not None  # noqa: S101, PT018 - both have answers
    together = sum(map(sum, cells))
    once = [one.answered - together for one in (before, after)]
    told = together >= smallest and not any(0 < n < smallest for n in once)
    both = flow(cells) if told else None
    shared = cells if together <= min(before.answered, after.answered) else [[0] * 3] * 3
    return Waves(scores[0], scores[1], both, partly_paired_change(scores[0], scores[1], shared))
