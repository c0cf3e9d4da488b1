"""The score by API is the score of the page: the same slice, the same figures."""

from datetime import UTC, datetime
from typing import Any

import pytest

from likely.stats.score import score_of_scores
from tests.api.conftest import Program, problem, respond, told


@pytest.fixture
def answers(survey: Any) -> list[int]:
    """Seven in May by link, seven in June by mail."""
    scores = [10, 9, 9, 8, 7, 3, 0, 10, 10, 10, 9, 8, 9, 2]
    for place, score in enumerate(scores):
        month, channel = (5, "link") if place < 7 else (6, "email")
        respond(survey, score, at=datetime(2026, month, 10, tzinfo=UTC), channel=channel)
    return scores


def test_the_whole_score_with_its_interval(program: Program, answers: list[int]) -> None:
    found, score = told(program.post("/score", {})), score_of_scores(answers)
    assert score
    assert found["score"]["value"] == score.value
    assert (found["score"]["low"], found["score"]["high"]) == (score.low, score.high)
    assert found["answered"] == sum(found["distribution"]) == 14
    assert not found["hidden"]


def test_parts_and_periods_have_their_verdicts(program: Program, answers: list[int]) -> None:
    parts = told(program.post("/score", {"by": ["channel"]}))["by"]
    assert {part["value"]: part["score"]["n"] for part in parts} == {"link": 7, "email": 7}
    assert {part["verdict"] for part in parts} <= {"above", "below", "same", "too_few"}
    course = told(program.post("/score", {"by": ["month"]}))
    assert [one["period"] for one in course["trend"]] == ["2026-05", "2026-06"]
    assert [one["period"] for one in course["changes"]] == ["2026-06"]


def test_a_slice_narrows(program: Program, answers: list[int]) -> None:
    for body, n in (
        ({"since": "2026-06-01"}, 7),
        ({"until": "2026-05-31"}, 7),
        ({"where": {"channel": ["link", "email"]}}, 14),
        ({"where": {"channel": ["link"], "group": ["promoter", "passive", "detractor"]}}, 7),
    ):
        assert told(program.post("/score", body))["answered"] == n


def test_too_few_are_not_shown(program: Program, answers: list[int]) -> None:
    found = told(program.post("/score", {"where": {"channel": ["link"], "group": ["passive"]}}))
    assert found["hidden"]
    assert found["score"] is None
    assert found["distribution"] is None


def test_no_answers_are_no_score(program: Program, survey: Any) -> None:
    found = told(program.post("/score", {}))
    assert (found["score"], found["answered"]) == (None, 0)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"by": ["nothing"]}, "unknown_column"),
        ({"where": {"nothing": ["x"]}}, "unknown_column"),
        ({"by": ["month", "channel"]}, "wrong_cut"),
        ({"by": ["channel", "channel"]}, "wrong_cut"),
        ({"weighted": True}, "unknown_column"),
        ({"weighted": "yes"}, "bool_type"),
        ({"where": {"channel": []}}, "too_short"),
        ({"since": 99999999999999999}, "not_a_day"),
    ],
)
def test_a_slice_that_means_nothing_is_refused(program: Program, survey: Any, body: Any, code: str) -> None:
    respond(survey, 9)
    assert told(program.post("/score", body), 422)["code"] == code


def test_a_number_is_cut_in_bins(program: Program, survey: Any) -> None:
    for wait in range(60):
        respond(survey, 10 if wait <= 20 else 3, properties={"wait": wait})
    named = told(program.post("/score", {"by": ["wait:20,40"]}))["by"]
    assert [(part["value"], part["score"]["n"]) for part in named] == [
        ("≤20", 21),
        ("21–40", 20),
        (">40", 19),
    ]
    assert [part["verdict"] for part in named] == ["above", "below", "below"]
    found = told(program.post("/score", {"by": ["wait"]}))["by"]
    assert [part["value"] for part in found] == ["≤15", "16–30", "31–45", ">45"]
    part = told(program.post("/score", {"where": {"wait:20,40": ["≤20"]}}))
    assert part["answered"] == 21
    crossed = told(program.post("/heat", {"row": "wait:20", "column": "channel"}))
    assert [row["value"] for row in crossed["rows"]] == ["≤20", ">20"]
    problem(program.post("/score", {"by": ["wait:40,20"]}), 422, "wrong_edges", "by")
