"""The pure rules of a case: its states, its priority, its owner."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.act.case_owner import Candidate, choose_owner
from likely.act.case_priority import priority, urgency, weight
from likely.act.case_state import DEEDS, OPEN_STATES, STATES, TABLE, deeds_in, next_state
from likely.lib.refusal import Refusal

MARI, JAAN, STRANGER = (UUID(int=n) for n in (1, 2, 3))
NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)


@pytest.mark.parametrize("state", STATES)
def test_from_every_state_there_is_a_way_and_what_is_not_in_the_table_is_refused(state: str) -> None:
    assert deeds_in(state)
    for deed in DEEDS:
        if (state, deed) in TABLE:
            assert next_state(state, deed) in STATES
        else:
            with pytest.raises(Refusal, match=state):
                next_state(state, deed)


@given(st.lists(st.sampled_from(DEEDS), max_size=12))
def test_a_case_is_new_only_once_and_closed_ones_open_by_reopening_alone(deeds: list[str]) -> None:
    state = "new"
    for deed in deeds:
        if (state, deed) not in TABLE:
            continue
        before, state = state, next_state(state, deed)
        assert state != "new"
        if before not in OPEN_STATES and state in OPEN_STATES:
            assert deed == "reopen"
            assert state == "reopened"


scores = st.none() | st.integers(0, 10)
values = st.none() | st.floats(0, 1e9)


@given(scores, values, values)
def test_a_weight_lies_in_its_range(score: int | None, value: float | None, usual: float | None) -> None:
    assert 0 <= weight(score, value, usual) <= 80


@given(st.integers(0, 9), st.floats(1, 1e9), st.floats(1, 1e9))
def test_lower_scores_and_dearer_accounts_weigh_more(score: int, value: float, usual: float) -> None:
    assert weight(score, value, usual) > weight(score + 1, value, usual)
    assert weight(score, value * 2, usual) > weight(score, value, usual)


@given(st.tuples(st.floats(0, 80), st.floats(0, 80)), st.tuples(st.integers(0, 9999), st.integers(0, 9999)))
def test_the_order_by_urgency_is_the_order_by_priority_at_every_moment(
    points: tuple[float, float], hours: tuple[int, int]
) -> None:
    stored = [urgency(p, NOON - timedelta(hours=h)) for p, h in zip(points, hours, strict=True)]
    now = NOON + timedelta(days=40)
    difference = priority(stored[0], now) - priority(stored[1], now)
    assert difference == pytest.approx(points[0] - points[1] + (hours[0] - hours[1]) / 4, abs=1e-6)


def test_four_hours_of_waiting_are_a_point() -> None:
    assert priority(urgency(30, NOON), NOON + timedelta(hours=20)) == pytest.approx(35)


class TestOwner:
    two = (Candidate(MARI, 3, NOON - timedelta(hours=2)), Candidate(JAAN, 1, NOON))

    def test_the_keeper_of_the_account_comes_first(self) -> None:
        assert choose_owner("least_loaded", self.two, keeper=MARI) == MARI
        assert choose_owner("nobody", self.two, keeper=STRANGER) is None

    def test_least_loaded_and_round_robin(self) -> None:
        assert choose_owner("least_loaded", self.two) == JAAN
        assert choose_owner("round_robin", self.two) == MARI
        assert choose_owner("round_robin", (*self.two, Candidate(STRANGER))) == STRANGER

    def test_fixed_is_somebody_who_still_works_here(self) -> None:
        assert choose_owner("fixed", self.two, fixed=JAAN) == JAAN
        assert choose_owner("fixed", self.two, fixed=STRANGER) is None

    def test_with_nobody_there_it_is_nobodys(self) -> None:
        assert choose_owner("round_robin", ()) is None
