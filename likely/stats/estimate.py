"""The one shape in which every figure leaves the mathematics."""

from dataclasses import dataclass

from likely.lib.measured import in_full


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure that never stands alone.

    value, low, high: in `unit`; low and high enclose the truth in a share `level` of samples.
    n: answers that it rests on. method: the name of the interval. unit: "points" (-100..100),
    "percent" (0..100) or "mean" (the scale's own unit).
    """

    value: float
    low: float
    high: float
    n: int
    method: str
    level: float = 0.95
    unit: str = "points"

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        if self.unit == "points":
            return f"<strong>{in_full(self)}</strong>"
        return f"<strong>{self.value:.2f} ({self.low:.2f} to {self.high:.2f}) · n {self.n}</strong>"
