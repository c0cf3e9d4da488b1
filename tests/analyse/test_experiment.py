from pathlib import Path
from typing import Any

import numpy as np
import pytest

from likely.analyse.experiment import Experiment, course, experiment
from likely.lib.refusal import Refusal
from likely.store.aggregate import counts
from likely.store.slice import Slice
from tests.analyse.files import opened

USUAL, BETTER = [0.15, 0.35, 0.50], [0.05, 0.25, 0.70]


def run(
    folder: Path, b: list[float], n: int = 4000, answering: float = 1.0, to_b: float = 0.5, **how: Any
) -> Experiment:
    rng = np.random.default_rng(5)
    arm = np.where(rng.random(n) < to_b, "new", "old")
    score: Any = np.where(arm == "new", rng.choice([3, 8, 10], n, p=b), rng.choice([3, 8, 10], n, p=USUAL))
    answered = (rng.random(n) < np.where(arm == "new", answering, 1.0)) | (rng.random(n) < 0)
    file = opened(
        folder,
        score=[int(s) if a else None for s, a in zip(score, answered, strict=True)],
        arm=arm.tolist(),
    )
    return experiment(file.asked(by=("arm",)), Slice(), "arm", "old", **how)


def test_a_better_arm_is_called_better(tmp_path: Path) -> None:
    found = run(tmp_path, BETTER)
    (result,) = found.results
    assert (result.variant.name, result.advice) == ("new", "better")
    assert result.difference is not None
    assert result.difference.low < 30 < result.difference.high
    assert found.split is not None
    assert not found.split.broken
    assert result.answering is None
    assert found.control.drawn + result.variant.drawn == 4000


def test_equal_arms_go_on_until_it_does_not_matter(tmp_path: Path) -> None:
    (go_on,) = run(tmp_path, USUAL).results
    assert go_on.advice == "go_on"
    (result,) = run(tmp_path, USUAL, n=60_000, worthwhile=4, expected=20_000).results
    assert result.advice == "no_matter"
    assert result.answers_needed is not None
    assert 5_000 < result.answers_needed < 60_000


def test_a_split_that_lost_people_spoils_everything(tmp_path: Path) -> None:
    (result,) = run(tmp_path, BETTER, to_b=0.42).results
    assert result.advice == "split_broken"
    (planned,) = run(tmp_path, BETTER, to_b=0.42, shares={"old": 58, "new": 42}).results
    assert planned.advice == "better"


def test_an_arm_that_answers_less_is_no_better(tmp_path: Path) -> None:
    (result,) = run(tmp_path, BETTER, answering=0.4).results
    assert result.answering is not None
    assert result.answering.value == pytest.approx(-0.6, abs=0.05)
    assert (result.guards, result.advice) == ({"answering": "harmed"}, "worse")


def test_several_variants_share_the_promise(tmp_path: Path) -> None:
    rng = np.random.default_rng(6)
    arm = rng.choice(["a", "b", "c"], 900)
    file = opened(tmp_path, score=rng.choice([3, 8, 10], 900), arm=arm)
    found = experiment(file.asked(by=("arm",)), Slice(), "arm", "a")
    assert [one.variant.name for one in found.results] == ["b", "c"]
    assert found.level == pytest.approx(0.975)


def test_what_is_no_experiment_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="control"):
        run(tmp_path, USUAL, n=100, to_b=1.0)
    with pytest.raises(Refusal, match="2 to 10"):
        run(tmp_path, USUAL, n=100, to_b=0.0)
    with pytest.raises(Refusal, match="shares"):
        run(tmp_path, USUAL, n=100, shares={"old": 1})


def test_who_was_asked_is_split_and_guarded_rather_than_who_answered(tmp_path: Path) -> None:
    asked = {"old": (5000, 2000), "new": (5000, 900)}
    (result,) = run(tmp_path, BETTER, asked=asked).results
    assert (result.variant.drawn, result.variant.answered) == (5000, 900)
    assert (result.guards, result.advice) == ({"answering": "harmed"}, "worse")
    assert run(tmp_path, BETTER, asked={"old": (5000, 2000), "new": (4000, 1900)}).results[0].advice == (
        "split_broken"
    )


def test_nothing_is_advised_below_the_minimum(tmp_path: Path) -> None:
    (result,) = run(tmp_path, BETTER, minimum=5000).results
    assert result.difference is not None
    assert result.difference.low > 0
    assert result.advice == "go_on"


def test_another_score_that_falls_spoils_a_better_one(tmp_path: Path) -> None:
    (result,) = run(tmp_path, BETTER, guard={"new": "harmed"}).results
    assert (result.guards, result.advice) == ({"score": "harmed"}, "worse")
    (unclear,) = run(tmp_path, BETTER, guard={"new": "unclear"}).results
    assert unclear.advice == "go_on"


def test_the_course_ends_where_the_experiment_stands(tmp_path: Path) -> None:
    rng = np.random.default_rng(7)
    n = 3000
    arm = np.where(rng.random(n) < 0.5, "new", "old")
    score = np.where(arm == "new", rng.choice([3, 8, 10], n, p=BETTER), rng.choice([3, 8, 10], n, p=USUAL))
    days = [f"2026-{1 + place // 250:02}-{1 + place % 28:02}" for place in range(n)]
    file = opened(tmp_path, score=score.tolist(), arm=arm.tolist(), date=days)
    table = file.asked(by=("arm",))
    found = experiment(table, Slice(), "arm", "old")
    looks = course(counts(table, Slice(by=("arm", "day"))), "old", "new", level=found.level, expected=2000)
    assert looks[-1].difference == found.results[0].difference
    assert looks[0].difference is None
    widths = [look.difference.high - look.difference.low for look in looks if look.difference]
    assert widths[-1] < widths[0] / 2
    assert 60 < len(looks) <= 120
    assert [look.day for look in looks] == sorted(look.day for look in looks)
