from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.lib.refusal import Refusal
from likely.stats.rake import Margin, WeightClass, rake, rake_trimmed, raked_score, thin_categories
from tests.stats.conftest import close


def classes_of(
    rows: list[Any],
) -> tuple[list[tuple[str, str]], list[WeightClass]]:
    """(segment, region) classes of (segment, region, score, weight) rows."""
    names = sorted({(segment, region) for segment, region, _, _ in rows})
    made = []
    for name in names:
        n, w, w2 = [0] * 11, [0.0] * 11, [0.0] * 11
        for segment, region, score, weight in rows:
            if (segment, region) == name:
                n[score] += 1
                w[score] += weight
                w2[score] += weight**2
        made.append(WeightClass(tuple(n), tuple(w), tuple(w2)))
    return names, made


def margins_of(
    names: list[tuple[str, str]], segment: dict[str, float], region: dict[str, float]
) -> list[Margin]:
    return [
        Margin("segment", tuple(name[0] for name in names), segment),
        Margin("region", tuple(name[1] for name in names), region),
    ]


def test_the_raked_score(gold: Callable[[str], dict[str, Any]]) -> None:
    rows = [row[1:] for row in gold("wt-006")["inputs"]["rows_cust_seg_reg_score_w"]]
    names, classes = classes_of(rows)
    margins = margins_of(names, *gold("wt-009")["inputs"]["margins"].values())
    score = raked_score(classes, margins, rake([sum(one.w) for one in classes], margins))
    assert score is not None
    assert close(score.value, gold("wt-009"))
    assert thin_categories([sum(one.n) for one in classes], margins) == (("segment", "C"), ("region", "S"))


def test_raked_schools(
    gold: Callable[[str], dict[str, Any]], gold_rows: Callable[[str], list[dict[str, str]]]
) -> None:
    rows = gold_rows("apiclus1.csv")
    of = [(row["stype"], row["sch.wide"]) for row in rows]
    weights = np.array([float(row["pw"]) for row in rows])
    names = sorted(set(of))
    start = [float(sum(w for w, one in zip(weights, of, strict=True) if one == name)) for name in names]
    factors = dict(
        zip(names, rake(start, margins_of(names, *gold("wt-004")["inputs"]["margins"].values())), strict=True)
    )
    raked = weights * np.array([factors[one] for one in of])
    mean = (raked * np.array([float(row["api00"]) for row in rows])).sum() / raked.sum()
    assert close([mean, raked.min(), raked.max()], gold("wt-004"))


def test_a_table_fitted_to_its_margins(gold: Callable[[str], dict[str, Any]]) -> None:
    inputs = gold("wt-005")["inputs"]
    table = np.array(inputs["table"])
    names = [(str(row), str(column)) for row in range(4) for column in range(4)]
    targets = [dict(zip("0123", inputs[side], strict=True)) for side in ("rows", "cols")]
    factors = rake(list(table.ravel()), margins_of(names, *targets))
    assert close(table * np.array(factors).reshape(4, 4), gold("wt-005"))


@given(
    st.lists(st.floats(1, 100), min_size=6, max_size=6),
    st.lists(st.floats(0.1, 1), min_size=3, max_size=3),
    st.floats(0.1, 0.9),
)
def test_all_margins_are_met(start: list[float], segments: list[float], north: float) -> None:
    names = [(segment, region) for segment in "ABC" for region in "NS"]
    target = {name: share / sum(segments) for name, share in zip("ABC", segments, strict=True)}
    factors = np.array(rake(start, margins_of(names, target, {"N": north, "S": 1 - north})))
    raked = (np.array(start) * factors).reshape(3, 2)
    assert raked.sum(axis=1) == pytest.approx(list(target.values()))
    assert raked.sum(axis=0) == pytest.approx([north, 1 - north])
    odds = (np.array(start).reshape(3, 2) / raked)[:, 0] / (np.array(start).reshape(3, 2) / raked)[:, 1]
    assert odds == pytest.approx([odds[0]] * 3)  # raking leaves the association as it was


