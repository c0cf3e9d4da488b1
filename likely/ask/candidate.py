"""A candidate: somebody about whom it is decided, with as much of their row as a decision needs."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from likely.people.event import Event
from likely.people.person import Person

COLUMNS: Final = ("id", "external_id", "email", "phone", "language", "time_zone", "channel", "population")


class Candidate(NamedTuple):
    """round: the label of their decision. value: of the property that a quota goes by."""

    id: UUID
    external_id: str
    email: str
    phone: str
    language: str
    time_zone: str
    channel: str
    population: str
    value: Any = None
    round: str = ""
    turn_at: datetime | None = None  # when the occasion's time has come
    event: Event | None = None
    is_latest: bool = True
    in_segment: bool = True
    kept: UUID | None = None  # the decision that is there already and may change


def candidate_of(
    row: Sequence[Any],
    round: str,
    turn_at: datetime | None = None,
    event: Event | None = None,
    *,
    is_latest: bool = True,
    in_segment: bool = True,
    kept: UUID | None = None,
) -> Candidate:
    """row: as `rows_of` gives it."""
    id, external_id, email, phone, language, time_zone, channel, population, *value = row
    return Candidate(
        id, external_id, email, phone, language, time_zone, channel, population,
        value[0] if value else None, round, turn_at, event, is_latest, in_segment, kept,
    )  # fmt: skip


def rows_of(people: QuerySet[Person], by: str | None) -> Iterable[tuple[Any, ...]]:
    """The columns of a candidate, in its order; `by` is the property of a quota."""
    if by is None:
        return people.values_list(*COLUMNS)
    return people.values_list(*COLUMNS, f"properties__{by}")


def in_parts(people: QuerySet[Person], by: str | None, size: int) -> Iterator[list[tuple[Any, ...]]]:
    """Everybody, `size` at a time, in the order of their ids: flat in memory, however many there are."""
    last: UUID | None = None
    while part := list(rows_of(_behind(people, last)[:size], by)):
        yield part
        if len(part) < size:
            return
        last = part[-1][0]


def ids_in_parts(people: QuerySet[Person], size: int) -> Iterator[list[UUID]]:
    """The same, of the ids alone."""
    last: UUID | None = None
    while part := list(_behind(people, last).values_list("pk", flat=True)[:size]):
        yield part
        if len(part) < size:
            return
        last = part[-1]


def _behind(people: QuerySet[Person], last: UUID | None) -> QuerySet[Person]:
    return (people if last is None else people.filter(pk__gt=last)).order_by("pk")
