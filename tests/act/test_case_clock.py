"""Both clocks of a case, whatever is done with it and when: across nights, holidays and moved clocks."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from likely.act.case import Case
from likely.act.case_clock import keep_clock, set_due, set_replied
from likely.act.case_policy import CasePolicy, target
from likely.act.case_priority import ASIDE
from likely.act.case_state import CLOCK_RUNS, DEEDS, OPEN_STATES, TABLE, WAITING, next_state
from likely.base.workspace import Workspace
from tests.act.test_business_hours import ZONES, minutes

# However busy the machine is.
at_leisure = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
weeks = st.tuples(*[st.none() | minutes] * 7).filter(
    lambda week: sum(day[1] - day[0] for day in week if day) >= 240
)
policies = st.builds(
    CasePolicy,
    week=weeks,
    country=st.sampled_from(["", "EE", "US", "CN"]),
    days_off=st.frozensets(st.dates(*YEAR), max_size=4),
    reply_hours=st.integers(0, 24),
    resolve_hours=st.integers(0, 80),
)
zones = st.sampled_from(ZONES)
openings = st.datetimes(datetime(2026, 2, 1), datetime(2026, 12, 1), timezones=st.just(UTC))
# What is done, and how long after what was done before.
lives = st.lists(
    st.tuples(st.sampled_from([*DEEDS, "reply"]), st.timedeltas(timedelta(0), timedelta(days=12))), max_size=8
)

spells = st.lists(st.timedeltas(timedelta(0), timedelta(days=5)), min_size=2, max_size=6)


def opened(policy: CasePolicy, zone: str, at: datetime) -> Case:
    hours = policy.hours(zone)
    reply = target(hours, at, policy.reply_hours)
    resolve = max(reply, target(hours, at, policy.resolve_hours))
    times = {"opened_at": at, "reply_due_at": reply, "resolve_due_at": resolve}
    case = Case(workspace=Workspace(time_zone=zone), urgency=50.0, **times)
    set_due(case, at)
    return case


def done(case: Case, deed: str, at: datetime, policy: CasePolicy) -> bool:
    """As case_work.py does it, without the row; whether it could be done."""
    if deed == "reply":
        set_replied(case, case.replied_at or at, at)
        return True
    if (case.state, deed) not in TABLE:
        return False
    before, case.state = case.state, next_state(case.state, deed)
    case.is_open = case.state in OPEN_STATES
    keep_clock(case, before, at, policy)
    return True


@at_leisure
@given(policies, zones, openings)
def test_a_first_reply_and_a_resolution_are_due_after_as_much_work_as_was_promised(
    policy: CasePolicy, zone: str, at: datetime
) -> None:
    hours, case = policy.hours(zone), opened(policy, zone, at)
    assert at <= case.reply_due_at <= case.resolve_due_at
    if policy.reply_hours:
        assert hours.between(at, case.reply_due_at) == timedelta(hours=policy.reply_hours)
    else:
        assert case.reply_due_at in {ends for _begins, ends in islice(hours.spans(at), 3)}
    assert hours.between(at, case.resolve_due_at) >= timedelta(hours=policy.resolve_hours)


@at_leisure
@given(
    policies,
    zones,
    openings,
    st.lists(st.timedeltas(timedelta(0), timedelta(days=5)), min_size=2, max_size=6),
)
def test_what_was_left_of_both_times_is_left_after_any_number_of_pauses(
    policy: CasePolicy, zone: str, at: datetime, pauses: list[timedelta]
) -> None:
    """Before its time as after it: what it is late by stays, too."""
    hours, case = policy.hours(zone), opened(policy, zone, at)
    for place, spell in enumerate(pauses):
        begins, at = at, at + spell
        if place % 2:
            before = [case.reply_due_at, case.resolve_due_at]
            assert done(case, "wait", begins, policy)
            assert case.due_at is None, "the clock stands"
            assert done(case, "go_on", at, policy)
            for was, now in zip(before, (case.reply_due_at, case.resolve_due_at), strict=True):
                assert now >= was
                assert hours.between(at, now) == hours.between(begins, was)
                assert hours.between(now, at) == hours.between(was, begins)
        assert case.due_at == case.reply_due_at


@at_leisure
@given(policies, zones, openings, lives)
def test_whatever_is_done_what_is_owed_next_is_known_and_its_passing_is_told_once(
    policy: CasePolicy, zone: str, at: datetime, life: list[tuple[str, timedelta]]
) -> None:
    """Also where it waits for the customer in between, late as it is."""
    case, told, reopened = opened(policy, zone, at), Counter[bool](), 0
    for deed, pause in [*life, ("", timedelta(days=40))]:
        at += pause
        if case.due_at and case.due_at < at and case.overdue_at is None:
            case.overdue_at = case.due_at  # as reacting.tell_overdue does
            told[case.replied_at is None] += 1
        if not done(case, deed, at, policy):
            continue
        reopened += deed == "reopen"
        assert (case.due_at is not None) == (case.state in CLOCK_RUNS)
        assert (case.paused_at is not None) == (case.state == WAITING)
        assert case.urgency == 50.0 - (ASIDE if case.state == WAITING else 0.0)
        assert (case.resolved_at is None) == case.is_open
        if case.due_at is not None:
            assert case.due_at == (case.resolve_due_at if case.replied_at else case.reply_due_at)
        if deed == "reopen":
            assert case.resolve_due_at == target(policy.hours(zone), at, policy.resolve_hours)
    assert told[True] <= 1, "the first reply"
    assert told[False] <= 1 + reopened, "the resolution"


@at_leisure
@given(policies, openings, st.timedeltas(timedelta(0), timedelta(days=20)))
def test_a_holiday_more_makes_nothing_due_sooner(policy: CasePolicy, at: datetime, ahead: timedelta) -> None:
    fewer = replace(policy, days_off=frozenset())
    more = replace(policy, days_off=policy.days_off | {(at + ahead).date()})
    one, other = (opened(each, "Europe/Tallinn", at) for each in (fewer, more))
    assert one.reply_due_at <= other.reply_due_at
    assert one.resolve_due_at <= other.resolve_due_at
