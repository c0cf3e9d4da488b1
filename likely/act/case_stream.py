"""The cases of a workspace as CSV, streamed."""

import csv
import io
from collections.abc import Iterator
from typing import Final

from likely.act.case import Case
from likely.base.workspace import Workspace
from likely.lib.csv_cell import BYTE_ORDER_MARK, plain_cell

OWN: Final = ("rule", "state", "score", "root_cause", "promise", "promised_on", "promise_kept", "outcome")
MOMENTS: Final = ("opened_at", "reply_due_at", "resolve_due_at", "replied_at", "resolved_at", "closed_at")
COLUMNS: Final = ("id", "response", "survey", "person", "owner", "tags", "merged_into", *OWN, *MOMENTS)
AT_ONCE: Final = 2000


def case_stream(workspace: Workspace) -> Iterator[bytes]:
    """Line by line, those opened first; moments in UTC."""
    rows = Case.objects.of(workspace).select_related("person", "owner", "response__survey")
    yield (BYTE_ORDER_MARK + _line(COLUMNS)).encode()
    for case in rows.order_by("pk").iterator(AT_ONCE):
        yield _line(_cells(case)).encode()


def _cells(case: Case) -> tuple[object, ...]:
    moments = (at.isoformat() if (at := getattr(case, name)) else "" for name in MOMENTS)
    return (
        case.pk,
        case.response_id,
        case.response.survey.slug,
        case.person.external_id or case.person.email if case.person else "",
        case.owner.email if case.owner else "",
        ", ".join(case.tags),
        case.merged_into_id or "",
        *(_told(getattr(case, name)) for name in OWN),
        *moments,
    )


def _told(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else value


def _line(cells: tuple[object, ...]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([plain_cell(cell) for cell in cells])
    return text.getvalue()
