"""A plan is plain data, and whatever is wrong in it is told with the field and the rule."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.ask.contact_policy import read_contact_policy
from likely.ask.programme_plan import Plan, read_plan
from likely.lib.refusal import Refusal

WAVE: dict[str, Any] = {"wave": {}}


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (None, "plan"),
        ([], "plan"),
        ({}, "plan"),
        ({"wave": {}, "once": {}}, "plan"),
        ({"wave": {"every": "month"}}, "wave.every"),
        ({"wave": {"over_days": 0}}, "wave.over_days"),
        ({"wave": {"over_days": 80}}, "wave.over_days"),
        ({"wave": {"weekdays": []}}, "wave.weekdays"),
        ({"wave": {"weekdays": [8]}}, "wave.weekdays.0"),
        ({"wave": {"weekdays": ["1"]}}, "wave.weekdays.0"),
        ({"wave": {"more": 1}}, "wave.more"),
        ({"trigger": {}}, "trigger.event"),
        ({"trigger": {"event": "Ticket closed"}}, "trigger.event"),
        ({"trigger": {"event": "a", "delay_days": -1}}, "trigger.delay_days"),
        ({"trigger": {"event": "a", "delay_days": "1"}}, "trigger.delay_days"),
        ({"trigger": {"event": "a", "where": {"on": "x"}}}, "trigger.where"),
        ({"trigger": {"event": "a", "where": {"not": {"on": "x"}}}}, "trigger.where.not"),
        ({"outcome": {"event": "a", "delay_weeks": 0}}, "outcome.delay_weeks"),
        ({"once": {"at": "2026-03-02T09:00:00"}}, "once.at"),
        ({"once": {"at": "soon"}}, "once.at"),
        ({**WAVE, "channels": []}, "channels"),
        ({**WAVE, "channels": ["mail", "mail"]}, "channels"),
        ({**WAVE, "channels": ["Mail!"]}, "channels.0"),
        ({**WAVE, "reminders": {"after_days": [7, 3]}}, "reminders.after_days"),
        ({**WAVE, "reminders": {"after_days": [1, 2, 3, 4, 5, 6]}}, "reminders.after_days"),
        ({**WAVE, "reminders": {"after_days": [40]}}, "reminders.after_days"),
        ({**WAVE, "thanks": {"from_minutes": 9, "to_minutes": 3}}, "thanks.to_minutes"),
        ({**WAVE, "expires_days": 0}, "expires_days"),
        ({**WAVE, "sample": {"share": 0}}, "sample.share"),
        ({**WAVE, "sample": {"share": 5, "margin": 3}}, "sample"),
        ({**WAVE, "sample": {"quota": {"property": "Plan", "each": {"a": 1}}}}, "sample.quota.property"),
        ({**WAVE, "sample": {"quota": {"property": "plan", "each": {}}}}, "sample.quota.each"),
        ({**WAVE, "sample": {"margin": 0.1}}, "sample.margin"),
        ({**WAVE, "holdout": 95}, "holdout"),
        ({**WAVE, "holdout": float("nan")}, "holdout"),
        ({**WAVE, "per_day": 0}, "per_day"),
        ({**WAVE, "quiet": {"start": "25:00"}}, "quiet.start"),
        ({**WAVE, "quiet": {"start": "08:00", "end": "07:30"}}, "quiet"),
    ],
)
def test_what_is_wrong_is_named(data: Any, field: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_plan(data)
    assert caught.value.code == "plan_invalid"
    assert caught.value.field == field
    assert caught.value.message.startswith(f"{field}")


@pytest.mark.parametrize(
    "data",
    [
        {"wave": {}},
        {"once": {}},
        {"in_app": {}, "channels": []},
        {"once": {"at": "2026-03-02T09:00:00+02:00"}},
        {"trigger": {"event": "order", "where": {"on": "amount", "from": 100}, "delay_days": 0.5}},
        {"outcome": {"event": "onboarded", "delay_weeks": 6}},
        {**WAVE, "expires_days": None, "sample": {"quota": {"property": "plan", "each": {"pro": 5}}}},
        {**WAVE, "reminders": {"after_days": [2, 4, 6, 8, 10], "fallback": "next"}, "thanks": {}},
    ],
)
def test_a_plan_is_kept_as_it_was_written(data: dict[str, Any]) -> None:
    plan = read_plan(data)
    kept = json.loads(json.dumps(plan.to_json()))
    assert Plan.from_json(kept) == plan
    assert kept[plan.kind] is not None


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["wave", "trigger", "event", "where", "on", "is", "sample", "quota", "channels", "x"]), inner, max_size=4), max_leaves=12))  # fmt: skip # noqa: E501
def test_nothing_else_ever_comes_out_of_anything(data: Any) -> None:
    try:
        assert isinstance(read_plan(data), Plan)
    except Refusal as refusal:
        assert refusal.field


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"any_days": -1}, "any_days"),
        ({"kind_days": {"other": 3}}, "kind_days.other"),
        ({"kind_days": {"rnps": 9999}}, "kind_days.rnps"),
        ({"wave_share": 100}, "wave_share"),
        ({"holdout": 51}, "holdout"),
        ({"per_hour": True}, "per_hour"),
        ({"more": 1}, "more"),
    ],
)
def test_a_policy_is_read_as_strictly(data: Any, field: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_contact_policy(data)
    assert caught.value.field is not None
    assert caught.value.field.startswith(field)
