"""The days of a slice as moments, for what is asked of rows of the database."""

from datetime import datetime, timedelta

from likely.base.workspace import Workspace
from likely.people.local_days import day_start
from likely.store.slice import Slice


def moments(workspace: Workspace, slice: Slice) -> tuple[datetime | None, datetime | None]:
    """The first moment of the slice and the first after it, by the workspace's time zone."""
    zone = workspace.time_zone
    since = day_start(zone, slice.since) if slice.since else None
    until = day_start(zone, slice.until + timedelta(days=1)) if slice.until else None
    return since, until
