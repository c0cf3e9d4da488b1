"""Do drivers weigh differently for two groups? The shares of importance side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from likely.stats.key_driver import KeyDriver, KeyDrivers
from likely.stats.multiplicity import benjamini_hochberg
from likely.stats.normal import p_of_z, z_of_level


@dataclass(frozen=True, slots=True)
class DriverDifference:
    """a, b: percent of the explained variation in either group. value, low, high: a − b in percent points.

    p: of "weighs alike", Benjamini–Hochberg over the drivers. opposed: both have a direction, and not the
    same one.
    """

    name: str
    a: float
    b: float
    value: float
    low: float
    high: float
    p: float
    opposed: bool


def driver_differences(a: KeyDrivers, b: KeyDrivers, level: float = 0.95) -> tuple[DriverDifference, ...]:
    """Of the drivers that both groups have, the largest difference first; the groups share no customer.

    The errors come from the intervals (half width over z on the side towards the other share, as in MOVER).
    A share is relative: one driver's gain is the others' loss.
    """
    theirs = {driver.name: driver for driver in b.drivers}
    pairs = [(driver, theirs[driver.name]) for driver in a.drivers if driver.name in theirs]
    z = z_of_level(level)
    errors = [_error(one, other, z) for one, other in pairs]
    gaps = [one.share - other.share for one, other in pairs]
    p = benjamini_hochberg([_p(gap, error) for gap, error in zip(gaps, errors, strict=True)])
    rows = [
        DriverDifference(
            name=one.name,
            a=one.share,
            b=other.share,
            value=gap,
            low=max(gap - z * error, -100.0),
            high=min(gap + z * error, 100.0),
            p=adjusted,
            opposed={one.direction, other.direction} == {"up", "down"},
        )
        for (one, other), gap, error, adjusted in zip(pairs, gaps, errors, p, strict=True)
    ]
    return tuple(sorted(rows, key=lambda row: -abs(row.value)))


def _error(one: KeyDriver, other: KeyDriver, z: float) -> float:
    upper, lower = (one, other) if one.share >= other.share else (other, one)
    down, up = (upper.share - upper.low) / z, (lower.high - lower.share) / z
    return float((down**2 + up**2) ** 0.5)


def _p(gap: float, error: float) -> float:
    return p_of_z(gap / error) if error > 0 else 1.0


def alike(rows: Sequence[DriverDifference], rate: float = 0.05) -> bool:
    """Whether nothing shows that the two groups care about different things."""
    return not any(row.p <= rate or row.opposed for row in rows)
