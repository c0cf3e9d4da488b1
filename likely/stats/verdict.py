"""The four words that a change or a difference may be called."""

from collections.abc import Sequence
from typing import Literal

from likely.lib.refusal import Refusal
from likely.stats.difference import Difference
from likely.stats.multiplicity import benjamini_hochberg

Verdict = Literal["above", "below", "same", "too_few"]


def verdicts(differences: Sequence[Difference | None], rate: float = 0.05) -> list[Verdict]:
    """One word for each difference that is shown together; None is too few answers to say.

    Benjamini–Hochberg over those that are there: of the words "above" and "below" so given, on average at
    most a share `rate` (0..1) is false. One difference alone is called what its own 95 % interval says.
    """
    if not 0 < rate < 1:
        raise Refusal("not_a_rate", f"rate {rate!r} is not between 0 and 1.", field="rate")
    there = [difference for difference in differences if difference is not None]
    adjusted = iter(benjamini_hochberg([difference.p for difference in there]))
    return [
        "too_few" if difference is None else _word(difference, next(adjusted), rate)
        for difference in differences
    ]


def _word(difference: Difference, p: float, rate: float) -> Verdict:
    if p > rate or difference.value == 0:
        return "same"
    return "above" if difference.value > 0 else "below"
