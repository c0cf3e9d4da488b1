from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from likely.lib.refusal import Refusal
from likely.stats.fair import Counts, compare

CANCEL, ONBOARD = (0.45, 0.30, 0.25), (0.12, 0.18, 0.70)  # shares of the kinds of case
counts = st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(1, 40))
teams = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=2),
    st.dictionaries(st.sampled_from(["x", "y", "z"]), counts, min_size=1),
    min_size=2,
    max_size=6,
)


def shifted(shares: tuple[float, float, float], lift: float) -> list[float]:
    return [shares[0] - lift / 2, shares[1], shares[2] + lift / 2]


def team(
    lifts: list[float], sizes: list[int], seed: int = 1, easy: list[float] | None = None
) -> dict[str, dict[str, Counts]]:
    """Members whose true score is `lift` above what their cases give; easy: their share of onboarding."""
    rng = np.random.default_rng(seed)
    made: dict[str, dict[str, Counts]] = {}
    for index, (lift, size) in enumerate(zip(lifts, sizes, strict=True)):
        onboard = rng.binomial(size, easy[index] if easy else 0.5)
        made[f"m{index}"] = {
            kind: tuple(map(int, rng.multinomial(n, shifted(shares, lift))))  # type: ignore[misc]
            for kind, shares, n in (("cancel", CANCEL, size - onboard), ("onboard", ONBOARD, onboard))
        }
    return made


def test_seventy_eight_and_thirty_two_are_not_ranked_as_they_stand() -> None:
    """The one with the easy calls looks far better; with the calls taken out both are alike."""
    answers = {
        "Ann": {"cancel": (2, 1, 2), "onboard": (4, 7, 84)},
        "Ben": {"cancel": (21, 14, 30), "onboard": (0, 10, 25)},
        "others": {"cancel": (180, 110, 260), "onboard": (30, 90, 480)},
    }
    found = compare(answers)
    raw = {member.name: member.raw.value for member in found.members}
    assert (raw["Ann"], raw["Ben"]) == (80, 34)
    values = {member.name: member.value for member in found.members}
    assert abs(values["Ann"] - values["Ben"]) < 5
    assert found.told_apart("Ann", "Ben").p > 0.05


def test_the_worked_page_of_the_docs() -> None:
    found = compare(
        {
            "Ann": {"cancelling": (1, 2, 2), "onboarding": (2, 3, 40)},
            "Ben": {"cancelling": (10, 11, 19), "onboarding": (1, 1, 8)},
            "Cleo": {"cancelling": (8, 8, 9), "onboarding": (2, 3, 20)},
            "Dora": {"cancelling": (5, 9, 16), "onboarding": (1, 2, 17)},
            "Emil": {"cancelling": (3, 5, 7), "onboarding": (4, 6, 25)},
            "Finn": {"cancelling": (2, 2, 2), "onboarding": (0, 1, 5)},
        }
    )
    rows = {
        member.name: [round(one) for one in (member.raw.value, member.expected, member.adjusted)]
        for member in found.members
    }
    assert rows["Ann"] == [78, 69, 59]
    assert rows["Ben"] == [32, 32, 50]
    assert found.between == 0
    assert {(round(one.value), round(one.low), round(one.high)) for one in found.members} == {(50, 42, 59)}
    assert {(one.first, one.last, one.standing) for one in found.members} == {(1, 6, "same")}
    apart = found.told_apart("Ann", "Ben")
    assert (round(apart.value), round(apart.low), round(apart.high)) == (0, -12, 12)


def test_members_who_differ_only_in_their_cases_come_out_alike() -> None:
    found = compare(team([0.0] * 8, [400] * 8, easy=[0.1, 0.9] * 4))
    raw = [member.raw.value for member in found.members]
    assert max(raw) - min(raw) > 40
    values = [member.value for member in found.members]
    assert max(values) - min(values) < 10


