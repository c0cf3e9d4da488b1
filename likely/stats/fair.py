"""Members of a group side by side without injustice: the same mix of cases, small numbers believed less.

From the counts of each member and kind of case (what it was about, channel, language):

1. Each kind has a norm, the company's score for it; a member's expected score is that of its own mix.
2. Adjusted = observed − expected + company. Its variance comes from the kinds' variances, Σₖ nₖ·s²ₖ/n², never
   from the member's own answers: ten promoters of ten are not certain.
3. Shrunken towards the mean by how much members really differ (DerSimonian & Laird, see `agents`).
4. Ranks and "among the best quarter" by draws from the shrunken figures; two members are told apart only
   where the interval of the difference of their shrunken figures leaves out 0. Shrinking takes the place of a
   correction for many pairs (Gelman, Hill & Yajima 2012, J. of Research on Educational Effectiveness 5).

What is not among the kinds of case is not adjusted for; the norms are taken as known.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from likely.lib.refusal import Refusal
from likely.stats.agents import Spread, shrunken, spread, standardised
from likely.stats.difference import Difference
from likely.stats.normal import p_of_z, z_of_level
from likely.stats.score import Score, score_of_counts
from likely.stats.variance import variance_of_counts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# NumPy is imported inside the functions: `import likely` must stay light.

Counts = tuple[int, int, int]  # detractors, passives, promoters
Standing = Literal["above", "below", "same"]

FEWEST = 10  # answers of a member; below, its figure is not shown
DRAWS = 4000


@dataclass(frozen=True, slots=True)
class Member:
    """raw: as it came. adjusted: points with the mix of cases taken out.

    value, low, high: shrunken, in points; the figure to go by. belief: share of the own figure in it, 0..1.
    expected: points that the company scores with this mix. first, last: the ranks (1 is the best) between
    which it lies with a probability of `level`. top: of being among the best quarter, 0..1.
    standing: against the mean of the members.
    """

    name: str
    raw: Score
    expected: float
    adjusted: float
    value: float
    low: float
    high: float
    error: float
    belief: float
    first: int
    last: int
    top: float
    standing: Standing


@dataclass(frozen=True, slots=True)
class Comparison:
    """members: the best shrunken figure first. left_out: those with fewer than 10 answers.

    company: the score of all answers. between: standard deviation of the members' true scores, in points; 0
    where their differences are no larger than chance makes them. level: of the intervals.
    """

    members: tuple[Member, ...]
    left_out: tuple[str, ...]
    company: Score
    between: float
    level: float

    def told_apart(self, a: str, b: str) -> Difference:
        """a − b of two members by name; they can be told apart where p ≤ 1 − level."""
        return apart(self._member(a), self._member(b), self.level)

    def _member(self, name: str) -> Member:
        for member in self.members:
            if member.name == name:
                return member
        raise Refusal("unknown_member", f"There is no member {name!r} in this comparison.", field="name")


def compare(
    answers: Mapping[str, Mapping[str, Counts]],
    *,
    level: float = 0.95,
    fewest: int = FEWEST,
    others: Mapping[str, Counts] | None = None,
) -> Comparison:
    """answers: member -> kind of case -> counts; one kind for all where cases do not differ.

    others: counts by kind that belong to the company and to no member.

    Refuses where fewer than two members have enough answers: there is nobody to compare with.
    """
    norms = _norms([*answers.values(), others or {}])
    company = score_of_counts(*_summed(list(norms.values())), level)
    raw = {name: score_of_counts(*_summed(list(kinds.values())), level) for name, kinds in answers.items()}
    kept = {name: score for name, score in raw.items() if score and score.n >= fewest}
    if company is None or len(kept) < 2:
        raise Refusal(
            "too_few_members",
            f"Fewer than two have {fewest} answers: there is nobody to compare with.",
            cure="Take a longer period.",
        )
    rows = [_adjusted(answers[name], score, norms, company.value) for name, score in kept.items()]
    group = spread([row[1] for row in rows], [row[2] for row in rows])
    members = _members(kept, rows, group, level)
    return Comparison(
        members=tuple(sorted(members, key=lambda member: (-member.value, member.name))),
        left_out=tuple(sorted(name for name in answers if name not in kept)),
        company=company,
        between=math.sqrt(group.between),
        level=level,
    )


def _members(
    kept: Mapping[str, Score], rows: Sequence[tuple[float, float, float]], group: Spread, level: float
) -> list[Member]:
    drawn = shrunken([row[1] for row in rows], [row[2] for row in rows])
    ranks = _ranks([one.value for one in drawn], [one.error for one in drawn], level)
    half = z_of_level(level)
    return [
        Member(
            name=name,
            raw=score,
            expected=expected,
            adjusted=adjusted,
            value=one.value,
            low=max(one.value - half * one.error, -100.0),
            high=min(one.value + half * one.error, 100.0),
            error=one.error,
            belief=one.belief,
            first=first,
            last=last,
            top=top,
            standing=_standing(one.value, one.error, group, half),
        )
        for (name, score), (expected, adjusted, _), one, (first, last, top) in zip(
            kept.items(), rows, drawn, ranks, strict=True
        )
    ]


def _norms(answers: Sequence[Mapping[str, Counts]]) -> dict[str, Counts]:
    norms: dict[str, Counts] = {}
    for kinds in answers:
        for kind, counts in kinds.items():
            norms[kind] = _summed([norms.get(kind, (0, 0, 0)), counts])
    return norms


def _summed(counts: Sequence[Counts]) -> Counts:
    return sum(one[0] for one in counts), sum(one[1] for one in counts), sum(one[2] for one in counts)


def _adjusted(
    kinds: Mapping[str, Counts], score: Score, norms: Mapping[str, Counts], company: float
) -> tuple[float, float, float]:
    """Expected and adjusted points, and the variance of the latter."""
    mix = {kind: sum(counts) for kind, counts in kinds.items() if sum(counts)}
    points = [100 * (norms[kind][2] - norms[kind][0]) / sum(norms[kind]) for kind in mix]
    adjusted = standardised(score.value, list(mix.values()), points, company)
    variance = math.fsum(n * _variance(norms[kind]) for kind, n in mix.items()) / score.n**2
    return score.value - adjusted + company, adjusted, 1e4 * variance


def _variance(counts: Counts) -> float:
    """Of one answer of this kind, with ¾, 1½, ¾ answers added so that it is never 0."""
    return variance_of_counts(counts[0] + 0.75, counts[1] + 1.5, counts[2] + 0.75)


def _standing(value: float, error: float, group: Spread, half: float) -> Standing:
    """Against the mean of the members; how that mean errs is part of each figure's error already."""
    if abs(value - group.mean) <= half * error:
        return "same"
    return "above" if value > group.mean else "below"


