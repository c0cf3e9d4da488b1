"""Signs that a score is helped along, each by a test of its own whose rate of false alarms is known.

None of them proves anything: each says that something would be rare if nobody did anything. For the members
of a team together, `asked` keeps the chance of a single false question below `rate`, whatever is looked at.
"""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from likely.lib.refusal import Refusal
from likely.stats.multiplicity import holm

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# NumPy is imported inside the functions: `import likely` must stay light.

RATE = 0.05  # chance of any false question in one look
DRAWS = 9999
SEED = 20260106
NEAR_SECONDS = 120.0  # two answers that lie so near stand right behind each other


def tail_of_many(x: int, drawn: int, marked: int, whole: int) -> float:
    """P(at least x) of the marked among `drawn`, drawn by chance from `whole` (hypergeometric).

    The one-sided p of Fisher's exact test: too many of the company's marked ones lie with one member.
    """
    _check(x, drawn, marked, whole)
    first, last = max(x, drawn + marked - whole, 0), min(drawn, marked)
    return min(math.fsum(_chance(k, drawn, marked, whole) for k in range(first, last + 1)), 1.0)


def tail_of_few(x: int, drawn: int, marked: int, whole: int) -> float:
    """P(at most x): too few of the company's marked ones lie with one member."""
    _check(x, drawn, marked, whole)
    first = max(drawn + marked - whole, 0)
    return min(math.fsum(_chance(k, drawn, marked, whole) for k in range(first, x + 1)), 1.0)


def _check(x: int, drawn: int, marked: int, whole: int) -> None:
    if not (0 <= x <= min(drawn, marked) and max(drawn, marked) <= whole and drawn + marked - x <= whole):
        raise Refusal("bad_table", f"There is no table of {x}, {drawn}, {marked} and {whole}.")


def _chance(k: int, drawn: int, marked: int, whole: int) -> float:
    return math.exp(_choose(marked, k) + _choose(whole - marked, drawn - k) - _choose(whole, drawn))


def _choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def pairs_of_tens(seconds: Sequence[float], tens: Sequence[bool]) -> int:
    """How often two tens come right behind each other. seconds: ascending."""
    return int(_pairs(_near(seconds), _array(tens)))


def p_of_bursts(seconds: Sequence[float], tens: Sequence[bool], draws: int = DRAWS) -> float:
    """p of so many pairs of tens, or more, if the scores had nothing to do with when they came.

    The moments stay as they are and the scores are dealt to them anew (permutation test, valid at any n):
    answers that come together because they were asked together are no sign by themselves.
    """
    import numpy as np

    near, scores = _near(seconds), _array(tens)
    seen = _pairs(near, scores)
    if seen < 2:
        return 1.0
    dealt = np.random.default_rng(SEED).permuted(np.tile(scores, (draws, 1)), axis=1)
    drawn = (dealt[:, 1:] & dealt[:, :-1] & near).sum(axis=1)
    return (1 + int((drawn >= seen).sum())) / (draws + 1)


def _near(seconds: Sequence[float]) -> "NDArray[np.bool_]":
    import numpy as np

    found: NDArray[np.bool_] = np.diff(np.asarray(seconds, dtype=float)) <= NEAR_SECONDS
    return found


def _array(tens: Sequence[bool]) -> "NDArray[np.bool_]":
    import numpy as np

    return np.asarray(tens, dtype=bool)


def _pairs(near: "NDArray[np.bool_]", tens: "NDArray[np.bool_]") -> int:
    return int((tens[1:] & tens[:-1] & near).sum())


def asked(signs: Mapping[str, Mapping[str, float]], rate: float = RATE) -> dict[str, dict[str, float]]:
    """{sign: {member: p}} of those that are rare enough to ask about; p adjusted for all that was looked at.

    Holm within a sign, and the signs share the rate equally: if nothing is the matter, the chance of even one
    question is at most `rate`.
    """
    found = {}
    for sign, by_member in signs.items():
        adjusted = [min(p * len(signs), 1.0) for p in holm(list(by_member.values()))]
        found[sign] = {name: p for name, p in zip(by_member, adjusted, strict=True) if p <= rate}
    return found
