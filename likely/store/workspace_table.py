"""A workspace's responses as one table: the sealed ones and the hot ones, fresh to the second.

The lake is looked at first and the database after it. A row that is sealed in between is then in the
database under a number that the lake we saw does not hold, so that it is taken from there: at every
moment each response is in exactly one part, in its newest form.
"""

from collections.abc import Sequence

from likely.base.workspace import Workspace
from likely.collect.response import ResponseState
from likely.store.hot import hot_rows, superseded, to_arrow
from likely.store.seal import lake_of, pending_erasures
from likely.store.sealed import hot_part, joined, sealed_parts, wide_columns
from likely.store.table import Responses

COUNTED = (ResponseState.COUNTED.value,)
EVERY_STATE = tuple(state.value for state in ResponseState)


def table_of(workspace: Workspace, states: Sequence[str] = COUNTED) -> Responses:
    """The responses of the workspace in these states: those that count, unless more is asked for."""
    at = lake_of(workspace).snapshot()
    after, known = (at.number, at.columns) if at else (0, ())
    rows = hot_rows(workspace, after)
    batch = to_arrow([row for row in rows if row["state"] in states], workspace.time_zone, known)
    columns = wide_columns(batch.column_names)
    parts: list[Responses] = []
    if at and at.files:
        without = sorted({*superseded(rows), *pending_erasures(workspace, after)})
        parts += sealed_parts(at, states, without, columns)
    if batch.num_rows or not parts:
        parts.append(hot_part(batch, columns))
    return joined(parts)