def apart(a: Member, b: Member, level: float = 0.95) -> Difference:
    """a − b of the shrunken figures, the two taken as independent."""
    value, error = a.value - b.value, math.hypot(a.error, b.error)
    half = z_of_level(level) * error
    return Difference(
        value=value,
        low=max(value - half, -200.0),
        high=min(value + half, 200.0),
        n=a.raw.n + b.raw.n,
        method="shrunken",
        level=level,
        p=p_of_z(value / error) if error > 0 else 1.0,
    )


def _ranks(values: Sequence[float], errors: Sequence[float], level: float) -> list[tuple[int, int, float]]:
    """First and last rank and the probability of the best quarter, in draws that are always the same."""
    import numpy as np

    rng = np.random.default_rng(20260105)
    noise = rng.standard_normal((DRAWS, len(values)))
    draws = np.array(values) + np.array(errors) * noise + 1e-9 * rng.standard_normal(noise.shape)
    ranks = (-draws).argsort(axis=1).argsort(axis=1) + 1
    tails = (1 - level) / 2
    low = np.quantile(ranks, tails, axis=0, method="lower")
    high = np.quantile(ranks, 1 - tails, axis=0, method="higher")
    top = (ranks <= max(round(len(values) / 4), 1)).mean(axis=0)
    return [(int(a), int(b), float(t)) for a, b, t in zip(low, high, top, strict=True)]
