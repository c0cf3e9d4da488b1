"""Early answers of a file against late ones."""

from pathlib import Path

import pytest

import likely
from likely.lib.refusal import Refusal
from tests.analyse.files import parquet


def test_the_silent_as_the_late(tmp_path: Path) -> None:
    """60 answered within 9 hours and all praise; of 60 later ones half do."""
    columns = {"score": [10] * 60 + [10, 0] * 30, "hours": [*range(10)] * 6 + [*range(20, 80)]}
    data = likely.read(parquet(tmp_path, columns), score="score")
    found = data.late("hours", 0.25)
    assert found is not None
    assert (found.told.early.value, found.told.late.value) == (100, 0)
    assert found.told.difference.high < 0
    # 50 of all that answered; the silent three quarters at 0.
    assert found.told.if_silent_are_late == pytest.approx(12.5)
    assert data.only("hours", "3").late("hours", 0.25) is None


def test_a_column_that_is_no_wait(tmp_path: Path) -> None:
    data = likely.read(
        parquet(tmp_path, {"score": [10, 3] * 40, "city": ["Tartu", "Tallinn"] * 40}), score="score"
    )
    with pytest.raises(Refusal, match="city"):
        data.late("city", 0.5)
