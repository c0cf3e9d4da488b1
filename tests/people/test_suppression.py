"""Nothing is sent against the ledger: `barred` tells it, whatever happened in whatever order."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from likely.base.journal import JournalEntry
from likely.lib.refusal import Refusal
from likely.people.suppression import (
    OF_THE_CHANNEL,
    WEIGHT,
    Suppression,
    SuppressionReason,
    barred,
    lift,
    suppress,
    suppress_all,
)

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
MARI, PHONE = "mari@example.org", "+37255512345"
Reason = SuppressionReason


@pytest.fixture
def bar(workspace: Any) -> Any:
    def make(
        address: str = MARI,
        kind: str = "",
        reason: Any = Reason.UNSUBSCRIBED,
        channel: str = "mail",
        **more: Any,
    ) -> Suppression:
        return suppress(workspace, channel, address, kind, reason, "test", more.pop("now", NOW), **more)

    return make


def test_an_address_is_barred_in_any_spelling_and_nobody_else_is(workspace: Any, bar: Any) -> None:
    bar("Mari@Example.org")
    assert barred(workspace, "mail", [" MARI@example.org", "mart@example.org"], "rnps", NOW) == {
        " MARI@example.org": Reason.UNSUBSCRIBED
    }


def test_another_workspace_is_not_concerned(workspace: Any, foreign_workspace: Any, bar: Any) -> None:
    bar()
    assert barred(foreign_workspace, "mail", [MARI], "", NOW) == {}


def test_who_unsubscribed_by_sms_is_not_called_either(workspace: Any, bar: Any) -> None:
    bar(PHONE, channel="sms")
    for channel in ("sms", "whatsapp", "voice"):
        assert barred(workspace, channel, [PHONE], "rnps", NOW) == {PHONE: Reason.UNSUBSCRIBED}


def test_a_number_without_whatsapp_may_get_an_sms(workspace: Any, bar: Any) -> None:
    bar(PHONE, channel="whatsapp", reason=Reason.HARD_BOUNCE)
    assert barred(workspace, "whatsapp", [PHONE], "rnps", NOW)
    assert not barred(workspace, "sms", [PHONE], "rnps", NOW)


def test_a_kind_of_survey_is_barred_alone(workspace: Any, bar: Any) -> None:
    bar(kind="tnps")
    assert barred(workspace, "mail", [MARI], "tnps", NOW)
    assert not barred(workspace, "mail", [MARI], "rnps", NOW)
    assert not barred(workspace, "mail", [MARI], "", NOW)


def test_until_a_moment_means_until_then(workspace: Any, bar: Any) -> None:
    end = NOW + timedelta(days=30)
    bar(reason=Reason.SOFT_BOUNCE, until=end)
    assert barred(workspace, "mail", [MARI], "", end - timedelta(microseconds=1))
    assert not barred(workspace, "mail", [MARI], "", end)


def test_the_later_end_holds(bar: Any) -> None:
    first, second = NOW + timedelta(days=30), NOW + timedelta(days=10)
    bar(reason=Reason.SOFT_BOUNCE, until=first)
    assert bar(reason=Reason.SOFT_BOUNCE, until=second).until == first
    assert bar(reason=Reason.SOFT_BOUNCE, until=None).until is None
    assert bar(reason=Reason.SOFT_BOUNCE, until=first).until is None


def test_of_several_reasons_the_weightiest_is_told(workspace: Any, bar: Any) -> None:
    for reason in (Reason.HARD_BOUNCE, Reason.COMPLAINT, Reason.IMPORTED):
        bar(reason=reason)
    assert barred(workspace, "mail", [MARI], "", NOW) == {MARI: Reason.COMPLAINT}


def test_a_changed_key_forgets_nothing(workspace: Any) -> None:
    with override_settings(SECRET_KEY="old", SECRET_KEY_FALLBACKS=[]):
        suppress(workspace, "mail", MARI, "", Reason.COMPLAINT, "test", NOW)
    with override_settings(SECRET_KEY="new", SECRET_KEY_FALLBACKS=["old"]):
        assert barred(workspace, "mail", [MARI], "", NOW)
        suppress(workspace, "mail", MARI, "", Reason.COMPLAINT, "test", NOW)
        assert Suppression.objects.count() == 1
        assert lift(workspace, MARI, "", "user:x", "they asked") == 1
        assert not barred(workspace, "mail", [MARI], "", NOW)


def test_five_thousand_addresses_take_five_queries(workspace: Any) -> None:
    people = [f"person{n}@example.org" for n in range(5000)]
    assert suppress_all(workspace, people[::2], Reason.IMPORTED, "import", NOW) == 2500
    assert suppress_all(workspace, people[:10], Reason.IMPORTED, "import", NOW) == 5
    with CaptureQueriesContext(
        connection,
    ) as asked:
        told = barred(workspace, "mail", people, "rnps", NOW)
    assert len(asked) == 5
    assert set(told) == {*people[::2], *people[:10]}


def test_lifting_needs_a_reason_and_is_written_down_without_the_address(workspace: Any, bar: Any) -> None:
    bar()
    with pytest.raises(Refusal, match="reason"):
        lift(workspace, MARI, "", "user:x", "  ")
    assert barred(workspace, "mail", [MARI], "", NOW)
    assert lift(workspace, MARI, "", "user:x", "They called and asked for it.") == 1
    assert not barred(workspace, "mail", [MARI], "", NOW)
    entry = JournalEntry.objects.of(workspace).get()
    assert entry.verb == "suppression.lifted"
    assert "mari" not in str(entry.detail) + entry.subject


def test_only_the_named_kind_and_reasons_are_lifted(workspace: Any, bar: Any) -> None:
    bar(kind="tnps")
    bar(kind="")
    bar(reason=Reason.COMPLAINT)
    assert lift(workspace, MARI, "tnps", "user:x", "why") == 1
    assert lift(workspace, MARI, "", "user:x", "why", [Reason.UNSUBSCRIBED]) == 1
    assert barred(workspace, "mail", [MARI], "tnps", NOW) == {MARI: Reason.COMPLAINT}


def test_nothing_of_the_address_is_in_the_row(bar: Any) -> None:
    row = bar("somebody.long@example.org")
    assert "somebody" not in str({field.name: getattr(row, field.name) for field in row._meta.fields})


ADDRESSES = (MARI, "mart@example.org", PHONE)
DEEDS = st.one_of(
    st.tuples(
        st.just("suppress"),
        st.sampled_from(ADDRESSES),
        st.sampled_from(["mail", "sms", "voice"]),
        st.sampled_from(["", "rnps", "tnps"]),
        st.sampled_from(list(Reason)),
        st.sampled_from([None, -1, 0, 5, 40]),
    ),
    st.tuples(st.just("lift"), st.sampled_from(ADDRESSES), st.sampled_from(["", "rnps"])),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(DEEDS, max_size=12), days=st.integers(0, 50))
def test_whatever_the_order_barred_tells_what_holds(workspace: Any, deeds: list[Any], days: int) -> None:
    """Against a ledger kept by hand: {(address, channel, kind, reason): end}."""
    Suppression.objects.of(workspace).delete()
    ledger: dict[tuple[str, str, str, str], datetime | None] = {}
    for step, (what, address, *rest) in enumerate(deeds):
        now = NOW + timedelta(minutes=step)
        if what == "lift":
            lift(workspace, address, rest[0], "user:x", "why")
            ledger = {k: end for k, end in ledger.items() if k[0] != address or (rest[0] and k[2] != rest[0])}
            continue
        channel, kind, reason, end_days = rest
        until = None if end_days is None else now + timedelta(days=end_days)
        suppress(workspace, channel, address, kind, reason, "test", now, until)
        key = (address, channel if reason in OF_THE_CHANNEL else "", kind, reason)
        if key not in ledger or (
            (held := ledger[key]) is not None and (until is None or until > held or held <= now)
        ):
            ledger[key] = until
    at = NOW + timedelta(days=days)
    for channel in ("mail", "sms", "voice"):
        for kind in ("", "rnps", "tnps"):
            wanted: dict[str, str] = {}
            for (address, on, of, reason), end in ledger.items():
                if on in ("", channel) and of in ("", kind) and (end is None or end > at):
                    known = wanted.get(address, reason)
                    wanted[address] = min(known, reason, key=WEIGHT.__getitem__)
            assert barred(workspace, channel, ADDRESSES, kind, at) == wanted
