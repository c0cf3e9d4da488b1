"""The policy as a function: the first rule that says no, and nobody is ever asked inside a clock."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from likely.ask.contact_policy import ContactPolicy, read_contact_policy
from likely.ask.policy import SENTENCES, Ask, PersonState, Rule, Verdict, decide
from likely.ask.quiet_hours import QuietHours, next_allowed

NOW = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
DAY = timedelta(days=1)
POLICY = ContactPolicy()
ASK = Ask("rnps")
KINDS = ("rnps", "tnps", "enps", "csat5", "custom")
ZONES = (
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia",
    "America/Sao_Paulo",
)  # fmt: skip


@pytest.mark.parametrize(
    ("state", "asked", "verdict"),
    [
        ({}, {}, Verdict(True, Rule.ASKED)),
        ({"invited": True}, {}, Verdict(False, Rule.ALREADY_ASKED)),
        ({}, {"survey_open": False}, Verdict(False, Rule.SURVEY_NOT_OPEN, NOW + DAY)),
        ({"in_segment": False}, {}, Verdict(False, Rule.NOT_IN_SEGMENT, NOW + DAY)),
        ({"population": "employees"}, {}, Verdict(False, Rule.OTHER_POPULATION)),
        ({"population": "employees"}, {"population": "employees"}, Verdict(True, Rule.ASKED)),
        ({"population": "customers"}, {"population": "employees"}, Verdict(False, Rule.OTHER_POPULATION)),
        ({"turn_at": NOW + DAY}, {}, Verdict(False, Rule.WAITING, NOW + DAY)),
        ({"turn_at": NOW}, {}, Verdict(True, Rule.ASKED)),
        ({"turn_at": NOW, "is_latest": False}, {}, Verdict(False, Rule.SUPERSEDED)),
        ({"turn_at": NOW - 8 * DAY}, {"stale_after": 7 * DAY}, Verdict(False, Rule.EVENT_TOO_OLD)),
        ({"turn_at": NOW - 7 * DAY}, {"stale_after": 7 * DAY}, Verdict(True, Rule.ASKED)),
        ({"programme_draw": 0.19}, {"holdout": 0.2}, Verdict(False, Rule.HOLDOUT)),
        ({"programme_draw": 0.2}, {"holdout": 0.2}, Verdict(True, Rule.ASKED)),
        ({"out_of_sample": Rule.QUOTA_FULL}, {}, Verdict(False, Rule.QUOTA_FULL)),
        ({"answered_at": NOW - DAY}, {}, Verdict(False, Rule.ANSWERED_RECENTLY, NOW + 89 * DAY)),
        ({"kind_asked_at": NOW - DAY}, {}, Verdict(False, Rule.KIND_CLOCK, NOW + 89 * DAY)),
        ({"kind_asked_at": NOW - 90 * DAY}, {}, Verdict(True, Rule.ASKED)),
        ({"any_asked_at": NOW - 13 * DAY}, {}, Verdict(False, Rule.ANY_CLOCK, NOW + DAY)),
        ({"any_asked_at": NOW + 2 * DAY}, {}, Verdict(False, Rule.ANY_CLOCK, NOW + 16 * DAY)),
        (
            {"kind_asked_at": NOW - 85 * DAY, "any_asked_at": NOW - DAY},
            {},
            Verdict(False, Rule.KIND_CLOCK, NOW + 13 * DAY),
        ),
        ({"unreachable": Rule.UNSUBSCRIBED}, {}, Verdict(False, Rule.UNSUBSCRIBED, NOW + 7 * DAY)),
        ({"no_room": Rule.RESERVED, "room_at": NOW + DAY}, {}, Verdict(False, Rule.RESERVED, NOW + DAY)),
        (
            {"unreachable": Rule.NO_ADDRESS, "no_room": Rule.DAY_FULL},
            {},
            Verdict(False, Rule.NO_ADDRESS, NOW + 7 * DAY),
        ),
    ],
)  # fmt: skip
def test_the_first_rule_that_says_no_is_told(
    state: dict[str, Any], asked: dict[str, Any], verdict: Verdict
) -> None:
    assert decide(PersonState(**state), Ask(**{"kind": "rnps", **asked}), POLICY, NOW) == verdict


def test_the_workspaces_holdout_is_the_policys() -> None:
    policy = read_contact_policy({"holdout": 10})
    assert decide(PersonState(year_draw=0.09), ASK, policy, NOW).rule == Rule.HOLDOUT
    assert decide(PersonState(year_draw=0.1), ASK, policy, NOW).asked


def test_every_rule_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Rule)
    assert all(said.endswith(".") for said in SENTENCES.values())


moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))
states = st.builds(
    PersonState,
    population=st.sampled_from(["customers", "employees"]),
    in_segment=st.booleans(),
    turn_at=st.none() | moments,
    is_latest=st.booleans(),
    year_draw=st.floats(0, 1, exclude_max=True),
    programme_draw=st.floats(0, 1, exclude_max=True),
    out_of_sample=st.sampled_from([None, Rule.NOT_SAMPLED, Rule.QUOTA_FULL, Rule.MARGIN_REACHED]),
    answered_at=st.none() | moments,
    kind_asked_at=st.none() | moments,
    any_asked_at=st.none() | moments,
    unreachable=st.sampled_from([None, Rule.NO_ADDRESS, Rule.UNSUBSCRIBED, Rule.NO_CONSENT]),
    no_room=st.sampled_from([None, Rule.DAY_FULL, Rule.HOUR_FULL, Rule.RESERVED]),
)
asks = st.builds(
    Ask,
    kind=st.sampled_from(KINDS),
    survey_open=st.booleans(),
    holdout=st.sampled_from([0.0, 0.3]),
    stale_after=st.none() | st.just(7 * DAY),
)
policies = st.builds(
    lambda kind_days, any_days, holdout: ContactPolicy(
        kind_days=dict.fromkeys(KINDS, kind_days), any_days=any_days, holdout=holdout
    ),
    st.integers(0, 400),
    st.integers(0, 60),
    st.sampled_from([0.0, 20.0]),
)


@given(states, asks, policies, moments)
def test_a_yes_is_outside_every_clock_and_a_no_says_when(
    state: PersonState, asked: Ask, policy: ContactPolicy, now: datetime
) -> None:
    verdict = decide(state, asked, policy, now)
    assert decide(state, asked, policy, now) == verdict, "it is a function"
    assert verdict.asked == (verdict.rule == Rule.ASKED)
    for at, clock in (
        (state.kind_asked_at, policy.clock_of(asked.kind)),
        (state.answered_at, policy.clock_of(asked.kind)),
        (state.any_asked_at, policy.any_clock),
    ):
        if verdict.asked and at is not None:
            assert now - at >= clock
    if verdict.rule in (Rule.KIND_CLOCK, Rule.ANY_CLOCK, Rule.ANSWERED_RECENTLY):
        assert verdict.eligible_at
        assert verdict.eligible_at > now
        before = verdict.eligible_at - timedelta(microseconds=1)
        assert not decide(state, asked, policy, max(before, now)).asked, "never earlier than it says"
        fresh = PersonState(
            answered_at=state.answered_at, kind_asked_at=state.kind_asked_at, any_asked_at=state.any_asked_at
        )
        assert decide(
            fresh, Ask(asked.kind), policy.model_copy(update={"holdout": 0}), verdict.eligible_at
        ).asked


@given(states, asks, policies, moments, st.timedeltas(timedelta(0), timedelta(days=400)))
def test_a_clock_set_back_never_makes_a_no_a_yes(
    state: PersonState, asked: Ask, policy: ContactPolicy, now: datetime, back: timedelta
) -> None:
    """Of those that the clocks refuse: time that runs backwards makes nobody free."""
    refused = (Rule.KIND_CLOCK, Rule.ANY_CLOCK, Rule.ANSWERED_RECENTLY)
    clocks = PersonState(
        answered_at=state.answered_at, kind_asked_at=state.kind_asked_at, any_asked_at=state.any_asked_at
    )
    if decide(clocks, Ask(asked.kind), policy, now).rule in refused:
        assert not decide(clocks, Ask(asked.kind), policy, now - back).asked


class Asking(RuleBasedStateMachine):
    """One person, several programmes in any order, a clock that jumps, zones that change."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[tuple[str, datetime]] = []
        self.clocks: dict[str, datetime] = {}
        self.now = NOW
        self.zone = ZoneInfo("UTC")
        self.policy = POLICY

    @initialize(kind_days=st.integers(1, 120), any_days=st.integers(0, 30), start=moments)
    def begin(self, kind_days: int, any_days: int, start: datetime) -> None:
        self.policy = ContactPolicy(kind_days=dict.fromkeys(KINDS, kind_days), any_days=any_days)
        self.now = start

    @rule(hours=st.integers(0, 24 * 40))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(hours=st.integers(0, 72))
    def the_clock_is_set_back(self, hours: int) -> None:
        self.now -= timedelta(hours=hours)

    @rule(
        month=st.sampled_from([(2026, 3, 29), (2026, 10, 25), (2028, 2, 29), (2027, 1, 1)]),
        minutes=st.integers(0, 1500),
    )
    def a_strange_day_comes(self, month: tuple[int, int, int], minutes: int) -> None:
        day = datetime(*month, tzinfo=UTC) + timedelta(minutes=minutes - 60)
        self.now = max(self.now, day)

    @rule(zone=st.sampled_from(ZONES))
    def they_move(self, zone: str) -> None:
        self.zone = ZoneInfo(zone)

    @rule(kind=st.sampled_from(KINDS))
    def a_programme_wants_to_ask(self, kind: str) -> None:
        state = PersonState(kind_asked_at=self.clocks.get(kind), any_asked_at=self.clocks.get(""))
        if decide(state, Ask(kind), self.policy, self.now).asked:
            due = next_allowed(self.now, self.zone, QuietHours())
            self.clocks |= {kind: due, "": due}
            self.sent.append((kind, due))

    @invariant()
    def nobody_is_asked_twice_inside_a_clock(self) -> None:
        for (kind, at), (later_kind, later) in pairwise(self.sent):
            assert later - at >= self.policy.any_clock
            assert later_kind != kind or later - at >= self.policy.clock_of(kind)
        for kind in KINDS:
            moments_of = [at for each, at in self.sent if each == kind]
            gaps = [b - a for a, b in pairwise(moments_of)]
            assert all(gap >= self.policy.clock_of(kind) for gap in gaps)


TestAsking: Callable[..., Any] = Asking.TestCase
TestAsking.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)  # type: ignore[attr-defined]
