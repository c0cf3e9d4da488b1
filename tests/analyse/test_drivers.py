import random
from pathlib import Path

import pytest

from likely.analyse.drivers import drivers, drivers_between, drivers_by
from likely.lib.refusal import Refusal
from likely.store.file import ResponseFile
from likely.store.slice import Slice
from tests.analyse.files import opened


@pytest.fixture
def file(tmp_path: Path) -> ResponseFile:
    """In the north speed drives the score, in the south price, a third unrated; warmth is noise."""
    chance = random.Random(5)
    rows = []
    for i in range(900):
        speed, price, warmth = (chance.randint(1, 5) for _ in range(3))
        felt = speed if i % 2 else price
        rows.append((min(10, max(0, 2 * felt + chance.randint(-2, 2))), speed, price, warmth))
    score, speeds, prices, warmths = zip(*rows, strict=True)
    return opened(
        tmp_path,
        score=list(score),
        speed=list(speeds),
        price=[None if i % 3 == 0 else price for i, price in enumerate(prices)],
        warmth=list(warmths),
        region=[("South", "North")[i % 2] for i in range(900)],
    )


def test_shares_sum_to_all_and_noise_has_no_direction(file: ResponseFile) -> None:
    found = drivers(file.asked(drivers=("speed", "price", "warmth")), Slice(), ["speed", "price", "warmth"])
    assert sum(one.share for one in found.drivers) == pytest.approx(100)
    by_name = {one.name: one for one in found.drivers}
    assert by_name["speed"].direction == by_name["price"].direction == "up"
    assert by_name["warmth"].direction == "none"
    assert by_name["price"].n == 600
    assert 0 < (found.r2 or 0) < 1


def test_what_drives_differs_by_segment(file: ResponseFile) -> None:
    table = file.asked(by=("region",), drivers=("speed", "price"))
    within = drivers_by(table, Slice(), ["speed", "price"], "region")
    assert within["North"].drivers[0].name == "speed"
    assert within["South"].drivers[0].name == "price"


def test_a_slice_with_few_answers_is_refused_with_a_cure(file: ResponseFile) -> None:
    table = file.asked(by=("region",), drivers=("speed",))
    found = drivers(table, Slice().only("region", "West"), ["speed"])
    assert found.drivers == ()
    assert "Collect at least" in found.refused


def test_an_unknown_column_is_refused(file: ResponseFile) -> None:
    with pytest.raises(Refusal):
        drivers(file.table, Slice(), ["colour"])


def test_no_columns_no_drivers(file: ResponseFile) -> None:
    assert drivers(file.table, Slice(), []).drivers == ()


def test_groups_that_care_about_different_things_are_told_apart(file: ResponseFile) -> None:
    table = file.asked(by=("region",), drivers=("speed", "price", "warmth"))
    north, south = (Slice().only("region", name) for name in ("North", "South"))
    found = {one.name: one for one in drivers_between(table, north, south, ["speed", "price", "warmth"])}
    assert found["speed"].p < 0.05
    assert found["speed"].value > 0
    same = drivers_between(table, north, north, ["speed", "price", "warmth"])
    assert all(one.value == 0 and one.p == 1 for one in same)


def test_a_category_is_one_driver_whose_values_enter_together(tmp_path: Path) -> None:
    chance = random.Random(3)
    plans = [chance.choice(["free", "paid", "gold", *(f"odd{i}" for i in range(9))]) for _ in range(2500)]
    speeds = [chance.randint(1, 5) for _ in plans]
    lift = {"paid": 2.0, "gold": 4.0}
    scores = [
        min(10, max(0, round(2 + speed + lift.get(plan, 0.0) + chance.gauss(0, 1))))
        for plan, speed in zip(plans, speeds, strict=True)
    ]
    told = [None if i % 50 == 0 else plan for i, plan in enumerate(plans)]
    made = opened(tmp_path, score=scores, speed=speeds, plan=told)
    table = made.asked(by=("plan",), drivers=("speed",))
    found = {one.name: one for one in drivers(table, Slice(), ["speed"], ["plan"]).drivers}
    assert set(found) == {"speed", "plan"}
    assert found["plan"].share > 20
    assert (found["plan"].direction, found["plan"].coefficient, found["plan"].n) == ("none", None, 2450)
    assert found["plan"].p is not None
    assert found["plan"].p < 0.001
    assert found["speed"].coefficient == pytest.approx(0.95, abs=0.15)
    alone = drivers(table, Slice(), [], ["plan"])
    assert [one.name for one in alone.drivers] == ["plan"]
