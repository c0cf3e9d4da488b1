from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.lib.refusal import Refusal
from likely.stats.change_points import any_change, change_points
from tests.stats.conftest import close


def days(*parts: tuple[int, float], a_day: float = 30, seed: int = 1) -> tuple[Any, Any]:
    """Means and numbers of answers; each part is so many days at a score."""
    rng = np.random.default_rng(seed)
    scores = np.concatenate([np.full(length, score) for length, score in parts])
    n = rng.poisson(a_day, len(scores))
    p, d = (0.65 + scores) / 2, (0.65 - scores) / 2
    counts = np.array([rng.multinomial(k, [x, 1 - x - y, y]) for k, x, y in zip(n, d, p, strict=True)])
    return (counts[:, 2] - counts[:, 0]) / np.maximum(n, 1), n.astype(float)


def test_the_nile_fell_in_1899(gold: Callable[[str], dict[str, Any]]) -> None:
    series = gold("trd-001")["inputs"]["series"]
    (found,) = change_points(series, [1.0] * len(series), shortest=10)
    assert close([found.at, found.before, found.after], gold("trd-001"))
    assert found.p < 0.01
    assert gold("trd-001")["inputs"]["start_year"] + found.at == 1899
    assert 25 <= found.earliest <= 28 <= found.latest <= 33  # strucchange: 1895 to 1903 at 95 %


def test_steps_are_found_with_their_dates() -> None:
    found = change_points(*days((100, 0.35), (80, 0.15), (120, 0.45), a_day=60))
    assert [one.at for one in found] == [pytest.approx(100, abs=8), pytest.approx(180, abs=5)]
    for one, truth in zip(found, (100, 180), strict=True):
        assert one.earliest <= one.at <= one.latest
        assert one.earliest - 3 <= truth <= one.latest + 3
    assert [found[0].before, found[0].after, found[1].after] == pytest.approx([0.35, 0.15, 0.45], abs=0.05)


def test_a_weak_change_has_a_wide_date() -> None:
    strong, weak = (change_points(*days((100, 0.35), (100, 0.35 - size), seed=2)) for size in (0.30, 0.09))
    assert weak[0].latest - weak[0].earliest > strong[0].latest - strong[0].earliest


def test_where_nothing_changes_nothing_is_found() -> None:
    false = sum(bool(change_points(*days((150, 0.35), seed=seed))) for seed in range(80))
    assert false <= 10


def test_the_date_interval_mostly_holds_the_date() -> None:
    held = 0
    for seed in range(60):
        found = change_points(*days((70, 0.35), (70, 0.15), seed=100 + seed))
        held += any(one.earliest <= 70 <= one.latest for one in found)
    assert held >= 49


def test_the_likeliest_change_is_that_of_trying_all() -> None:
    y, w = days((60, 0.2), (60, 0.4), seed=5)

    def left(at: int) -> float:
        return sum(
            float((b * (a - np.average(a, weights=b)) ** 2).sum())
            for a, b in ((y[:at], w[:at]), (y[at:], w[at:]))
        )

    found = any_change(y, w)
    assert found is not None
    assert found[0] == min(range(14, 107), key=left)


@given(st.integers(0, 10_000), st.floats(-3, 3), st.floats(0.1, 5))
def test_shifting_and_stretching_changes_no_date(seed: int, shift: float, stretch: float) -> None:
    y, w = days((40, 0.5), (40, 0.0), seed=seed)
    plain, moved = change_points(y, w), change_points(shift + stretch * y, w)
    assert [one.at for one in plain] == [one.at for one in moved]
    assert [one.after for one in moved] == pytest.approx([shift + stretch * one.after for one in plain])


def test_days_without_answers_and_splitting_a_day_change_nothing() -> None:
    y, w = days((50, 0.5), (50, 0.1), seed=8)
    holes = np.where(np.arange(100) % 7 == 6, 0.0, w)
    (found,) = change_points(np.where(holes > 0, y, np.nan), holes)
    assert found.at == pytest.approx(50, abs=4)


def test_too_short_a_series_has_none_and_a_bad_one_is_refused() -> None:
    assert change_points([0.1] * 20, [5.0] * 20) == ()
    assert change_points([0.1] * 60, [5.0] * 60) == ()
    assert change_points([0.0] * 40, [0.0] * 40) == ()
    with pytest.raises(Refusal):
        change_points([0.1, 0.2], [1.0])
    with pytest.raises(Refusal):
        change_points([0.1, 0.2], [1.0, -1.0])
