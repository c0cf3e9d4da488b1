"""The board's figures on a small table whose answers can be counted by hand. No Django, no server."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import ibis
import pytest

from likely.analyse import board as module
from likely.analyse.board import Board, make_board
from likely.store.slice import Slice
from likely.store.table import Responses

DAY = date(2026, 6, 30)


def table(rows: list[tuple[int | None, date, str]]) -> Responses:
    data = {
        "score": [score for score, _, _ in rows],
        "day": [day for _, day, _ in rows],
        "region": [region for _, _, region in rows],
        "comment": ["" for _ in rows],
    }
    schema = {"score": "int8", "day": "date", "region": "string", "comment": "string"}
    return Responses(ibis.memtable(data, schema=schema), frozenset({"score", "day", "comment"}), ("region",))


@pytest.fixture
def june() -> Responses:
    rows: list[tuple[int | None, date, str]] = []
    for place in range(30):
        rows.append((10, DAY - timedelta(days=place), "North"))
        rows.append((0 if place < 20 else None, DAY - timedelta(days=place), "East"))
        rows.append((8, DAY - timedelta(days=30 + place), "North"))
    return table(rows)


@pytest.fixture
def asked(june: Responses) -> Callable[..., Board]:
    def ask(slice: Slice | None = None, **options: Any) -> Board:
        month = Slice(since=DAY - timedelta(days=29), until=DAY, by=("region",))
        return make_board(june, slice or month, **{"smallest": 5, **options})

    return ask


def test_the_score_and_its_counts(asked: Callable[..., Board]) -> None:
    board = asked()
    assert board.score
    assert (board.score.promoters, board.score.passives, board.score.detractors) == (30, 0, 20)
    assert board.score.value == pytest.approx(20)
    assert board.cell.unanswered == 10


def test_the_period_before_is_of_the_same_length(asked: Callable[..., Board]) -> None:
    before = asked().before
    assert before
    assert (before.points, before.difference.n) == (0, 80)
    assert before.difference.value == pytest.approx(20)


def test_without_a_first_day_there_is_nothing_before(asked: Callable[..., Board]) -> None:
    assert asked(Slice()).before is None


def test_the_target_is_held_against(asked: Callable[..., Board]) -> None:
    target = asked(target=90).target
    assert target
    assert target.verdict == "below"
    assert asked().target is None


def test_segments_stand_against_the_rest(asked: Callable[..., Board]) -> None:
    assert [(row.value, row.verdict) for row in asked().segments] == [("North", "above"), ("East", "below")]


def test_too_few_after_a_filter_show_nothing(asked: Callable[..., Board]) -> None:
    few = Slice(since=DAY - timedelta(days=3), until=DAY, where=(("region", ("North",)),), by=("region",))
    board = asked(few)
    assert board.hidden
    assert board.score is None
    assert (board.trend, board.segments, board.before) == ((), (), None)


def test_nothing_is_no_score(asked: Callable[..., Board]) -> None:
    board = asked(Slice(since=date(2020, 1, 1), until=date(2020, 1, 2)))
    assert board.empty
    assert board.score is None


def test_it_asks_two_questions_only(asked: Callable[..., Board], monkeypatch: pytest.MonkeyPatch) -> None:
    asks = []
    real = module.counts
    monkeypatch.setattr(module, "counts", lambda table, slice: asks.append(slice.by) or real(table, slice))
    asked()
    assert asks == [("day",), ("region",)]
