"""What a file answers beyond its score: each question once, on one year of a small company."""

from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pytest

import likely
from likely.analyse.data import Data
from likely.lib.refusal import Refusal
from tests.analyse.files import parquet

START = datetime(2025, 1, 6, 12)
PRICE_RISE = date(2025, 6, 5)  # day 150


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Data:
    """Prices rose on day 150; the South is worse; Ann takes the easy calls; the new page is no better."""
    rng = np.random.default_rng(1)
    n = 9000
    day = rng.integers(0, 300, n)
    region = rng.choice(["North", "South", "West"], n)
    plan = rng.choice(["free", "paid"], n)
    agent = rng.choice(["Ann", "Ben", "Cleo"], n)
    easy = rng.random(n) < np.where(agent == "Ann", 0.9, 0.3)
    wait: Any = rng.integers(1, 6, n)
    felt = 8.2 + 1.2 * easy - 1.5 * (day >= 150) - 1.0 * (region == "South") - 1.5 * (wait <= 2)
    score = np.clip(np.round(felt + rng.normal(0, 2, n)), 0, 10).astype(int)
    columns = {
        "score": score.tolist(),
        "at": [START + timedelta(days=int(one)) for one in day],
        "region": region.tolist(),
        "plan": plan.tolist(),
        "agent": agent.tolist(),
        "topic": np.where(easy, "easy", "hard").tolist(),
        "page": rng.choice(["old", "new"], n).tolist(),
        "wait": wait.tolist(),
        "person": [f"p{one}" for one in rng.integers(0, 3000, n)],
    }
    return likely.read(parquet(tmp_path_factory.mktemp("data"), columns), person="person")


def test_when_the_level_changed(data: Data) -> None:
    (change,) = data.change_points()
    assert abs((change.day - PRICE_RISE).days) <= 6
    mark = data.before_after({"price rise": PRICE_RISE}, days=60)["price rise"]
    assert mark.verdict == "below"
    assert any(PRICE_RISE <= alarm.day <= PRICE_RISE + timedelta(days=14) for alarm in data.watch().alarms)


def test_where_it_stands_out(data: Data) -> None:
    assert {"region": "South"} in [dict(one.where) for one in data.surprises(["region", "plan"]).found]
    heat = data.heat("region", "plan")
    assert heat.at("South", "free").verdict == heat.at("South", "paid").verdict == "below"


def test_who_is_fairly_better(data: Data) -> None:
    raw = {one.name: one.value for one in data.compare_agents("agent").members}
    fair = {one.name: one.value for one in data.compare_agents("agent", ["topic"]).members}
    assert raw["Ann"] - raw["Ben"] > 2 * abs(fair["Ann"] - fair["Ben"])


def test_which_arm_wins(data: Data) -> None:
    (result,) = data.experiment("page", "old").results
    assert result.advice == "go_on"


def test_what_costs_and_what_brings(data: Data) -> None:
    (wait,) = data.needs(["wait"]).drivers
    assert (wait.name, wait.kind) == ("wait", "basic")


def test_the_same_persons_before_and_after(data: Data) -> None:
    found = data.waves((START.date(), PRICE_RISE), (PRICE_RISE + timedelta(days=1), date(2025, 12, 31)))
    assert found is not None
    assert found.both is not None
    assert found.both.fell > found.both.rose
    assert found.change.high < 0


def test_weighted_to_the_population_and_by_touchpoint(data: Data) -> None:
    found = data.raked({"region": {"North": 1, "South": 1, "West": 8}})
    assert found.weighted.value > found.raw.value
    journey = data.only("plan", "free", "paid").journey("topic", ("plan", "paid"))
    assert [one.name for one in journey.touchpoints] == ["hard", "easy"]


def test_an_empty_slice_is_refused(data: Data) -> None:
    with pytest.raises(Refusal):
        data.between(date(2030, 1, 1), None).change_points()


def test_a_number_is_cut_in_bins(data: Data) -> None:
    table = data.score(by="wait:2,4")
    assert [row.value for row in table] == ["≤2", "3–4", ">4"]
    assert sum(row.score.n for row in table if row.score) == data.score().n
    assert data.only("wait:2,4", "≤2").score().n == data.only("wait", "1", "2").score().n
    assert data.heat("wait:2,4", "region").at("≤2", "South").verdict == "below"
    assert {"wait:2": "≤2"} in [dict(one.where) for one in data.surprises(["wait:2", "plan"]).found]
    with pytest.raises(Refusal, match="edges"):
        data.score(by="wait:4,2")


def test_a_part_against_another(data: Data) -> None:
    south, north = data.only("region", "South"), data.only("region", "North")
    against = south.compare(north)
    assert (against.verdict, against.shared) == ("below", 0)
    assert against.mine == south.score()
    assert against.other == north.score()
    assert "real" in against.words
    paid = data.only("plan", "paid")
    assert south.compare(paid).shared == south.only("plan", "paid").score().n
    assert south.compare().other.n == data.score().n - south.score().n  # type: ignore[union-attr]
    assert south.compare(south).words == "the same answers"
    with pytest.raises(Refusal, match="against"):
        south.compare("tomorrow")  # type: ignore[arg-type]


def test_a_part_against_earlier_days(data: Data) -> None:
    after = data.between(PRICE_RISE, PRICE_RISE + timedelta(days=59))
    assert after.compare("before").verdict == "below"
    assert after.compare("before") == after.compare(
        data.between(PRICE_RISE - timedelta(days=60), PRICE_RISE - timedelta(days=1))
    )
    assert after.compare("year").why == "nothing_left"
    with pytest.raises(Refusal, match="first and a last day"):
        data.compare("before")
