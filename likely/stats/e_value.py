"""Proof by betting: what a bet against "no difference" has made of 1, exact for any number of answers.

An e-value of 20 or more refutes the hypothesis at 5 %, whenever it is looked at (Ville 1939): a fair bet
multiplies its stake by 20 with a probability of at most 1/20, ever. Unlike a confidence sequence nothing is
asymptotic; it needs that each answer was drawn into either arm with the same chance.
"""

import math
from collections.abc import Sequence

from likely.lib.refusal import Refusal
from likely.stats.count import read_count

Counts = tuple[int, int, int]  # detractors, passives, promoters
STRENGTH = 30.0  # of the belief that an edge is small: a beta distribution of k and k
STAKES = (0.02, 0.05, 0.1, 0.2, 0.4)


def swap_e_value(control: Counts, variant: Counts, strength: float = STRENGTH) -> float:
    """From promoters and detractors alone, as if each were the toss of a coin.

    a: promoters of the variant and detractors of the control; b: the reverse. Without a difference each
    falls on either side with chance 1/2; e = 2^(a + b)·B(a + k, b + k)/B(k, k).
    """
    for name, counts in (("control", control), ("variant", variant)):
        for count in counts:
            read_count(count, name)
    a, b = variant[2] + control[0], variant[0] + control[2]
    k = strength
    log = (a + b) * math.log(2) + _log_beta(a + k, b + k) - _log_beta(k, k)
    return math.exp(min(log, 700.0))


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def daily_e_value(days: Sequence[tuple[Counts, Counts]], shares: tuple[float, float] = (0.5, 0.5)) -> float:
    """From the counts of each day, (control, variant), in their order: stronger where most are promoters.

    Each answer y bets on its arm, its gain ±(y − c)/2 for the even split, c the mean answer of the days
    before. The average over several stakes, to both sides. shares: of control and variant as drawn.
    """
    if not (min(shares) > 0 and math.isclose(sum(shares), 1)):
        raise Refusal("bad_split", "shares of control and variant must add up to 1.", field="shares")
    logs = {sign * stake: 0.0 for stake in STAKES for sign in (-1, 1)}
    total, n = 0.0, 0
    for control, variant in days:
        centre = total / n if n else 0.0
        for stake in logs:
            logs[stake] += _log_gain(stake, control, centre, -shares[1]) + _log_gain(
                stake, variant, centre, shares[0]
            )
        for counts in (control, variant):
            total += counts[2] - counts[0]
            n += sum(counts)
    most = max(logs.values())
    mean = math.fsum(math.exp(log - most) for log in logs.values()) / len(logs)
    return math.exp(min(most + math.log(mean), 700.0))


def _log_gain(stake: float, counts: Counts, centre: float, weight: float) -> float:
    """weight: +share of control for the variant, −share of variant for control; 0 on average over draws."""
    return math.fsum(
        count * math.log1p(stake * 2 * weight * (y - centre) / 2)
        for y, count in zip((-1, 0, 1), counts, strict=True)
        if count
    )
