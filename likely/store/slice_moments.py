"""The days of a slice as moments, for what is asked of rows of the database."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from likely.base.workspace import Workspace
from likely.store.slice import Slice


def moments(workspace: Workspace, slice: Slice) -> tuple[datetime | None, datetime | None]:
    """The first moment of the slice and the first after it, in the workspace's time zone."""
    zone = ZoneInfo(workspace.time_zone)
    since = datetime.combine(slice.since, time(), zone) if slice.since else None
    until = datetime.combine(slice.until + timedelta(days=1), time(), zone) if slice.until else None
    return since, until
