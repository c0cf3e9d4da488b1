"""Who agreed to what: the newest entry holds, by the rule of the workspace."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from likely.lib.refusal import Refusal
from likely.people.consent import Consent, give, holds, may_be_asked, withdraw
from likely.people.person import Person

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


@pytest.fixture
def mari(workspace: Any) -> Any:
    return Person.objects.create(workspace=workspace, email="mari@example.org")


def test_the_newest_entry_holds(workspace: Any, mari: Any) -> None:
    assert holds(workspace, [mari.pk], "surveys", "mail") == {}
    give(workspace, [mari.pk], "surveys", "", "import:1", NOW)
    assert holds(workspace, [mari.pk], "surveys", "mail") == {mari.pk: True}
    withdraw(workspace, [mari.pk], "surveys", "mail", "user:x", NOW + timedelta(hours=1))
    assert holds(workspace, [mari.pk], "surveys", "mail") == {mari.pk: False}
    assert holds(workspace, [mari.pk], "surveys", "sms") == {mari.pk: True}
    assert holds(workspace, [mari.pk], "quote", "mail") == {}
    assert Consent.objects.count() == 2


def test_an_entry_that_comes_late_does_not_overrule_a_newer_one(workspace: Any, mari: Any) -> None:
    withdraw(workspace, [mari.pk], "surveys", "", "unsubscribe", NOW)
    give(workspace, [mari.pk], "surveys", "", "import:1", NOW - timedelta(days=1))
    assert holds(workspace, [mari.pk], "surveys", "") == {mari.pk: False}


def test_the_workspace_says_who_may_be_asked(workspace: Any, mari: Any) -> None:
    assert may_be_asked(workspace, [mari.pk], "mail") == {mari.pk: True}
    workspace.surveys_need_consent = True
    assert may_be_asked(workspace, [mari.pk], "mail") == {mari.pk: False}
    give(workspace, [mari.pk], "surveys", "mail", "api", NOW)
    assert may_be_asked(workspace, [mari.pk], "mail") == {mari.pk: True}
    assert may_be_asked(workspace, [mari.pk], "sms") == {mari.pk: False}
    withdraw(workspace, [mari.pk], "surveys", "", "unsubscribe", NOW + timedelta(seconds=1))
    workspace.surveys_need_consent = False
    assert may_be_asked(workspace, [mari.pk], "mail") == {mari.pk: False}


def test_an_unknown_purpose_is_refused(workspace: Any, mari: Any) -> None:
    with pytest.raises(Refusal, match="surveys"):
        give(workspace, [mari.pk], "sell my data", "", "api", NOW)


def test_another_workspace_knows_nothing(workspace: Any, foreign_workspace: Any, mari: Any) -> None:
    give(workspace, [mari.pk], "surveys", "", "api", NOW)
    assert holds(foreign_workspace, [mari.pk], "surveys", "") == {}


def test_five_thousand_people_take_one_query(workspace: Any) -> None:
    people = Person.objects.bulk_create(
        [Person(workspace=workspace, external_id=str(n)) for n in range(5000)], batch_size=500
    )
    ids = [one.pk for one in people]
    assert give(workspace, ids[:100], "surveys", "", "import:1", NOW) == 100
    with CaptureQueriesContext(connection) as asked:
        told = may_be_asked(workspace, ids, "mail")
    assert len(asked) == 1
    assert all(told.values())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.booleans(),
            st.sampled_from(["surveys", "follow_up"]),
            st.sampled_from(["", "mail", "sms"]),
            st.integers(0, 1000),
        ),
        max_size=10,
        unique_by=lambda entry: entry[3],
    )
)
def test_whatever_the_order_the_newest_holds(workspace: Any, mari: Any, entries: list[Any]) -> None:
    Consent.objects.of(workspace).delete()
    for given_, purpose, channel, minute in entries:
        write = give if given_ else withdraw
        write(workspace, [mari.pk], purpose, channel, "test", NOW + timedelta(minutes=minute))
    for channel in ("mail", "sms", "voice"):
        mine = [one for one in entries if one[1] == "surveys" and one[2] in ("", channel)]
        newest = max(mine, key=lambda one: one[3], default=None)
        wanted = {} if newest is None else {mari.pk: newest[0]}
        assert holds(workspace, [mari.pk], "surveys", channel) == wanted
