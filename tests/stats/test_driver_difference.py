from typing import Any

import numpy as np
import pytest

from likely.stats.driver_difference import alike, driver_differences
from likely.stats.drivers import Moments
from likely.stats.key_driver import KeyDrivers, key_drivers

NAMES = ["speed", "price", "warmth"]


def found(weights: list[float], n: int = 1500, seed: int = 1) -> KeyDrivers:
    rng = np.random.default_rng(seed)
    ratings: Any = rng.normal(size=(n, 3))
    rows = np.column_stack([ratings @ weights + rng.normal(size=n), ratings])
    at = np.arange(n) % 64
    return key_drivers([Moments.of_rows(rows[at == bucket]) for bucket in range(64)], NAMES)


def test_what_one_group_cares_about_more_comes_first() -> None:
    rows = driver_differences(found([1.0, 0.2, 0.3]), found([0.2, 1.0, 0.3], seed=2))
    assert {rows[0].name, rows[1].name} == {"speed", "price"}
    speed = next(row for row in rows if row.name == "speed")
    assert speed.value == pytest.approx(speed.a - speed.b)
    assert speed.low > 50
    assert speed.p < 0.001
    assert not alike(rows)


def test_turning_the_groups_round_turns_the_differences_round() -> None:
    a, b = found([1.0, 0.2, 0.3]), found([0.5, 0.5, 0.3], seed=2)
    there = {row.name: row for row in driver_differences(a, b)}
    back = {row.name: row for row in driver_differences(b, a)}
    for name in NAMES:
        assert there[name].value == pytest.approx(-back[name].value)
        assert (there[name].low, there[name].p) == pytest.approx((-back[name].high, back[name].p))


def test_what_pleases_one_and_annoys_the_other_is_said() -> None:
    rows = driver_differences(found([0.6, 0.5, 0.0]), found([0.6, -0.5, 0.0], seed=2))
    assert next(row for row in rows if row.name == "price").opposed


def test_groups_that_care_alike_are_rarely_called_different() -> None:
    false = sum(
        not alike(
            driver_differences(found([0.8, 0.4, 0.2], 500, seed), found([0.8, 0.4, 0.2], 500, seed + 99))
        )
        for seed in range(30)
    )
    assert false <= 4
