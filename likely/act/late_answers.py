"""Early answers of the invited against late ones, in some days of a workspace."""

from likely.analyse.late import Late, late_of
from likely.base.workspace import Workspace
from likely.collect.lateness import lateness
from likely.store.slice import Slice
from likely.store.slice_moments import moments


def late_answers(workspace: Workspace, slice: Slice, *, narrowed: bool) -> Late | None:
    """wait: in hours. None with few answers, and where more than days and one survey narrows: all else says
    nothing of who was invited. narrowed: whether the table is a part of the responses.
    """
    where = dict(slice.where)
    surveys = where.pop("survey", ())
    if where or len(surveys) > 1 or slice.words or narrowed:
        return None
    found = lateness(workspace, *moments(workspace, slice), survey=next(iter(surveys), ""))
    halves = found.halves()
    if halves is None:
        return None
    hours, early, late = halves
    rate = min((sum(early) + sum(late)) / found.sent, 1.0)
    return late_of(hours, early, late, rate, workspace.smallest_group)
