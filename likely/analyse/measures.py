"""What a file without a 0..10 score still says: the share of a yes, the mean of a rating, with intervals."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from likely.lib.figure import grouped, number
from likely.lib.measured import Gettext
from likely.stats.estimate import Estimate
from likely.stats.mean import mean_of_counts
from likely.stats.proportion import proportion
from likely.store.measures import Measure


@dataclass(frozen=True, slots=True)
class Measured:
    """share: percent of positive answers. mean: of a rating, in its steps. positive: the answers meant."""

    column: str
    kind: Literal["share", "rating"]
    positive: tuple[str, ...]
    share: Estimate
    mean: Estimate | None


def measured(measures: Sequence[Measure]) -> tuple[Measured, ...]:
    """The estimates of the measures that anybody answered."""
    return tuple(found for measure in measures if (found := _measured(measure)))


def _measured(measure: Measure) -> Measured | None:
    share = proportion(measure.positives, measure.n)
    if share is None:
        return None
    steps = range(measure.lowest, measure.highest + 1)
    counts = [measure.counts.get(str(step), 0) for step in steps]
    mean = mean_of_counts(counts, measure.lowest) if measure.kind == "rating" else None
    return Measured(measure.column, measure.kind, measure.positive, share, mean)


def in_words(found: Measured, gettext: Gettext) -> str:
    """One measure as a sentence, each figure with its interval."""
    share = gettext("{column}: {share} % answered {answers} ({low} to {high}, n {n}).").format(
        column=found.column,
        share=number(found.share.value, 1),
        answers=_one_of(found.positive, gettext),
        low=number(found.share.low, 1),
        high=number(found.share.high, 1),
        n=grouped(found.share.n),
    )
    if found.mean is None:
        return share
    mean = gettext("Mean {mean} ({low} to {high}).").format(
        mean=number(found.mean.value, 3), low=number(found.mean.low, 3), high=number(found.mean.high, 3)
    )
    return f"{share} {mean}"


def _one_of(answers: Sequence[str], gettext: Gettext) -> str:
    """a; a or b; a, b or c."""
    if len(answers) < 2:
        return "".join(answers)
    return gettext("{answers} or {last}").format(answers=", ".join(answers[:-1]), last=answers[-1])


def measure_object(found: Measured) -> dict[str, object]:
    """A measure by its stable names in the JSON of a report."""
    return {
        "column": found.column,
        "kind": found.kind,
        "positive": list(found.positive),
        "share": _estimate_object(found.share),
        "mean": found.mean and _estimate_object(found.mean),
    }


def _estimate_object(estimate: Estimate) -> dict[str, object]:
    keys = ("value", "low", "high", "level", "n", "method")
    return {key: getattr(estimate, key) for key in keys}
