"""Lists in pages: a cursor names the last row that was told, so that rows which come or go shift nothing."""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from pydantic import BeforeValidator, Field

from likely.api.field import Sent, Told
from likely.lib.refusal import Refusal
from likely.lib.strict_json import shown_name

USUAL_LIMIT, HIGHEST_LIMIT = 50, 500
LONGEST_CURSOR: Final = 120  # characters

Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item", bound=Told)


@dataclass(frozen=True, slots=True)
class Order:
    """A column and then the id. mark: one letter by which a cursor of another order is known."""

    mark: str
    column: str = ""  # of moments; empty: by the id alone
    newest_first: bool = False


BY_ID: Final = Order("i")
NEWEST_FIRST: Final = Order("n", "at", newest_first=True)
LAST_CHANGED_LAST: Final = Order("c", "changed_at")


def _read_limit(value: object) -> int:
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= 3:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= HIGHEST_LIMIT:
        raise Refusal("limit_out_of_range", f"limit must lie between 1 and {HIGHEST_LIMIT}.", field="limit")
    return value


Limit = Annotated[int, Field(ge=1, le=HIGHEST_LIMIT), BeforeValidator(_read_limit)]


class Asked(Sent):
    """The query of a list."""

    limit: Limit = USUAL_LIMIT
    cursor: Annotated[str, Field(max_length=LONGEST_CURSOR)] | None = None


class Listed(Told, Generic[Item]):
    """items: one page. next: the cursor of the page after it; null at the end."""

    items: list[Item]
    next: str | None


def page_of(
    request: HttpRequest, rows: QuerySet[Row], asked: Asked, order: Order, tell: Callable[[Row], Item]
) -> dict[str, Sequence[Item] | str | None]:
    """One row more than asked for says whether there is a next page. A filter that is none is refused."""
    only_known(request, type(asked))
    direction = "-" if order.newest_first else ""
    columns = [column for column in (order.column, "pk") if column]
    if asked.cursor is not None:
        rows = rows.filter(_behind(order, *read_cursor(order, asked.cursor)))
    found = list(rows.order_by(*(f"{direction}{column}" for column in columns))[: asked.limit + 1])
    shown = found[: asked.limit]
    more = len(found) > asked.limit
    return {"items": [tell(row) for row in shown], "next": write_cursor(order, shown[-1]) if more else None}


def write_cursor(order: Order, row: Model) -> str:
    at = getattr(row, order.column).astimezone(UTC).isoformat() if order.column else ""
    raw = f"{order.mark}{row.pk.hex}{at}".encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def read_cursor(order: Order, text: str) -> tuple[UUID, datetime | None]:
    """The place that a cursor of this order names; a refusal for everything that we did not write."""
    try:
        raw = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4)).decode("ascii")
        place = UUID(hex=raw[1:33]), datetime.fromisoformat(raw[33:]) if order.column else None
    except (ValueError, binascii.Error, UnicodeError):
        raise wrong_cursor() from None
    at = place[1].isoformat() if place[1] else ""
    if raw != f"{order.mark}{place[0].hex}{at}" or (place[1] and place[1].tzinfo != UTC):
        raise wrong_cursor()
    return place


def only_known(request: HttpRequest, asked: type[Sent]) -> None:
    """Refuses a misspelt filter, which would otherwise be taken for none, and one that stands twice."""
    for name, values in request.GET.lists():
        shown = shown_name(name)
        if name not in asked.model_fields:
            known = ", ".join(asked.model_fields)
            raise Refusal(
                "field_unknown", f"There is no filter {shown!r}.", cure=f"There are: {known}.", field=shown
            )
        if len(values) > 1:
            raise Refusal("key_twice", f"{shown!r} stands twice.", field=shown)


def _behind(order: Order, id: UUID, at: datetime | None) -> Q:
    sign = "lt" if order.newest_first else "gt"
    if at is None:
        return Q(**{f"pk__{sign}": id})
    column: dict[str, Any] = {f"{order.column}__{sign}": at}
    return Q(**column) | Q(**{order.column: at, f"pk__{sign}": id})


def wrong_cursor() -> Refusal:
    return Refusal(
        "wrong_cursor",
        "cursor: this is no cursor of this list.",
        cure="Take `next` of the page before it, unchanged, with the same filters.",
        field="cursor",
    )
