"""What the page about drivers says, from a table: where nothing may be shown, nothing is computed."""

import random
from pathlib import Path

import pytest

from likely.analyse.driving import driving
from likely.store.slice import Slice
from likely.store.table import Responses
from tests.analyse.files import opened

RATED = ("speed", "price")


@pytest.fixture
def table(tmp_path: Path) -> Responses:
    """In the north speed drives the score, in the south price; the east has three answers."""
    chance = random.Random(5)
    rows = []
    for i in range(903):
        speed, price = (chance.randint(1, 5) for _ in range(2))
        felt = speed if i % 2 else price
        region = "East" if i >= 900 else ("South", "North")[i % 2]
        rows.append((min(10, max(0, 2 * felt + chance.randint(-2, 2))), speed, price, region))
    score, speed, price, region = (list(column) for column in zip(*rows, strict=True))
    return opened(tmp_path, score=score, speed=speed, price=price, region=region).asked(
        drivers=RATED, by=("region",)
    )


def test_all_of_it_together(table: Responses) -> None:
    found = driving(table, Slice(), "region")
    assert found.score is not None
    assert found.score.n == 903
    assert {one.name for one in found.found.drivers} == set(RATED)
    assert 0.4 < found.standing["speed"] < 0.6
    assert set(found.segments) == {"North", "South"}
    assert found.between is not None
    assert found.between.rows[0].p < 0.001


def test_a_category_is_a_driver_without_a_place_in_the_picture(table: Responses) -> None:
    found = driving(table, Slice(), categories=("region",))
    assert {one.name for one in found.found.drivers} == {*RATED, "region"}
    assert set(found.standing) == set(RATED)


def test_a_few_answers_are_hidden_where_a_filter_left_them(table: Responses) -> None:
    found = driving(table, Slice().only("region", "East"), "region")
    assert (found.score, found.hidden, found.found.drivers) == (None, True, ())


def test_too_few_are_refused_with_the_reason(table: Responses) -> None:
    found = driving(table, Slice().only("region", "East"), narrowed=False)
    assert found.score is not None
    assert "cannot be told apart yet" in found.found.refused
