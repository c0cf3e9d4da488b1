import json

import pytest

from tests.cli.commands import RUN_WITHOUT_DJANGO, assert_refused, likely, likely_here


def test_the_worked_example_shows_every_step() -> None:
    done = likely("calc", "48", "18", "4", code=RUN_WITHOUT_DJANGO)
    assert done.returncode == 0, done.stderr
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert lines[:6] == [
        "Answers 48 + 18 + 4 = 70",
        "Promoters 48 / 70 = 68.6 %",
        "Passives 18 / 70 = 25.7 %",
        "Detractors 4 / 70 = 5.7 %",
        "Score 100 · (48 − 4) / 70 = 62.857",
        "Shown rounded once, at the end = 63",
    ]
    assert "Interval (95 %): +47 to +75" in lines
    assert any("−100" in line and "+100" in line for line in lines)


def test_seven_two_one_is_sixty() -> None:
    assert "= 60" in likely_here("calc", "7", "2", "1").stdout


def test_json_carries_the_unrounded_score_and_its_interval() -> None:
    found = json.loads(likely_here("calc", "48", "18", "4", "--json").stdout)
    assert found["total"] == 70
    assert found["shown"] == 63
    assert found["score"]["value"] == pytest.approx(62.857142857)
    assert found["score"]["low"] < 62 < 64 < found["score"]["high"]
    assert found["percent"]["detractors"] == pytest.approx(5.714285714)


@pytest.mark.parametrize("bad", ["-1", "6.5", "abc", "", "1e3", "٣", "9" * 16])
def test_what_is_no_count_is_refused_by_name(bad: str) -> None:
    assert_refused(likely_here("calc", "48", bad, "4"), "passives", "whole number")


def test_no_answers_give_no_score() -> None:
    assert_refused(likely_here("calc", "0", "0", "0"), "all 0")


def test_a_missing_count_is_one_line_too() -> None:
    assert_refused(likely_here("calc", "48", "18"), "detractors")
