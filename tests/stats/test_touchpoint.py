from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm

from likely.lib.refusal import Refusal
from likely.stats.drivers import Moments
from likely.stats.touchpoint import Link, links, worth

TOUCHPOINTS = ["support", "newsletter"]
LAGS = 2


def panel(persons: int = 3000, waves: int = 4, seed: int = 1) -> Any:
    """Support moves the relation (0.2 in the last window, 0.1 before); the newsletter does nothing.

    Happy people score all of it higher: between persons the newsletter seems to matter.
    """
    rng = np.random.default_rng(seed)
    who = np.repeat(np.arange(persons), waves)
    mood = rng.normal(size=persons)[who]
    columns, effect = [], np.zeros(len(who))
    for name, weights in zip(TOUCHPOINTS, ((0.2, 0.1), (0.0, 0.0)), strict=True):
        for weight in weights:
            contact = (rng.random(len(who)) < 0.5).astype(float)
            score = contact * (0.8 * mood + rng.normal(size=len(who)))
            effect += weight * score - (0.1 if name == "support" else 0.0) * contact
            columns += [score, contact]
    relation = mood + effect + 0.5 * rng.normal(size=len(who))
    return who, np.column_stack([relation, *columns])


def within(who: Any, rows: Any) -> Any:
    means = np.array([np.bincount(who, column) / np.bincount(who) for column in rows.T]).T
    return rows - means[who]


def buckets(who: Any, rows: Any) -> list[Moments]:
    own = within(who, rows)
    return [Moments.of_rows(own[who % 64 == bucket]) for bucket in range(64)]


def found(persons: int = 3000, seed: int = 1) -> dict[str, Link]:
    who, rows = panel(persons, seed=seed)
    return {link.touchpoint: link for link in links(buckets(who, rows), TOUCHPOINTS, [10, 20], LAGS, persons)}


def test_support_moves_the_relation_and_the_newsletter_does_not() -> None:
    made = found()
    assert list(made) == TOUCHPOINTS
    support, newsletter = made["support"], made["newsletter"]
    assert support.score.low < 0.3 < support.score.high
    assert support.by_lag[0].value > support.by_lag[1].value
    assert support.contact.value == pytest.approx(-0.2, abs=0.05)
    assert support.p < 0.001 < 0.05 < newsletter.p
    assert (support.contacts, newsletter.contacts) == (10, 20)


def test_between_persons_it_would_have_been_believed() -> None:
    _, rows = panel()
    pooled = sm.OLS(rows[:, 0], sm.add_constant(rows[:, 1:])).fit()
    assert pooled.params[5] > 0.2
    assert pooled.tvalues[5] > 10


def test_it_is_least_squares_within_persons_with_clustered_errors() -> None:
    who, rows = panel(800, seed=3)
    own = within(who, rows)
    oracle = sm.OLS(own[:, 0], own[:, 1:]).fit(cov_type="cluster", cov_kwds={"groups": who})
    made = {link.touchpoint: link for link in links(buckets(who, rows), TOUCHPOINTS, [1, 1], LAGS, 800)}
    assert [one.value for one in made["support"].by_lag] == pytest.approx(
        [oracle.params[0], oracle.params[2]], abs=1e-3
    )
    test = oracle.t_test([1, 0, 1, 0, 0, 0, 0, 0])
    assert made["support"].score.value == pytest.approx(float(test.effect[0]), abs=1e-3)
    half = made["support"].score.high - made["support"].score.value
    assert half == pytest.approx(2 * float(test.sd[0, 0]), rel=0.3)


def test_what_repairing_it_is_worth() -> None:
    link = found()["support"]
    gain = worth(link, -20, 20, 0.5)
    assert gain.value == pytest.approx(link.score.value * 20)
    assert 0 < gain.low < gain.value < gain.high
    loss = worth(link, 20, -20, 0.5)
    assert (loss.low, loss.high) == pytest.approx((-gain.high, -gain.low))
    with pytest.raises(Refusal):
        worth(link, 0, 10, 1.5)


def test_too_few_persons_are_refused() -> None:
    with pytest.raises(Refusal, match="499"):
        links([], TOUCHPOINTS, [1, 1], LAGS, 499)
    with pytest.raises(Refusal):
        links([], TOUCHPOINTS, [1, 1], LAGS, 600)
