"""The answers of a segment in a workspace: its condition with the events that it asks about."""

from datetime import datetime

from likely.base.workspace import Workspace
from likely.people.local_days import LocalDays
from likely.people.segment_rule import Rule
from likely.store.event_table import event_table
from likely.store.segment_lake import answered_as
from likely.store.table import Responses


def answers_in(workspace: Workspace, table: Responses, rule: Rule, now: datetime) -> Responses:
    """The answers of people who were in it when they gave them. table: of the workspace."""
    days = LocalDays(workspace.time_zone, now)
    return answered_as(table, rule, days, event_table(workspace, rule))
