"""The row that an address or a body names by its id."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from likely.api.field import read_id
from likely.lib.refusal import Refusal

Row = TypeVar("Row", bound=Model)


def row_named(rows: QuerySet[Row], named: str, code: str, field: str, noun: str = "") -> Row:
    """Of the rows; refuses by the code what names none of them. noun: what it would be, if not the field."""
    id = read_id(named)
    found = rows.filter(pk=id).first() if id else None
    if found is None:
        raise Refusal(code, f"There is no such {noun or field}.", field=field)
    return found
