"""Answers a day, without gaps: what alarms, change points and a smooth line are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from likely.lib.refusal import Refusal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# NumPy is imported inside the functions: `import likely` must stay light.

Counts = tuple[int, int, int]  # detractors, passives, promoters
MOST_DAYS = 20 * 366  # a stray date must not make a stream of a thousand years


@dataclass(frozen=True, slots=True, eq=False)
class Stream:
    """counts: one row a day from `start` on, detractors, passives, promoters; a day may have none."""

    start: date
    counts: "Floats"

    @classmethod
    def of_days(cls, days: Mapping[date, Counts], until: date | None = None) -> "Stream":
        """From the days that had answers. until: the last day, where it had none."""
        import numpy as np

        if not days:
            raise Refusal("no_dates", "There is no answer with a date.", field="date")
        start, end = min(days), max([*days, *([until] if until else [])])
        length = (end - start).days + 1
        if length > MOST_DAYS:
            raise Refusal(
                "too_long",
                f"The answers span {length} days: a date among them must be wrong.",
                cure="Name the period.",
                field="date",
            )
        counts = np.zeros((length, 3))
        for day, row in days.items():
            counts[(day - start).days] = row
        return cls(start, counts)

    def __len__(self) -> int:
        return len(self.counts)

    def day(self, index: int) -> date:
        return self.start + timedelta(days=index)

    @property
    def n(self) -> "Floats":
        """Answers of each day."""
        answers: Floats = self.counts.sum(axis=1)
        return answers

    @property
    def means(self) -> "Floats":
        """Of each day's answers counted −1, 0, 1; 0 where there are none."""
        import numpy as np

        means: Floats = (self.counts[:, 2] - self.counts[:, 0]) / np.maximum(self.n, 1)
        return means

    @property
    def variance(self) -> float:
        """Of one answer counted −1, 0, 1, over all days."""
        d, n0, p = self.counts.sum(axis=0)
        n = d + n0 + p
        return float((p + d) / n - ((p - d) / n) ** 2) if n else 0.0

    def weekdays(self) -> "NDArray[np.int_]":
        """Of each day, Monday 0 … Sunday 6."""
        import numpy as np

        return (self.start.weekday() + np.arange(len(self))) % 7
