from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from likely.analyse.experiment import Experiment, by_arm, course, experiment
from likely.analyse.guardrail import Guardrail
from likely.lib.refusal import Refusal
from likely.store.aggregate import counts
from likely.store.earlier_score import earlier_sums
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
    asked = {"old": (5000, 2000, 800, 1500), "new": (5000, 900, 500, 700)}
    (result,) = run(tmp_path, BETTER, asked=asked).results
    assert (result.variant.drawn, result.variant.answered) == (5000, 900)
    assert (result.guards, result.advice) == ({"answering": "harmed"}, "worse")
    uneven = {"old": (5000, 2000, 0, 0), "new": (4000, 1900, 0, 0)}
    assert run(tmp_path, BETTER, asked=uneven).results[0].advice == "split_broken"


def test_nothing_is_advised_below_the_minimum(tmp_path: Path) -> None:
    (result,) = run(tmp_path, BETTER, minimum=5000).results
    assert result.difference is not None
    assert result.difference.low > 0
    assert result.advice == "go_on"


@pytest.fixture
def wide(tmp_path: Path) -> Any:
    """4000 answers in two arms: the variant scores higher, waits longer and is rated the same."""
    rng = np.random.default_rng(11)
    n = 4000
    arm = np.where(rng.random(n) < 0.5, "new", "old")
    score = np.where(arm == "new", rng.choice([3, 8, 10], n, p=BETTER), rng.choice([3, 8, 10], n, p=USUAL))
    minutes = np.round(rng.exponential(10, n) + np.where(arm == "new", 3.0, 0.0), 1)
    return opened(
        tmp_path,
        score=score.tolist(),
        arm=arm.tolist(),
        minutes=minutes.tolist(),
        polite=rng.integers(3, 6, n).tolist(),
    )


def guard(measure: Any, allowed: float, column: str = "") -> Guardrail:
    return Guardrail(f"{measure}:{column}", measure, allowed, Slice(), column)


def test_each_guardrail_has_its_own_figure_and_interval(wide: Any) -> None:
    table = wide.asked(by=("arm",), drivers=("minutes", "polite"))
    guards = [
        guard("figure", 1.0, "minutes"),
        guard("rating", -0.5, "polite"),
        guard("detractors", 3.0),
        guard("figure", 10.0, "nowhere"),
    ]
    found = experiment(table, Slice(), "arm", "old", guards=guards)
    (result,) = found.results
    minutes, polite, detractors, nowhere = result.watched
    assert [one.verdict for one in result.watched] == ["harmed", "held", "held", "unclear"]
    assert result.advice == "worse"
    assert found.guard_level == pytest.approx(0.99)
    assert nowhere.difference is None
    assert minutes.difference is not None
    assert minutes.difference.low < 3 < minutes.difference.high
    assert minutes.variant is not None
    assert minutes.control is not None
    assert minutes.difference.value == pytest.approx(minutes.variant - minutes.control)
    assert detractors.difference is not None
    assert detractors.difference.value == pytest.approx(-10, abs=2)
    assert polite.difference is not None
    assert polite.difference.method == "confidence sequence"
    (alone,) = experiment(table, Slice(), "arm", "old", guards=guards[2:3]).results
    assert alone.watched[0].difference is not None
    assert alone.watched[0].difference.high < detractors.difference.high  # fewer share the 5 %
    assert alone.advice == "better"


def test_a_harmed_share_spoils_a_better_score(wide: Any) -> None:
    table = wide.asked(by=("arm",))
    (result,) = experiment(table, Slice(), "arm", "old", guards=[guard("score", -1.0)]).results
    assert (result.guards, result.advice) == ({"score:": "held"}, "better")
    turned = experiment(table, Slice(), "arm", "new", guards=[guard("detractors", 2.0)]).results[0]
    assert (turned.guards, turned.advice) == ({"detractors:": "harmed"}, "worse")


def test_everybody_asked_is_told_beside_those_who_answered(tmp_path: Path) -> None:
    (result,) = run(tmp_path, BETTER, answering=0.4).results
    assert result.difference is not None
    assert result.difference.low > 0
    assert result.of_asked is not None
    assert result.of_asked.high < 0  # 0.4 · 65 net promoters are fewer than 35
    assert result.of_asked.value == pytest.approx(0.4 * 65 - 35, abs=4)
    assert run(tmp_path, BETTER).results[0].of_asked is None


def test_earlier_scores_narrow_the_interval_and_keep_all_answers(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    n = 3000
    liking = rng.normal(size=n)

    def scores(lift: Any) -> Any:
        return np.clip(np.round(8 + 2 * liking + rng.normal(size=n) + lift), 0, 10).astype(int)

    arm = np.where(rng.random(n) < 0.5, "new", "old")
    before, after = scores(0.0), scores(np.where(arm == "new", 0.6, 0.0))
    known = rng.random(n) < 0.8
    people = [f"p{place}" for place in range(n)]
    file = opened(
        tmp_path,
        score=[*before[known].tolist(), *after.tolist()],
        arm=[*[""] * int(known.sum()), *arm.tolist()],
        date=["2026-01-10"] * int(known.sum()) + ["2026-03-01"] * n,
        person=[*[one for one, there in zip(people, known, strict=True) if there], *people],
    )
    table, slice = file.asked(by=("arm",)), Slice(since=date(2026, 3, 1), where=(("arm", ("new", "old")),))
    earlier = by_arm(earlier_sums(table, slice.cut("arm", "day"), date(2026, 3, 1)))
    (result,) = experiment(table, slice, "arm", "old", earlier=earlier).results
    (raw,) = experiment(table, slice, "arm", "old").results
    assert result.adjusted is not None
    assert result.difference == result.adjusted.difference
    assert raw.difference is not None
    assert result.difference is not None
    assert result.difference.n == raw.difference.n == n
    assert result.adjusted.known == pytest.approx(known.mean())
    assert result.adjusted.raw.value == pytest.approx(raw.difference.value)
    assert result.adjusted.explained > 0.25

    x = np.where(known, before, before[known].mean()).astype(float)
    y = (after >= 9).astype(float) - (after <= 6)
    arms = [arm == "old", arm == "new"]
    centred = [(x[one] - x[one].mean(), y[one] - y[one].mean()) for one in arms]
    theta = sum((a * b).sum() for a, b in centred) / sum((a * a).sum() for a, _ in centred)
    told = [(y - theta * x)[one] for one in arms]
    assert result.difference.value == pytest.approx(100 * (told[1].mean() - told[0].mean()))
    left = sum(one.var(ddof=1) / len(one) for one in told)
    whole = sum(y[one].var(ddof=1) / one.sum() for one in arms)
    assert result.adjusted.explained == pytest.approx(1 - left / whole)


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
