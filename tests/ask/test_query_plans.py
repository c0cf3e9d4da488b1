"""What a worker asks every few seconds is answered by an index, however large the tables are."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from likely.ask.again import look_again
from likely.ask.fallback import fall_back_due
from likely.ask.message_id import message_id_of
from likely.ask.programme_progress import decision_counts
from likely.ask.reminder import remind_due
from likely.ask.thanks import thank_due
from likely.ask.trigger import consider_events
from tests.ask.asking import MONDAY, people, programme
from tests.ask.test_programme_tick import event

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by what the tables hold"),
]
# Tables with a row for every person, message or event. A scan of one is told as SCAN, without an index.
LARGE = ("decision", "invitation", "message", "event", "contactclock", "response", "person")


def plans(ask: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as caught:
        ask()
    found = []
    for query in caught.captured_queries:
        if query["sql"].startswith(("SELECT", "UPDATE")):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
                found += [row[3] for row in cursor.fetchall()]
    return found


@pytest.fixture
def busy(workspace: Any) -> Any:
    crowd = people(workspace, 5, phone="+3725551230{n}")
    plan = {"channels": ["mail", "sms"], "reminders": {}, "thanks": {}}
    asked = programme(workspace, {"trigger": {"event": "ticket_closed", "delay_days": 0}, **plan})
    for one in crowd:
        event(one, MONDAY)
    return asked


def test_a_receipt_finds_its_message_by_an_index(busy: Any) -> None:
    from likely.ask.receipt import apply_receipt
    from likely.channels.channel import Receipt, ReceiptKind

    for ours in ("", message_id_of(busy.pk)):
        told = Receipt(kind=ReceiptKind.DELIVERED, provider_id="SM1", at=MONDAY, message_id=ours)
        asked = plans(lambda told=told: apply_receipt("sms", told, MONDAY))  # type: ignore[misc]
        assert any("INDEX message_provider_id (provider_id=?)" in step for step in asked)
        assert not any(step.startswith("SCAN") for step in asked)


def test_no_large_table_is_gone_through(busy: Any) -> None:
    later = MONDAY + timedelta(days=4)
    asked = [
        *plans(lambda: consider_events(MONDAY)),
        *plans(lambda: look_again(busy, MONDAY)),
        *plans(lambda: remind_due(later)),
        *plans(lambda: fall_back_due(later)),
        *plans(lambda: thank_due(later)),
        *plans(lambda: decision_counts(busy)),
    ]
    assert len(asked) > 30
    scans = [step for step in asked if step.startswith("SCAN") and "INDEX" not in step]
    assert [step for step in scans if any(f"likely_{name}" in step for name in LARGE)] == []
    assert any("decision_again (programme_id=? AND look_at<?)" in step for step in asked)
    assert any("invitation_remind (remind_at<?)" in step for step in asked)
    assert any("event_unconsidered" in step for step in asked)
    assert any("response_changed (workspace_id=? AND changed_at>?" in step for step in asked)
    assert any("COVERING INDEX decision_counts" in step for step in asked)
