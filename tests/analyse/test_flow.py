from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from likely.analyse.flow import waves
from likely.lib.refusal import Refusal
from likely.stats.difference import difference
from likely.store.file import open_file
from likely.store.slice import Slice
from likely.store.table import Responses
from tests.analyse.files import opened, parquet

SPRING, AUTUMN = date(2025, 4, 1), date(2025, 10, 1)
FIRST, SECOND = Slice().between(SPRING, date(2025, 6, 30)), Slice().between(AUTUMN, date(2025, 12, 31))


def two_waves(folder: Path) -> Responses:
    """300 answer twice, most alike, and the second time a little better; 100 answer once in each."""
    rng = np.random.default_rng(1)
    rows: list[tuple[str | None, datetime, int]] = []
    for person in range(300):
        mood = rng.normal(7.5, 2)
        for day, lift in ((SPRING, 0.0), (AUTUMN, 0.8)):
            at = datetime.combine(day, datetime.min.time()) + timedelta(
                days=int(rng.integers(0, 60)), hours=9
            )
            if person < 20 and day == SPRING:
                rows.append((f"p{person}", at - timedelta(hours=5), 0))  # an earlier one that does not count
            rows.append((f"p{person}", at, int(np.clip(round(mood + lift + rng.normal(0, 0.8)), 0, 10))))
    for day in (SPRING, AUTUMN):
        rows += [(None, datetime(day.year, day.month, 9, 9), int(one)) for one in rng.integers(0, 11, 100)]
    names = ("person", "at", "score")
    columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    return open_file(parquet(folder, columns), person="person").table


def test_who_moved_and_the_change_that_is_theirs(tmp_path: Path) -> None:
    found = waves(two_waves(tmp_path), FIRST, SECOND)
    assert found is not None
    assert found.both is not None
    assert found.both.rose + found.both.fell + found.both.stayed == 300
    assert found.both.rose > found.both.fell
    assert found.both.p_direction < 0.01
    assert found.both.change.p < 0.01
    assert (found.before.n, found.after.n) == (420, 400)
    apart = difference(found.after, found.before)
    assert found.change.value == pytest.approx(apart.value)
    assert found.change.high - found.change.low < apart.high - apart.low


def test_the_last_answer_of_a_wave_counts(tmp_path: Path) -> None:
    found = waves(two_waves(tmp_path), FIRST, FIRST)
    assert found is not None
    assert found.both is not None
    assert found.both.stayed == 300


def test_an_empty_wave_and_nameless_answers(tmp_path: Path) -> None:
    table = two_waves(tmp_path)
    assert waves(table, FIRST, Slice().between(date(2030, 1, 1), None)) is None
    with pytest.raises(Refusal):
        waves(opened(tmp_path, score=[9, 3, 10] * 10).table, Slice(), Slice())
