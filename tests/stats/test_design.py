from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from likely.lib.refusal import Refusal
from likely.stats.design import design_mean
from tests.stats.conftest import close


def column(rows: list[dict[str, str]], name: str, kind: type = float) -> list[Any]:
    return [kind(row[name]) for row in rows]


def test_stratified_and_clustered_samples_as_in_rs_survey(
    gold: Callable[[str], dict[str, Any]], gold_rows: Callable[[str], list[dict[str, str]]]
) -> None:
    strata = gold_rows("apistrat.csv")
    found = design_mean(
        column(strata, "api00"),
        column(strata, "pw"),
        strata=column(strata, "stype", str),
        population=column(strata, "fpc"),
    )
    assert close(found, gold("wt-001"))
    clusters = gold_rows("apiclus1.csv")
    found = design_mean(
        column(clusters, "api00"),
        column(clusters, "pw"),
        clusters=column(clusters, "dnum", str),
        population=column(clusters, "fpc"),
    )
    assert close(found, gold("wt-002"))


def test_post_strata(
    gold: Callable[[str], dict[str, Any]], gold_rows: Callable[[str], list[dict[str, str]]]
) -> None:
    rows, target = gold_rows("apiclus1.csv"), gold("wt-003")["inputs"]["population"]
    kinds, weights = np.array(column(rows, "stype", str)), np.array(column(rows, "pw"))
    factors = np.array([target[kind] / weights[kinds == kind].sum() for kind in kinds])
    found = design_mean(
        column(rows, "api00"),
        weights * factors,
        clusters=column(rows, "dnum", str),
        population=[gold("wt-003")["inputs"]["fpc"]] * len(rows),
        poststrata=kinds,
    )
    assert close(found, gold("wt-003"))


def test_scores_alone_by_customer_by_segment_and_of_few(gold: Callable[[str], dict[str, Any]]) -> None:
    rows = gold("wt-006")["inputs"]["rows_cust_seg_reg_score_w"]
    customers, segments, _, scores, weights = (list(each) for each in zip(*rows, strict=True))
    points = [100 * ((score > 8) - (score < 7)) for score in scores]
    assert close(design_mean(points, weights), gold("wt-006"))
    assert close(design_mean(points, weights, clusters=customers), gold("wt-007"))
    parts = [design_mean(points, weights, domain=np.array(segments) == name) for name in "ABC"]
    assert close([mean for mean, _ in parts] + [error for _, error in parts], gold("wt-014"))
    assert close(design_mean(points, [1] * 60, population=[200] * 60)[1], gold("var-005"))


def test_copies_of_the_same_customer_prove_nothing_new() -> None:
    rng = np.random.default_rng(2)
    values = rng.normal(size=50)
    one = design_mean(values, np.ones(50))
    copied = design_mean(np.repeat(values, 4), np.ones(200), clusters=np.repeat(np.arange(50), 4))
    assert copied == pytest.approx(one)


def test_what_has_no_variance_is_refused() -> None:
    with pytest.raises(Refusal):
        design_mean([1.0], [1.0])
    with pytest.raises(Refusal):
        design_mean([1.0, 2.0], [1.0, 0.0])
    with pytest.raises(Refusal, match="single cluster"):
        design_mean([1.0, 2.0], [1.0, 1.0], clusters=["a", "a"])