def test_what_raking_buys_is_seen_in_its_interval() -> None:
    """The answer hangs on the margin alone: knowing the margin removes nearly all of the variance."""
    rows = (
        [("A", "N", 10, 1.0)] * 40 + [("A", "N", 3, 1.0)] + [("B", "N", 3, 1.0)] * 40 + [("B", "N", 9, 1.0)]
    )
    names, classes = classes_of(rows)
    margins = margins_of(names, {"A": 50, "B": 50}, {"N": 100})
    score = raked_score(classes, margins, rake([sum(one.w) for one in classes], margins))
    assert score is not None
    assert score.value == pytest.approx(0, abs=1e-6)
    assert score.standard_error < 4
    assert score.n_effective <= score.n


def test_the_raked_interval_keeps_its_promise_where_the_plain_one_is_wrong() -> None:
    """Two segments, one answers three times as often: the plain score is biased by 20 points."""
    rng = np.random.default_rng(4)
    shares, rates = {"A": (0.1, 0.2, 0.7), "B": (0.5, 0.3, 0.2)}, {"A": 0.75, "B": 0.25}
    truth, held, plain_held = 15.0, 0, 0
    for _ in range(300):
        sizes = {"A": int(rng.binomial(200, rates["A"])), "B": int(rng.binomial(200, rates["B"]))}
        rows = [
            (name, "N", score, 1.0)
            for name in "AB"
            for score in rng.choice([3, 8, 10], size=sizes[name], p=shares[name])
        ]
        names, classes = classes_of(rows)
        margins = margins_of(names, {"A": 200, "B": 200}, {"N": 400})
        score = raked_score(classes, margins, rake([sum(one.w) for one in classes], margins))
        assert score is not None
        held += score.low <= truth <= score.high
        plain_held += abs(score.unweighted - truth) < 10
    assert held / 300 > 0.92
    assert plain_held / 300 < 0.2


def test_trimming_caps_the_weights_and_keeps_the_margins() -> None:
    names = [("A", "N"), ("A", "S"), ("B", "N"), ("B", "S")]
    n = [100, 100, 100, 2]
    margins = margins_of(names, {"A": 500, "B": 500}, {"N": 500, "S": 500})
    plain = rake([float(count) for count in n], margins)
    trimmed = rake_trimmed([float(count) for count in n], n, margins, limit=5)
    assert max(trimmed) < max(plain)
    raked = (np.array(n) * np.array(trimmed)).reshape(2, 2)
    assert raked.sum(axis=1) == pytest.approx([500, 500], rel=1e-4)


def test_what_cannot_be_raked_is_refused() -> None:
    names = [("A", "N"), ("B", "N")]
    with pytest.raises(Refusal, match="nobody in C"):
        rake([1.0, 1.0], margins_of(names, {"A": 1, "B": 1, "C": 1}, {"N": 3}))
    with pytest.raises(Refusal, match="no target for B"):
        rake([1.0, 1.0], margins_of(names, {"A": 1}, {"N": 1}))
    with pytest.raises(Refusal, match="another total"):
        rake([1.0, 1.0], margins_of(names, {"A": 1, "B": 1}, {"N": 3}))
    with pytest.raises(Refusal, match="below 0"):
        rake([1.0, 1.0], margins_of(names, {"A": -1, "B": 3}, {"N": 2}))
    with pytest.raises(Refusal, match="one category"):
        rake([1.0], margins_of(names, {"A": 1, "B": 1}, {"N": 2}))
    diagonal = [("A", "N"), ("B", "S")]
    with pytest.raises(Refusal, match="contradict"):
        rake([1.0, 1.0], margins_of(diagonal, {"A": 1, "B": 3}, {"N": 2, "S": 2}))


def test_nobody_answered_is_no_score() -> None:
    empty = WeightClass((0,) * 11, (0.0,) * 11, (0.0,) * 11)
    assert raked_score([empty], [], [1.0]) is None
