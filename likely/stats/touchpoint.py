"""What a contact does to the relation: how far a person's score of a touchpoint moves the person's next

relationship score. Within person: each person's answers are held against the same person's own mean, so
that happy people who score everything high prove nothing. Columns by lag: the touchpoint's score in that
window before, and whether there was a contact at all.

  relation − own mean = Σ score coefficient·(score − own mean) + Σ contact coefficient·(contact − own mean)

Errors by the jackknife over buckets of persons. One answer about a contact is a noisy measure of it: the
coefficient is a lower bound. It is an association within person, not an experiment.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from likely.lib.refusal import Refusal
from likely.stats.drivers import Moments
from likely.stats.estimate import Estimate
from likely.stats.least_squares import fit
from likely.stats.multiplicity import benjamini_hochberg

# NumPy is imported inside the functions: `import likely` must stay light.

FEWEST_PERSONS = 500  # with two relationship answers or more


@dataclass(frozen=True, slots=True)
class Link:
    """score: points of the relation for a point of the touchpoint's score, over all lags together.

    by_lag: the same for each lag, the nearest first. contact: points that a contact goes with, by itself.
    p: of "the score has no link", Benjamini–Hochberg over the touchpoints. contacts: that were scored.
    """

    touchpoint: str
    score: Estimate
    by_lag: tuple[Estimate, ...]
    contact: Estimate
    p: float
    contacts: int


def links(
    buckets: Sequence[Moments],
    touchpoints: Sequence[str],
    contacts: Sequence[int],
    lags: int,
    persons: int,
    level: float = 0.95,
) -> tuple[Link, ...]:
    """The strongest first.

    buckets: moments of the relation and, for each touchpoint and lag, of score (0 where there was no contact)
    and contact (1 or 0), each minus the person's own mean. contacts: scored, of each touchpoint.
    persons: with two relation scores or more.
    """
    import numpy as np

    if persons < FEWEST_PERSONS:
        raise Refusal(
            "too_few_persons",
            f"{persons} persons have answered about the relation twice; {FEWEST_PERSONS} are needed.",
            cure="Wait for another wave, or ask more of the same persons.",
        )
    width = 2 * lags
    if not buckets or len(buckets[0].n) != 1 + width * len(touchpoints):
        raise Refusal("bad_moments", "Two columns are needed for each touchpoint and lag.")
    found = fit(buckets)
    size = width * len(touchpoints)
    rows = []
    for at, (name, scored) in enumerate(zip(touchpoints, contacts, strict=True)):
        scores = at * width + 2 * np.arange(lags)
        together, p = found.combined(np.isin(np.arange(size), scores).astype(float), level)
        contact, _ = found.combined(np.isin(np.arange(size), scores + 1).astype(float), level)
        by_lag = tuple(found.one(int(column) + 1, level)[0] for column in scores)
        rows.append(Link(name, together, by_lag, contact, p, scored))
    adjusted = benjamini_hochberg([link.p for link in rows])
    made = [replace(link, p=p) for link, p in zip(rows, adjusted, strict=True)]
    return tuple(sorted(made, key=lambda link: -link.score.value))


def worth(link: Link, score: float, repaired: float, touched: float) -> Estimate:
    """Points that the relation would gain if the touchpoint scored `repaired` instead of `score` points.

    link·(repaired − score)·touched, as far as the link is a cause. touched: share of persons, 0..1, who come
    by the touchpoint between two answers about the relation.
    """
    if not 0 <= touched <= 1:
        raise Refusal("not_a_share", f"touched {touched!r} is not between 0 and 1.", field="touched")
    factor = (repaired - score) * touched
    ends = sorted((link.score.low * factor, link.score.high * factor))
    return Estimate(
        link.score.value * factor, ends[0], ends[1], link.score.n, link.score.method, link.score.level
    )
