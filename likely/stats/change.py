"""Why a score changed: its segments changed, or there are more of some and fewer of others.

Kitagawa 1955 (JASA 50), symmetric form: every segment may rise while the whole falls (Simpson).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from likely.lib.refusal import Refusal
from likely.stats.score import Score


@dataclass(frozen=True, slots=True)
class MixSplit:
    """Points. within: the segments themselves changed. mix: their shares did. total = within + mix."""

    within: float
    mix: float

    @property
    def total(self) -> float:
        return self.within + self.mix


@dataclass(frozen=True, slots=True)
class SegmentChange:
    """share: 0..1 of the answers. score: points, None where the segment is not there."""

    share_before: float
    share_after: float
    score_before: float | None
    score_after: float | None


def mix_split(changes: Mapping[str, SegmentChange]) -> MixSplit:
    """within = Σ mean share · change of score; mix = Σ mean score · change of share.

    A segment that is there only once has no change of its own: all of it is mix.
    """
    within = mix = 0.0
    for name, change in changes.items():
        before = change.score_after if change.score_before is None else change.score_before
        after = change.score_before if change.score_after is None else change.score_after
        if before is None or after is None:
            raise Refusal("no_score", f"{name}: there is no score in either period.", field=name)
        within += (change.share_before + change.share_after) / 2 * (after - before)
        mix += (before + after) / 2 * (change.share_after - change.share_before)
    return MixSplit(within, mix)


def mix_split_of_scores(
    before: Mapping[str, Score | None], after: Mapping[str, Score | None]
) -> MixSplit | None:
    """The split between two periods of the same cut; None when one of them has no answers.

    The segments must be all there are, small ones too: the parts then add up to the change of the whole.
    """
    names = [name for name in {**before, **after} if before.get(name) or after.get(name)]
    n_before, n_after = _answers(before), _answers(after)
    if not (n_before and n_after):
        return None
    return mix_split(
        {
            name: SegmentChange(
                _n(before.get(name)) / n_before,
                _n(after.get(name)) / n_after,
                _value(before.get(name)),
                _value(after.get(name)),
            )
            for name in names
        }
    )


def _answers(scores: Mapping[str, Score | None]) -> int:
    return sum(_n(score) for score in scores.values())


def _n(score: Score | None) -> int:
    return score.n if score else 0


def _value(score: Score | None) -> float | None:
    return score.value if score else None
