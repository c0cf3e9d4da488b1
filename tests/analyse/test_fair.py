from pathlib import Path

import numpy as np
import pytest

from likely.analyse.fair import compare_members
from likely.lib.refusal import Refusal
from likely.store.slice import Slice
from likely.store.table import Responses
from tests.analyse.files import opened


def calls(folder: Path) -> Responses:
    """Ann takes the easy calls, Ben the hard ones; both are as good. Some calls were nobody's."""
    rng = np.random.default_rng(1)
    agent = rng.choice(["Ann", "Ben", "Cleo", None], 3000)
    easy = rng.random(3000) < np.select([agent == "Ann", agent == "Ben"], [0.9, 0.1], 0.5)
    score = np.where(
        easy,
        rng.choice([3, 8, 10], 3000, p=[0.05, 0.2, 0.75]),
        rng.choice([3, 8, 10], 3000, p=[0.5, 0.3, 0.2]),
    )
    file = opened(folder, score=score, agent=agent, topic=np.where(easy, "onboarding", "cancelling"))
    return file.asked(by=("agent", "topic"))


def test_the_easy_calls_are_taken_out(tmp_path: Path) -> None:
    table = calls(tmp_path)
    raw = {one.name: one for one in compare_members(table, Slice(), "agent").members}
    fair = compare_members(table, Slice(), "agent", ["topic"])
    by_name = {one.name: one for one in fair.members}
    assert set(by_name) == {"Ann", "Ben", "Cleo"}
    assert raw["Ann"].value - raw["Ben"].value > 40
    assert abs(by_name["Ann"].value - by_name["Ben"].value) < 8
    assert by_name["Ann"].expected - by_name["Ben"].expected > 50
    assert fair.company.n == 3000  # the norms come from everybody
    assert fair.told_apart("Ann", "Ben").p > 0.05


def test_a_member_is_no_kind_of_case(tmp_path: Path) -> None:
    with pytest.raises(Refusal):
        compare_members(calls(tmp_path), Slice(), "agent", ["agent"])


def test_what_is_shown_gives_no_small_group_away(tmp_path: Path) -> None:
    """With Dan's three answers alone left out, the company minus the others would be Dan's."""
    agent = ["Ann"] * 40 + ["Ben"] * 30 + ["Cleo"] * 20 + ["Dan"] * 3
    file = opened(tmp_path, score=[(7 * i) % 11 for i in range(93)], agent=agent)
    found = compare_members(file.asked(by=("agent",)), Slice(), "agent")
    assert found.left_out == ("Cleo", "Dan")
    assert [one.name for one in found.members if one.name in ("Cleo", "Dan")] == []
    assert found.company.n - sum(one.raw.n for one in found.members) == 23
