from datetime import timedelta

import numpy as np
import pytest

from likely.analyse.level import before_after, level_changes, smooth_line, stream_of, watched
from likely.lib.refusal import Refusal
from likely.store.aggregate import Counts
from tests.analyse.days import LOW, START, USUAL, by_day, day

NOTHING = Counts(("day",), {})


def test_a_change_of_level_has_a_date_and_the_scores_on_either_side() -> None:
    (change,) = level_changes(by_day((100, USUAL), (100, LOW)))
    assert change.earliest <= change.day <= change.latest
    assert abs((change.day - START).days - 100) <= 10
    assert change.before.value == pytest.approx(35, abs=5)
    assert change.points == pytest.approx(-24, abs=7)
    assert change.before.n + change.after.n == sum(stream_of(by_day((100, USUAL), (100, LOW))).n)


def test_a_steady_level_and_an_empty_table_have_no_change() -> None:
    assert level_changes(by_day((150, USUAL), seed=3)) == ()
    assert level_changes(NOTHING) == ()


def test_a_dip_raises_the_alarm_within_days() -> None:
    seen = watched(by_day((120, USUAL), (14, LOW)))
    assert any(day(120) <= alarm.day <= day(134) for alarm in seen.alarms)


def test_days_up_to_today_are_watched_even_without_answers() -> None:
    seen = watched(by_day((120, USUAL)), until=day(129))
    assert len(seen.path) == 130


def test_the_line_follows_and_its_band_holds_it() -> None:
    line = smooth_line(by_day((80, USUAL), (80, LOW)))
    assert len(line) == 160
    assert all(-100 <= point.low <= point.value <= point.high <= 100 for point in line)
    assert np.mean([point.value for point in line[:60]]) == pytest.approx(35, abs=5)
    assert np.mean([point.value for point in line[-60:]]) == pytest.approx(11, abs=5)
    assert smooth_line(by_day((20, USUAL))) == ()
    assert smooth_line(NOTHING) == ()


def test_marks_are_judged_by_the_days_on_either_side() -> None:
    found = before_after(
        by_day((100, USUAL), (60, LOW), seed=2), {"price": day(100), "colour": day(50)}, days=40
    )
    assert (found["price"].verdict, found["colour"].verdict) == ("below", "same")
    assert found["price"].before is not None
    assert found["price"].before.value == pytest.approx(35, abs=6)
    edge = before_after(by_day((30, USUAL)), {"start": START, "late": START + timedelta(days=400)})
    assert {one.verdict for one in edge.values()} == {"too_few"}
    with pytest.raises(Refusal):
        before_after(by_day((30, USUAL)), {"x": START}, days=0)
