"""Samples: a share, a quota, and as many as a margin takes."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.ask.decision import Decision
from likely.ask.invitation import Invitation
from likely.ask.policy import Rule
from likely.ask.programme_plan import Quota, Sample
from likely.ask.programme_tick import decide_due
from likely.ask.sample import Sampling, is_enough, moved, said, still_to_ask
from likely.stats.score import score_of_cell
from tests.ask.asking import MONDAY, people, programme, rules
from tests.ask.test_reminder import answer

HOUR = timedelta(hours=1)


def test_a_share_is_drawn() -> None:
    sampling = Sampling(Sample(share=25))
    assert sampling.refuses(0.2499, None) is None
    assert sampling.refuses(0.25, None) == Rule.NOT_SAMPLED


def test_a_quota_takes_so_many_and_no_other_value() -> None:
    quota = Quota(property="plan", each={"pro": 1, "true": 5})
    sampling = Sampling(Sample(quota=quota), {"pro": 0.5}, Counter(pro=1))
    assert sampling.refuses(0.1, "free") == Rule.NOT_SAMPLED
    assert sampling.refuses(0.6, "pro") == Rule.WAITING
    assert sampling.refuses(0.4, "pro") is None
    sampling.take("pro")
    assert sampling.refuses(0.4, "pro") == Rule.QUOTA_FULL
    assert (said(True), said(7.0), said(None), said("x")) == ("true", "7", "", "x")


@given(
    st.dictionaries(st.sampled_from("abc"), st.integers(0, 500)),
    st.dictionaries(st.sampled_from("abc"), st.integers(0, 1000)),
    st.dictionaries(st.sampled_from("abc"), st.floats(0, 1)),
)
def test_a_front_moves_up_and_never_past_the_end(
    left: dict[str, int], sizes: dict[str, int], fronts: dict[str, float]
) -> None:
    found = moved(fronts, left, sizes)
    for stratum, front in found.items():
        assert fronts.get(stratum, 0) <= front <= 1


@given(st.lists(st.integers(0, 300), min_size=11, max_size=11), st.floats(1, 20), st.integers(0, 500))
def test_nobody_more_is_asked_exactly_when_the_interval_is_narrow_enough(
    cell: list[int], margin: float, pending: int
) -> None:
    score = score_of_cell(cell)
    narrow = score is not None and (score.high - score.low) / 2 <= margin
    assert is_enough(cell, margin) == narrow
    needed = still_to_ask(cell, margin, 0, 0.25)
    assert (needed == 0) == narrow
    assert still_to_ask(cell, margin, pending, 0.25) <= needed, "who may still answer is counted"


@pytest.mark.parametrize(
    ("fronts", "left", "short"),
    [
        ({"pro": 0.4}, {"pro": 1}, True),  # it moved past nobody who can be asked
        ({"pro": 1.0}, {"pro": 5}, False),  # everybody was looked at
        ({"pro": 0.4}, {"pro": 0}, False),
        ({}, {"team": 5}, False),  # nobody has this value, so that no front moves
    ],
)
def test_a_sample_is_short_while_a_front_can_move(
    fronts: dict[str, float], left: dict[str, int], short: bool
) -> None:
    sample = Sample(quota=Quota(property="plan", each={"pro": 40, "team": 50}))
    assert Sampling(sample, fronts, Counter(left)).is_short == short


@pytest.mark.django_db
def test_a_share_of_everybody_is_asked_and_the_rest_told_why(workspace: Any) -> None:
    people(workspace, 400)
    asked = programme(workspace, {"once": {}, "sample": {"share": 25}})
    n = decide_due(MONDAY)
    assert 60 < n < 140
    assert rules(asked) == {"asked": n, "not_sampled": 400 - n}
    assert decide_due(MONDAY + HOUR) == 0


@pytest.mark.django_db
def test_quotas_are_filled_exactly_and_at_random(workspace: Any) -> None:
    people(workspace, 150, properties={"plan": "pro"})
    people(workspace, 150, properties={"plan": "free"})
    people(workspace, 20, properties={"plan": "team"})
    people(workspace, 20)
    people(workspace, 40, properties={"plan": "pro"}, email="")  # nobody can write to them
    sample = {"quota": {"property": "plan", "each": {"pro": 40, "free": 10, "team": 50}}}
    asked = programme(workspace, {"once": {}, "sample": sample})
    for n in range(25):
        decide_due(MONDAY + n * timedelta(minutes=2))
    rows = Decision.objects.filter(programme=asked, asked=True)
    by_plan = {plan: rows.filter(person__properties__plan=plan).count() for plan in ("pro", "free", "team")}
    assert by_plan == {"pro": 40, "free": 10, "team": 20}
    numbers = sorted(int(one.person.external_id) for one in rows.filter(person__properties__plan="pro"))
    assert numbers[-1] > 100, "not just the first who came"
    assert rules(asked)["not_sampled"] == 20


@pytest.mark.django_db
def test_as_many_are_asked_as_the_margin_takes_and_then_no_more(workspace: Any) -> None:
    people(workspace, 1500)
    asked = programme(workspace, {"once": {}, "sample": {"margin": 15}})
    first = decide_due(MONDAY)
    assert 150 < first < 700, "as if one in five answered"
    assert decide_due(MONDAY + HOUR) <= first * 0.3, "those who were asked may still answer"
    for n, invitation in enumerate(Invitation.objects.all()[:150]):
        answer(invitation, (9, 10, 7, 9, 3)[n % 5], at=MONDAY + HOUR)
    for n in range(2, 8):
        decide_due(MONDAY + n * HOUR)
    assert rules(asked)["asked"] < 1000
    assert rules(asked)["margin_reached"] > 500
