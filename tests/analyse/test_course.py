"""The course of a score: what the answers of each day tell, and that nothing small is told."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from likely.analyse.alarm_delay import delays
from likely.analyse.course import HIDDEN, NOTHING, Course, make_course
from likely.store.file import open_file
from likely.store.slice import Slice
from likely.store.table import Responses
from tests.analyse.files import parquet

START = date(2025, 1, 1)
LAST = START + timedelta(days=499)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Responses:
    """500 days of about 8 answers: +35 until day 400, +11 from then on; and 3 answers of an atoll."""
    rng = np.random.default_rng(3)
    at, score, region = [], [], []
    for day in range(500):
        shares = (0.15, 0.35, 0.50) if day < 400 else (0.45, 0.35, 0.20)
        for one in rng.choice([3, 8, 10], rng.poisson(8), p=shares):
            at.append(datetime.combine(START + timedelta(days=day), datetime.min.time()) + timedelta(hours=9))
            score.append(int(one))
            region.append("Mainland")
    for place in range(3):
        at.append(datetime(2026, 1, 5 + place, 9))
        score.append(0)
        region.append("Atoll")
    folder: Path = tmp_path_factory.mktemp("course")
    return open_file(parquet(folder, {"at": at, "score": score, "region": region})).table


def course(table: Responses, slice: Slice | None = None, **options: object) -> Course:
    asked = slice or Slice().between(LAST - timedelta(days=364), LAST)
    return make_course(table, asked, LAST, smallest=5, **options)  # type: ignore[arg-type]


def test_the_fall_is_seen_by_level_alarm_and_a_year_before(table: Responses) -> None:
    found = course(table)
    assert len(found.levels) == 1
    assert abs((found.levels[0].day - (START + timedelta(days=400))).days) <= 5
    assert found.watch is not None
    assert found.watch.alarms
    assert 0 < (found.watch.alarms[-1].day - (START + timedelta(days=400))).days < 15
    assert found.year is None or found.year.now is not None


def test_a_year_before_reaches_behind_the_period(table: Responses) -> None:
    found = course(table, Slice().between(LAST - timedelta(days=59), LAST)).year
    assert found is not None
    assert found.then is not None
    assert found.verdict == "below"


def test_what_happened_is_held_against_days_before_the_period(table: Responses) -> None:
    day = START + timedelta(days=400)
    found = course(table, Slice().between(day, LAST), marks={"fall": day}).marks["fall"]
    assert found.before is not None  # which lies before the first day that is shown
    assert found.verdict == "below"


def test_periods_and_score_are_of_the_period_alone(table: Responses) -> None:
    found = course(table, grain="month")
    assert found.score is not None
    assert sum(one.score.n for one in found.periods if one.score) == found.score.n
    assert found.periods[0].start >= date(2025, 5, 1)


def test_the_target_of_the_quarter(table: Responses) -> None:
    reached = [course(table, target=points).aim for points in (-90, -20, 90)]
    chances = [aim.reached for aim in reached if aim]
    assert chances[0] > 0.999 > chances[1] > chances[2]
    assert chances[2] < 0.001
    assert reached[0] is not None
    assert reached[0].days == (date(2026, 6, 30) - LAST).days


def test_a_small_part_is_hidden_and_nothing_is_nothing(table: Responses) -> None:
    atoll = Slice(where=(("region", ("Atoll",)),))
    assert course(table, atoll) == HIDDEN
    assert course(table, replace(atoll, where=(("region", ("Moon",)),))) == NOTHING


def test_what_is_remembered_is_what_is_worked_out(table: Responses) -> None:
    assert course(table, grain="week") == course(table, grain="week")


@pytest.mark.parametrize(("a_day", "nearest"), [(0, 5), (5, 5), (12, 5), (13, 30), (66, 30), (5000, 150)])
def test_delays_are_those_measured_nearest(a_day: float, nearest: int) -> None:
    measured_at, found = delays(a_day)
    assert measured_at == nearest
    assert [one.points for one in found] == [10, 15, 25]
