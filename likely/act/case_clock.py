"""The clocks of a case, of the first reply and of the resolution: when they run, stand, begin anew. Pure."""

from datetime import datetime

from likely.act.case import Case
from likely.act.case_policy import CasePolicy, target
from likely.act.case_priority import ASIDE
from likely.act.case_state import CLOCK_RUNS, CLOSED, RESOLVED, WAITING


def keep_clock(row: Case, before: str, now: datetime, policy: CasePolicy) -> None:
    """The row was moved on from the state `before`.

    While the customer is waited for the clock stands: both times move on by as much work. Until then the
    case stands behind those that we owe something.
    """
    hours = policy.hours(row.workspace.time_zone)
    if row.paused_at is not None:
        waited = hours.between(row.paused_at, now)
        row.reply_due_at = hours.after(row.reply_due_at, waited) if waited else row.reply_due_at
        row.resolve_due_at = hours.after(row.resolve_due_at, waited) if waited else row.resolve_due_at
        row.paused_at = None
        row.urgency += ASIDE
    if row.state == WAITING:
        row.paused_at = now
        row.urgency -= ASIDE
    if row.state == RESOLVED:
        row.resolved_at = now
    if row.state == CLOSED:
        row.closed_at = now
        row.resolved_at = row.resolved_at or now
    if row.is_open and before in (RESOLVED, CLOSED):
        row.resolved_at = row.closed_at = None
        row.resolve_due_at = target(hours, now, policy.resolve_hours)
    set_due(row, now)


def set_due(row: Case, now: datetime) -> None:
    """Note what is owed next. That its passing was told holds for as long as it is late."""
    row.due_at = None
    if row.state in CLOCK_RUNS:
        row.due_at = row.resolve_due_at if row.replied_at else row.reply_due_at
    if row.due_at is not None and row.due_at > now:
        row.overdue_at = None


def set_replied(row: Case, replied_at: datetime | None, now: datetime) -> None:
    """The customer was reached then, or was not after all: another time is owed, and told by itself."""
    if (row.replied_at is None) != (replied_at is None):
        row.overdue_at = None
    row.replied_at = replied_at
    set_due(row, now)
