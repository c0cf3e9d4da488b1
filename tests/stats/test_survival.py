from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

from likely.lib.refusal import Refusal
from likely.stats.survival import cox, kaplan_meier, log_rank, median_life, share_at
from tests.stats.conftest import close

Rows = Callable[[str], list[dict[str, str]]]
lives = st.lists(st.tuples(st.integers(1, 12), st.booleans()), min_size=4, max_size=60)


def at_risk(durations: Any, left: Any) -> list[tuple[float, int, int]]:
    seen, ended = Counter(durations), Counter(d for d, gone in zip(durations, left, strict=True) if gone)
    rows, there = [], len(durations)
    for duration in sorted(seen):
        rows.append((float(duration), there, ended[duration]))
        there -= seen[duration]
    return rows


def column(rows: list[dict[str, str]], name: str) -> Any:
    return np.array([float(row[name]) for row in rows])


def test_the_curve_of_r(gold: Callable[[str], dict[str, Any]], gold_rows: Rows) -> None:
    rows = gold_rows("rossi.csv")
    steps = kaplan_meier(at_risk(column(rows, "week"), column(rows, "arrest")))
    assert close([share_at(steps, week) for week in (10, 26, 52)], gold("chn-004"))
    assert median_life(steps) is None


def test_two_groups_and_the_median(gold: Callable[[str], dict[str, Any]], gold_rows: Rows) -> None:
    rows = gold_rows("waltons.csv")
    all_of_them = kaplan_meier(at_risk(column(rows, "T"), column(rows, "E")))
    groups = {
        name: at_risk(*(column([row for row in rows if row["group"] == name], c) for c in ("T", "E")))
        for name in {row["group"] for row in rows}
    }
    chi2, p = log_rank(groups)
    assert close([median_life(all_of_them), chi2], gold("chn-005"))
    assert p < 1e-20


def test_the_hazards_of_r(gold: Callable[[str], dict[str, Any]], gold_rows: Rows) -> None:
    rows = gold_rows("rossi.csv")
    names = ("fin", "age", "race", "wexp", "mar", "paro", "prio")
    x = np.column_stack([column(rows, name) for name in names])
    coefficients, errors = cox(column(rows, "week"), column(rows, "arrest"), x)
    assert close(coefficients, gold("chn-001"))
    assert errors[:2] == pytest.approx([0.19138, 0.02200], abs=1e-4)  # R's summary(coxph)


@given(lives)
def test_it_is_the_curve_of_statsmodels(made: list[tuple[int, bool]]) -> None:
    durations, left = zip(*made, strict=True)
    steps = kaplan_meier(at_risk(durations, left))
    if any(left):
        oracle = SurvfuncRight(list(durations), [int(one) for one in left])
        for time, share in zip(oracle.surv_times, oracle.surv_prob, strict=True):
            assert share_at(steps, time) == pytest.approx(share, abs=1e-12)
    shares = [step.share for step in steps]
    assert shares == sorted(shares, reverse=True)
    assert all(
        0 <= step.low <= step.share + 1e-12 and step.share <= step.high + 1e-12 <= 1 + 2e-12 for step in steps
    )


@given(st.lists(lives, min_size=2, max_size=3))
def test_groups_are_compared_as_statsmodels_does(groups: list[list[tuple[int, bool]]]) -> None:
    durations = [one for group in groups for one, _ in group]
    left = [int(gone) for group in groups for _, gone in group]
    of = [number for number, group in enumerate(groups) for _ in group]
    if sum(left) > 3 and len(set(durations)) > 2:
        chi2, p = log_rank({str(i): at_risk(*zip(*group, strict=True)) for i, group in enumerate(groups)})
        try:
            oracle = survdiff(durations, left, of)
        except np.linalg.LinAlgError:
            return
        assert (chi2, p) == pytest.approx(oracle, rel=1e-6, abs=1e-9)


def test_what_can_not_be_is_refused() -> None:
    with pytest.raises(Refusal):
        kaplan_meier([(1, 3, 4)])
    with pytest.raises(Refusal):
        log_rank({"one": [(1, 3, 1)]})