def test_the_true_order_is_nearer_than_raw_figures_say() -> None:
    rng = np.random.default_rng(7)
    lifts = list(rng.normal(0, 0.10, 40).clip(-0.2, 0.2))
    easy = list(rng.uniform(0.1, 0.9, 40))
    found = compare(team(lifts, list(rng.integers(15, 200, 40)), 8, easy))
    truth = np.array([lifts[int(member.name[1:])] for member in found.members])
    truth = truth - truth.mean()
    shown = np.array([member.value for member in found.members])
    raw = np.array([member.raw.value for member in found.members])
    assert np.corrcoef(shown, truth)[0, 1] > np.corrcoef(raw, truth)[0, 1] + 0.2
    held = np.mean(
        [
            member.low <= found.company.value + 100 * t <= member.high
            for member, t in zip(found.members, truth, strict=True)
        ]
    )
    assert held >= 0.85


def test_it_is_close_to_a_mixed_model_of_the_single_answers() -> None:
    answers = team([0.15, -0.15, 0.05, 0.0, -0.1, 0.2], [120, 80, 150, 200, 60, 90], 3)
    rows: list[tuple[float, float, str]] = []
    for name, kinds in answers.items():
        for kind, cell in kinds.items():
            for y, n in zip((-1.0, 0.0, 1.0), cell, strict=True):
                rows += [(y, float(kind == "onboard"), name)] * n
    y, onboard = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    fit = sm.MixedLM(y, sm.add_constant(onboard), groups=[row[2] for row in rows]).fit(reml=True)
    ours = {member.name: member.value for member in compare(answers).members}
    centre = np.mean(list(ours.values()))
    for name, effect in fit.random_effects.items():
        assert ours[name] - centre == pytest.approx(100 * float(effect.iloc[0]), abs=4)


def test_without_real_differences_nobody_is_first() -> None:
    """How often any of twenty equal members is called above or below."""
    called = 0
    for seed in range(40):
        found = compare(team([0.0] * 20, [60] * 20, 100 + seed))
        called += any(member.standing != "same" for member in found.members)
    assert called <= 6
    assert all(member.first <= 5 and member.last >= 10 for member in found.members[:5])


def test_the_best_are_found_where_there_are_any() -> None:
    found = compare(team([0.2, 0.2] + [-0.05] * 8, [500] * 10))
    assert {member.name for member in found.members[:2]} == {"m0", "m1"}
    assert all(member.standing == "above" and member.top > 0.9 for member in found.members[:2])
    assert found.told_apart("m0", "m5").p < 0.05
    assert found.told_apart("m0", "m1").p > 0.05


@given(teams)
def test_bounds_and_sums(answers: dict[str, Any]) -> None:
    enough = [name for name, kinds in answers.items() if sum(map(sum, kinds.values())) >= 10]
    if len(enough) < 2:
        with pytest.raises(Refusal):
            compare(answers)
        return
    found = compare(answers)
    k = len(found.members)
    assert sorted([*(member.name for member in found.members), *found.left_out]) == sorted(answers)
    for member in found.members:
        assert 1 <= member.first <= member.last <= k
        assert 0 <= member.belief <= 1
        assert -100 <= member.low <= member.high <= 100
        assert member.adjusted == pytest.approx(
            member.raw.value - member.expected + found.company.value, abs=1e-6
        )
    apart = found.told_apart(found.members[0].name, found.members[-1].name)
    back = found.told_apart(found.members[-1].name, found.members[0].name)
    assert (apart.value, apart.p) == pytest.approx((-back.value, back.p))
    weighted = sum(member.raw.n * (member.expected - found.company.value) for member in found.members)
    if not found.left_out:  # the norms are the company's own: what is expected adds up to what is
        assert weighted == pytest.approx(0, abs=1e-6)


@given(teams)
def test_the_order_of_the_members_does_not_matter(answers: dict[str, Any]) -> None:
    if sum(sum(map(sum, kinds.values())) >= 10 for kinds in answers.values()) >= 2:
        there = {m.name: m.value for m in compare(answers).members}
        back = {m.name: m.value for m in compare(dict(reversed(answers.items()))).members}
        assert there == pytest.approx(back)


def test_a_few_answers_are_left_out_and_alone_nobody_is_compared() -> None:
    answers: dict[str, dict[str, Counts]] = {
        "a": {"": (5, 5, 30)},
        "b": {"": (9, 5, 20)},
        "c": {"": (0, 0, 9)},
    }
    found = compare(answers)
    assert found.left_out == ("c",)
    with pytest.raises(Refusal, match="no member"):
        found.told_apart("a", "c")
    with pytest.raises(Refusal):
        compare({"a": {"": (5, 5, 30)}})
