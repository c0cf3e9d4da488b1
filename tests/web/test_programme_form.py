"""A plan is the same after it was shown in its form and sent back as it stands."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from likely.ask.programme_plan import Plan, read_plan
from likely.web.programme_form import ProgrammeForm, typed_of

# What the form can say, and what stays beside it.
weekdays = st.sets(st.integers(1, 7), min_size=1).map(sorted)
words = st.from_regex(r"[a-z][a-z_]{0,9}", fullmatch=True)
rules = st.builds(
    lambda on, values: {"on": on, "is": values},
    words,
    st.lists(st.one_of(words.filter(lambda w: w not in ("true", "false")), st.integers(-99, 99)), min_size=1),
)
listening = st.fixed_dictionaries(
    {"event": words, "latest_only": st.booleans(), "weekdays": weekdays, "stale_days": st.integers(1, 60)},
    optional={"where": rules},
)
ways = st.one_of(
    st.builds(
        lambda every, over, days: {"wave": {"every": every, "over_days": over, "weekdays": days}},
        st.sampled_from(["quarter", "half_year", "year"]), st.integers(1, 12), weekdays,
    ),
    st.builds(
        lambda told, halves: {"trigger": {**told, "delay_days": halves / 2}}, listening, st.integers(0, 120)
    ),
    st.builds(lambda told, w: {"outcome": {**told, "delay_weeks": w}}, listening, st.integers(1, 104)),
    st.builds(
        lambda at, over, days: {"once": {"at": at and at.isoformat(), "over_days": over, "weekdays": days}},
        st.none() | st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)).map(
            lambda at: at.replace(second=0, microsecond=0)
        ),
        st.integers(1, 366), weekdays,
    ),
)  # fmt: skip
times = st.builds("{:02d}:{:02d}".format, st.integers(0, 23), st.integers(0, 59))
samples = st.one_of(
    st.just({}),
    st.builds(lambda share: {"share": share / 10}, st.integers(1, 1000)),
    st.builds(lambda margin: {"margin": margin / 2}, st.integers(1, 100)),
    st.builds(
        lambda on, each: {"quota": {"property": on, "each": each}},
        words, st.dictionaries(words, st.integers(1, 999), min_size=1, max_size=4),
    ),
)  # fmt: skip
rest = st.fixed_dictionaries(
    {
        "channels": st.lists(st.sampled_from(["mail", "sms", "voice"]), min_size=1, max_size=3, unique=True),
        "expires_days": st.none() | st.integers(31, 3650),
        "sample": samples,
        "holdout": st.integers(0, 900).map(lambda n: n / 10),
    },
    optional={
        "reminders": st.builds(
            lambda days, back: {"after_days": days, "fallback": back},
            st.sets(st.integers(1, 30), min_size=1, max_size=5).map(sorted),
            st.sampled_from(["same", "next"]),
        ),
        "thanks": st.tuples(st.integers(0, 10_080), st.integers(0, 10_080)).map(
            lambda pair: {"from_minutes": min(pair), "to_minutes": max(pair)}
        ),
        "per_day": st.integers(1, 10**6),
        "per_hour": st.integers(1, 10**6),
        "quiet": st.builds(
            lambda start: {"start": start, "end": "09:17"}, times.filter(lambda t: not "09:17" < t < "10:18")
        ),
        "population": words,
    },
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ways, rest)
def test_a_plan_goes_through_the_form_and_comes_back(
    survey: Any, way: dict[str, Any], more: dict[str, Any]
) -> None:
    plan = read_plan({**way, **more})
    assert said_again(survey, plan) == plan


def said_again(survey: Any, plan: Plan) -> Plan:
    """What a browser sends that was shown the plan's form and changed nothing."""
    first = ProgrammeForm(
        survey.workspace, initial=typed_of(plan) | {"name": "A", "survey": survey.pk, "priority": 50}
    )
    sent: dict[str, Any] = {}
    for field in first:
        value = field.value()
        if value is not None and value is not False and value != "":
            sent[field.html_name] = shown(field, value)
    form = ProgrammeForm(survey.workspace, sent)
    assert form.is_valid(), form.errors
    return read_plan(form.plan_data(plan.to_json()))


def shown(field: Any, value: Any) -> Any:
    widget = field.field.widget
    if isinstance(value, bool):
        return "on"
    formatted = widget.format_value(value)
    is_one = isinstance(formatted, list) and not getattr(widget, "allow_multiple_selected", False)
    return formatted[0] if is_one else formatted


def test_a_rule_that_is_richer_than_the_form_stays(survey: Any) -> None:
    where = {"all": [{"on": "amount", "from": 100}, {"on": "plan", "is": ["pro"]}]}
    plan = read_plan({"trigger": {"event": "order", "where": where, "stale_days": 12}})
    assert said_again(survey, plan) == plan
