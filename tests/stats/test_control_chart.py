from collections.abc import Callable
from typing import Any

import pytest

from likely.lib.refusal import Refusal
from likely.stats.control_chart import ewma, ewma_limit, tabular_cusum
from tests.stats.conftest import close


def test_montgomerys_moving_average(gold: Callable[[str], dict[str, Any]]) -> None:
    given = gold("trd-003")["inputs"]
    path = ewma(given["x"], given["mu0"], given["lam"])
    limit = ewma_limit(given["mu0"], given["sigma"], given["lam"], given["L"])
    assert close([*(path[point - 1] for point in (1, 10, 28, 29)), limit], gold("trd-003"))


def test_montgomerys_tabular_cusum(gold: Callable[[str], dict[str, Any]]) -> None:
    given = gold("trd-004")["inputs"]
    path = tabular_cusum(given["x"], given["mu0"], given["sigma"], given["k"])
    above = next(point for point, c in enumerate(path, 1) if c > given["h"])
    assert close([*(path[point - 1] for point in (24, 28, 29, 30)), above], gold("trd-004"))


def test_what_has_no_meaning_is_refused() -> None:
    with pytest.raises(Refusal):
        ewma([1.0], 0, 0)
    with pytest.raises(Refusal):
        tabular_cusum([1.0], 0, 0)
