"""A list of rows, newest first, page by page. The cursor is the last id that was seen: pages never shift."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from likely.lib.refusal import Refusal

Row = TypeVar("Row", bound=Model)


def newest_first(rows: QuerySet[Row], cursor: str, size: int) -> tuple[list[Row], UUID | None]:
    """One page of rows whose ids begin with their moment, and the cursor of the next. None: the last one."""
    behind = rows.filter(pk__lt=_id(cursor)) if cursor else rows
    found = list(behind.order_by("-pk")[: size + 1])
    return found[:size], found[size - 1].pk if len(found) > size else None


def _id(cursor: str) -> UUID:
    try:
        return UUID(cursor)
    except ValueError:
        raise Refusal("wrong_cursor", "This page of the list does not exist.", field="after") from None
