"""Who will leave: what was known of each customer at the end of past months, and who left in the days after.

A landmark data set (van Houwelingen 2007): at each landmark the features know only what had happened by then,
and landmarks whose window is not over yet are left out. A penalised logistic regression on them is believed
only if it foretells months that it has not seen; else it is refused with a reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

# NumPy is imported inside the functions: `import likely` must stay light.

WINDOW: Final = 90.0  # days after a landmark in which somebody leaves or stays
BETWEEN: Final = 30.0  # days from one landmark to the next
MOST_LANDMARKS: Final = 24
FEWEST_LEFT: Final = 100  # who left, before anything is foretold (20 a feature)
FEWEST_UNSEEN: Final = 30  # of them in the months that the judgement rests on
UNSEEN: Final = 1 / 3  # of the landmarks, the last ones
PENALTY: Final = 1.0  # of the squared coefficients, in standard deviations
SLOPES: Final = (0.5, 2.0)  # of calibration: outside of them a chance does not mean what it says
NO_BETTER: Final = 0.55  # AUC: below it the share alone says as much
TOO_GOOD: Final = 0.95  # AUC: whatever foretells so well knew the end
NEVER: Final = float("inf")
FEATURES: Final = ("score", "change", "months", "silent", "open_case")
MOST_MONTHS, MOST_SILENT = 24.0, 3.0
DAYS_A_MONTH: Final = 30.44


@dataclass(frozen=True)
class Histories:
    """Moments in days on one clock; people are numbered from 0.

    answers: (person, at, score); asked: (person, at); cases: (person, opened, ended or NEVER);
    left: of each person the day on which they left, or NEVER.
    """

    answers: Sequence[tuple[int, float, float]]
    asked: Sequence[tuple[int, float]]
    cases: Sequence[tuple[int, float, float]]
    left: Sequence[float]


@dataclass(frozen=True, slots=True)
class Leaving:
    """refused: why it is not believed; "": it is. few_left, few_unseen, no_better, miscalibrated, too_good.

    rows: of all landmarks; left: people who did; share: of the rows, who left within WINDOW, 0..1.
    auc, skill (of Brier's score against the share alone), slope: on the months that were not seen.
    odds: ratios, of a standard deviation more of each feature.
    """

    refused: str
    rows: int
    left: int
    share: float
    auc: float | None = None
    skill: float | None = None
    slope: float | None = None
    odds: tuple[float, ...] = ()
    _beta: tuple[float, ...] = ()
    _mean: tuple[float, ...] = ()
    _sd: tuple[float, ...] = ()

    def chances(self, features: "Floats") -> "Floats":
        """Of leaving within WINDOW, 0..1, a row each."""
        import numpy as np

        z = (features - np.array(self._mean)) / np.array(self._sd)
        odds: Floats = self._beta[0] + z @ np.array(self._beta[1:])
        return 1 / (1 + np.exp(-np.clip(odds, -35, 35)))


def features_at(told: Histories, at: float) -> "tuple[Ints, Floats]":
    """Whoever had answered by then and had not left: their numbers, and FEATURES a row."""
    import numpy as np

    who, when, score = _columns(told.answers, 3)
    order = np.lexsort((when, who))
    who, when, score = who[order], when[order], score[order]
    seen = when <= at
    who, when, score = who[seen], when[seen], score[seen]
    last = np.flatnonzero(np.append(who[1:] != who[:-1], True)) if len(who) else np.array([], int)
    left = np.asarray(told.left, float)
    last = last[left[who[last].astype(int)] > at]
    people = who[last].astype(int)
    has_more = (last > 0) & (who[last - 1] == who[last])
    change = np.where(has_more, score[last] - score[last - 1], 0.0)
    n = len(left)
    last_at = np.full(n, NEVER)
    last_at[people] = when[last]
    asked, asked_at = _columns(told.asked, 2)
    ignored = (asked_at <= at) & (asked_at > last_at[asked.astype(int)])
    silent = np.bincount(asked[ignored].astype(int), minlength=n)
    of, opened, ended = _columns(told.cases, 3)
    is_open = np.bincount(of[(opened <= at) & (ended > at)].astype(int), minlength=n) > 0
    months = np.minimum((at - when[last]) / DAYS_A_MONTH, MOST_MONTHS)
    found = [score[last], change, months, np.minimum(silent[people], MOST_SILENT), is_open[people]]
    return people, np.column_stack([one.astype(float) for one in found])


def learn(told: Histories, now: float) -> Leaving:
    """From the months of which the end is known."""
    import numpy as np

    told = _as_arrays(told)
    begins = min((at for _who, at, _score in told.answers), default=now)
    days = [now - WINDOW - BETWEEN * n for n in range(MOST_LANDMARKS)][::-1]
    left = np.asarray(told.left, float)
    sets = []
    for day in (one for one in days if one > begins):
        people, x = features_at(told, day)
        sets.append((day, x, (left[people] <= day + WINDOW).astype(float)))
    gone = int(sum(y.sum() for _day, _x, y in sets))
    rows = sum(len(y) for _day, _x, y in sets)
    share = gone / rows if rows else 0.0
    known = int((left <= now).sum())
    if known < FEWEST_LEFT:
        return Leaving("few_left", rows, known, share)
    judged = _judged(sets)
    if isinstance(judged, str):
        return Leaving(judged, rows, known, share)
    why, auc, skill, slope = judged
    beta, mean, sd = _fitted(*_joined(sets))
    odds = tuple(float(np.exp(one)) for one in beta[1:])
    numbers = (tuple(map(float, one)) for one in (beta, mean, sd))
    return Leaving(why, rows, known, share, auc, skill, slope, odds, *numbers)


def _judged(sets: "list[tuple[float, Floats, Floats]]") -> "str | tuple[str, float, float, float]":
    """On the last months, of what the months before them taught whose windows were over by then."""
    import numpy as np

    from likely.stats.classifier import auc, brier, calibration

    unseen = sets[-max(1, round(len(sets) * UNSEEN)) :]
    taught = [one for one in sets if one[0] + WINDOW <= unseen[0][0]]
    if not taught or sum(y.sum() for _d, _x, y in unseen) < FEWEST_UNSEEN:
        return "few_unseen"
    x, y = _joined(taught)
    if not 0 < y.sum() < len(y):
        return "few_unseen"
    beta, mean, sd = _fitted(x, y)
    later, happened = _joined(unseen)
    p = Leaving("", 0, 0, 0.0, _beta=tuple(beta), _mean=tuple(mean), _sd=tuple(sd)).chances(later)
    found = auc(happened, p)
    skill = 1 - brier(happened, p) / brier(happened, np.full(len(p), y.mean()))
    slope = calibration(happened, p)[1]
    good = SLOPES[0] <= slope <= SLOPES[1]
    why = (
        "too_good"
        if found > TOO_GOOD
        else "no_better"
        if skill <= 0 or found < NO_BETTER
        else ""
        if good
        else "miscalibrated"
    )
    return why, found, skill, slope


def _fitted(x: "Floats", y: "Floats") -> "tuple[Floats, Floats, Floats]":
    import numpy as np

    from likely.stats.classifier import logistic

    mean, sd = x.mean(axis=0), x.std(axis=0)
    sd = np.where(sd > 0, sd, 1.0)
    return logistic(y, (x - mean) / sd, penalty=PENALTY)[0], mean, sd


def _joined(sets: "list[tuple[float, Floats, Floats]]") -> "tuple[Floats, Floats]":
    import numpy as np

    return np.concatenate([x for _d, x, _y in sets]), np.concatenate([y for _d, _x, y in sets])


def _as_arrays(told: Histories) -> Histories:
    """Read once, looked at for each landmark."""
    import numpy as np

    def read(rows: Sequence[tuple[float, ...]], n: int) -> Any:
        return np.asarray(rows, float).reshape(-1, n)

    left: Any = np.asarray(told.left, float)
    return Histories(read(told.answers, 3), read(told.asked, 2), read(told.cases, 3), left)


def _columns(rows: Sequence[tuple[float, ...]], n: int) -> "list[Floats]":
    import numpy as np

    table = np.asarray(rows, float).reshape(-1, n)
    return [table[:, place] for place in range(n)]
