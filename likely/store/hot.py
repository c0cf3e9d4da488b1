"""The hot rows: responses that the lake does not hold yet, or holds in an older form, as Arrow."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.db.models import F, QuerySet

from likely.base.workspace import Workspace
from likely.collect.response import Response
from likely.store.schema import (
    MOST_PROPERTIES,
    PROPERTY,
    arrow_schema,
    bucket_of,
    property_column,
    rating_column,
)
from likely.text.comment_words import words_of

# PyArrow is heavy: imported where it is used.
ArrowTable = Any

SURVEY_FACTS = {"survey_slug": F("survey__slug"), "kind": F("survey__kind"), "number": F("version__number")}
FIELDS = (
    "id", "survey_slug", "kind", "number", "invitation_id", "person_id", "score", "comment", "permission",
    "at", "changed_at", "completed_at", "channel", "language", "touchpoint", "state", "doubt", "verdict",
    "answers", "properties", "seal", "sealed_before",
)  # fmt: skip
RENAMED = {"survey_slug": "survey", "number": "version", "invitation_id": "invitation", "person_id": "person"}
LONGEST_PROPERTY = 200  # characters of a property's value in its column; the rest stays in `properties`


def hot_rows(workspace: Workspace, after: int) -> list[dict[str, Any]]:
    """What a lake that holds the writes up to number `after` lacks, or holds in an older form.

    Two questions, each one look into the index: asked in one, SQLite would read a million sealed rows to
    find the few. A row that is sealed between the two is found by both, and taken as it was found last.
    """
    rows = Response.objects.of(workspace)
    found = [*read(rows.filter(seal=None)), *read(rows.filter(seal__gt=after))]
    return list({row["id"]: row for row in found}.values())


def read(responses: QuerySet[Response]) -> list[dict[str, Any]]:
    """Rows with plain values, by one query."""
    rows = responses.annotate(**SURVEY_FACTS).values_list(*FIELDS)
    return [dict(zip(FIELDS, row, strict=True)) for row in rows]


def superseded(rows: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The ids of rows whose older copy in the lake no longer holds."""
    return tuple(sorted(str(row["id"]) for row in rows if row["sealed_before"]))


@transaction.atomic
def reopen(responses: QuerySet[Response], now: datetime, **changes: Any) -> int:
    """Change rows that may be sealed: they are hot again, and their copies in the lake no longer hold."""
    if "comment" in changes:
        changes["words"] = words_of(changes["comment"])
    sealed = models.Case(models.When(seal=None, then=F("sealed_before")), default=True)
    return responses.update(sealed_before=sealed, seal=None, changed_at=now, **changes)


def to_arrow(rows: Sequence[Mapping[str, Any]], zone: str, known: Iterable[str] = ()) -> ArrowTable:
    """The rows under the columns of the lake. known: columns that the lake has already.

    The batch has all of them, so that merging a row leaves nothing of its older copy.
    """
    import pyarrow as pa

    known = [name for name in known if name.startswith(("p_", "r_"))]
    wide = [_wide(row) for row in rows]
    extra = _admitted(known, wide)
    plain = [_plain(row, ZoneInfo(zone)) for row in rows]
    schema = arrow_schema(extra)
    columns: dict[str, list[Any]] = {
        field.name: [row[field.name] for row in plain] for field in schema if field.name not in extra
    }
    columns |= {name: [row.get(name) for row in wide] for name in extra}
    return pa.table(columns, schema=schema)


def _admitted(known: Sequence[str], wide: Iterable[Mapping[str, Any]]) -> list[str]:
    """The wide columns of a batch: those known, and new ones while there is room."""
    found = sorted({name for row in wide for name in row} - set(known))
    room = max(0, MOST_PROPERTIES - sum(name.startswith(PROPERTY) for name in known))
    properties = [name for name in found if name.startswith(PROPERTY)][:room]
    return [*known, *properties, *(name for name in found if not name.startswith(PROPERTY))]


def _plain(row: Mapping[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    named = {RENAMED.get(name, name): value for name, value in row.items()}
    for name in ("id", "invitation", "person"):
        named[name] = str(named[name]) if named[name] else None
    for name in ("comment", "touchpoint", "doubt", "verdict", "language", "channel"):
        named[name] = named[name] or None
    for name in ("answers", "properties"):
        named[name] = json.dumps(named[name], ensure_ascii=False, sort_keys=True)
    day = named["at"].astimezone(zone).date()
    return named | {"day": day, "bucket": bucket_of(named["person"] or named["id"])}


def _wide(row: Mapping[str, Any]) -> dict[str, str | float]:
    """Properties as text, rated answers as numbers."""
    wide: dict[str, str | float] = {}
    for key, value in row["properties"].items():
        if value is not None and value != "":
            wide.setdefault(property_column(key), _text(value)[:LONGEST_PROPERTY])
    for key, value in row["answers"].items():
        if isinstance(value, int | float) and not isinstance(value, bool):
            wide[rating_column(key)] = float(value)
    return wide


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
