from pathlib import Path

import numpy as np
import pytest

from likely.analyse.raked import raked
from likely.lib.refusal import Refusal
from likely.store.slice import Slice
from likely.store.table import Responses
from tests.analyse.files import opened

POPULATION = {"plan": {"free": 800, "paid": 200}, "region": {"North": 1, "South": 1}}


def answers(folder: Path) -> Responses:
    """Paying customers are happier and answer four times as often; ten do not tell their plan."""
    rng = np.random.default_rng(1)
    plan = rng.choice(["free", "paid"], 1000, p=[0.5, 0.5])
    score = np.where(
        plan == "paid",
        rng.choice([3, 8, 10], 1000, p=[0.1, 0.2, 0.7]),
        rng.choice([3, 8, 10], 1000, p=[0.4, 0.3, 0.3]),
    )
    file = opened(
        folder,
        score=score.tolist(),
        plan=[None if i < 10 else str(one) for i, one in enumerate(plan)],
        region=rng.choice(["North", "South"], 1000).tolist(),
    )
    return file.asked(by=("plan", "region"))


def test_the_score_is_that_of_the_population_and_stands_beside_the_raw_one(tmp_path: Path) -> None:
    found = raked(answers(tmp_path), Slice(), POPULATION)
    assert found.raw.value == pytest.approx(25, abs=6)
    assert found.weighted.value == pytest.approx(0.8 * -10 + 0.2 * 60, abs=8)
    assert found.weighted.unweighted == pytest.approx(found.raw.value, abs=2)
    assert found.weighted.design_effect == pytest.approx(1.36, abs=0.1)
    assert found.left_out == 10
    assert not found.shaky
    assert found.shares["plan"]["free"] == pytest.approx((0.5, 0.8), abs=0.05)
    assert found.thin == ()


def test_margins_that_the_answers_have_already_change_nothing(tmp_path: Path) -> None:
    table = answers(tmp_path)
    shares = raked(table, Slice(), POPULATION).shares
    own = {name: {category: both[0] for category, both in of.items()} for name, of in shares.items()}
    found = raked(table, Slice(), own)
    assert found.weighted.value == pytest.approx(found.weighted.unweighted)
    assert found.weighted.design_effect == pytest.approx(1)


def test_what_can_not_be_weighted_to_is_refused(tmp_path: Path) -> None:
    table = answers(tmp_path)
    with pytest.raises(Refusal, match="stand for them"):
        raked(table, Slice(), {"plan": {"free": 1, "paid": 1, "gold": 1}})
    with pytest.raises(Refusal):
        raked(table, Slice(), {})
    with pytest.raises(Refusal):
        raked(table, Slice(), {"plan": {"silver": 1}})
