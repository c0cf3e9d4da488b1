from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm

from likely.lib.refusal import Refusal
from likely.stats.agents import james_stein, shrunken, spread, standardised
from tests.stats.conftest import close


def test_the_ranking_turns_round_when_the_cases_are_taken_out(gold: Callable[[str], dict[str, Any]]) -> None:
    inputs = gold("agt-005")["inputs"]
    norms = [inputs["norm_cancel"], inputs["norm_onboard"]]
    adjusted = [
        standardised(observed, [share, 1 - share], norms, inputs["company"])
        for observed, share in zip(inputs["observed"], inputs["share_cancel"], strict=True)
    ]
    assert close(adjusted, gold("agt-005"))


def test_the_spread_between_members(gold: Callable[[str], dict[str, Any]]) -> None:
    found = spread(gold("agt-002")["inputs"]["yi"], gold("agt-002")["inputs"]["vi"])
    assert close([found.q, found.between, found.mean, found.error], gold("agt-002"))


def test_efron_and_morriss_batters(gold: Callable[[str], dict[str, Any]]) -> None:
    given = gold("agt-001")["inputs"]
    averages = [hits / given["at_bats"] for hits in given["hits"]]
    mean = sum(averages) / len(averages)
    kept, drawn = james_stein(averages, mean * (1 - mean) / given["at_bats"])
    assert close([mean, kept, drawn[0], drawn[-1]], gold("agt-001"))


def test_a_random_intercept_shrinks_as_we_do(
    gold: Callable[[str], dict[str, Any]], gold_rows: Callable[[str], list[dict[str, str]]]
) -> None:
    """The mixed model gives lme4's figures; with its variances ours are its effects."""
    rows = gold_rows("sleepstudy.csv")
    reaction = np.array([float(row["Reaction"]) for row in rows])
    days = np.array([float(row["Days"]) for row in rows])
    subject = np.array([row["Subject"] for row in rows])
    fit = sm.MixedLM(reaction, sm.add_constant(days), groups=subject).fit(reml=True)
    effect = float(fit.random_effects["308"].iloc[0])
    between, within = float(np.sqrt(np.asarray(fit.cov_re)[0, 0])), float(np.sqrt(fit.scale))
    assert close([*fit.fe_params, between, within, effect], gold("agt-003"))
    names = sorted(set(subject))
    residual = reaction - sm.add_constant(days) @ fit.fe_params
    means = [float(residual[subject == name].mean()) for name in names]
    made = shrunken(means, [within**2 / 10] * len(names))
    theirs = [float(fit.random_effects[name].iloc[0]) for name in names]
    assert [one.value for one in made] == pytest.approx(theirs, abs=1.0)


def test_small_numbers_are_believed_less() -> None:
    few, many, middle = shrunken([80.0, 80.0, 20.0], [900.0, 25.0, 25.0])
    assert few.belief < many.belief
    assert few.value < many.value < 80
    assert middle.value > 20
    assert few.error > many.error


def test_shrunken_figures_are_nearer_to_the_truth() -> None:
    rng = np.random.default_rng(3)
    truth = rng.normal(40, 10, 200)
    variances = rng.choice([25.0, 100.0, 400.0], 200)
    seen = rng.normal(truth, np.sqrt(variances))
    made = shrunken(list(seen), list(variances))
    errors = np.array([one.value for one in made]) - truth
    assert (errors**2).mean() < 0.6 * ((seen - truth) ** 2).mean()
    held = np.abs(errors) <= 1.96 * np.array([one.error for one in made])
    assert 0.9 < held.mean() < 0.99


def test_members_who_differ_by_chance_alone_are_all_the_same() -> None:
    made = shrunken([50.0, 51.0, 49.0], [400.0, 400.0, 400.0])
    assert [one.value for one in made] == pytest.approx([50, 50, 50])


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(Refusal):
        standardised(50, [1, 2], [10], 30)
    with pytest.raises(Refusal):
        standardised(50, [0, 0], [10, 20], 30)
    with pytest.raises(Refusal):
        spread([1.0], [1.0])
    with pytest.raises(Refusal):
        spread([1.0, 2.0], [1.0, 0.0])
    with pytest.raises(Refusal):
        james_stein([1.0, 2.0, 3.0], 1.0)
