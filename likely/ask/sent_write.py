"""That a message was sent becomes rows: Django's own two UPDATEs, worded once and run for each message.

They are run by themselves for each message, because a worker may die after any of them. The ORM words the
same statement anew each time, which takes it several times what the database needs to run it.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final, cast
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, QuerySet
from django.db.models.sql import UpdateQuery

from likely.ask.invitation import Invitation
from likely.ask.message import Message, MessageState

OPEN: Final = (MessageState.CLAIMED, MessageState.UNKNOWN, MessageState.QUEUED)
# What stands in the place of each value while the statement is worded; nothing else in it is alike.
SAMPLES: Final[Mapping[str, Any]] = {
    "id": UUID(int=0x5E27), "address": "\x1aaddress", "provider_id": "\x1aname", "tries": 31_013,
    "sent_at": datetime(1913, 1, 13, 1, 13, 13, 131_313, tzinfo=UTC),
}  # fmt: skip


def write_sent(message: Message, provider_id: str, now: datetime) -> None:
    """Also where the lease was lost meanwhile: that it went out is known now, and nobody repeats it.

    Call it in a transaction.
    """
    values = {"id": message.pk, "address": message.address, "provider_id": provider_id[:120]}
    _run(Message, {**values, "tries": message.tries + 1, "sent_at": now})
    if message.invitation.sent_at is None:
        _run(Invitation, {"id": message.invitation_id, "sent_at": now})


def _run(model: type[Message | Invitation], values: Mapping[str, Any]) -> None:
    database = connections[DEFAULT_DB_ALIAS]
    statement, parameters = _worded(model, database.vendor)
    with database.cursor() as cursor:
        cursor.execute(
            statement,
            [
                one.get_db_prep_save(values[one.name], database) if isinstance(one, Field) else one
                for one in parameters
            ],
        )


@lru_cache(maxsize=4)
def _worded(model: type[Message | Invitation], _vendor: str) -> tuple[str, tuple[Any, ...]]:
    """The statement, and for each parameter the field whose value it is, or the value itself."""
    database = connections[DEFAULT_DB_ALIAS]
    fields = [one for one in model._meta.concrete_fields if one.name in _names(model)]
    places = {repr(one.get_db_prep_save(SAMPLES[one.name], database)): one for one in fields}
    rows, told = _update_of(model)
    query = cast(UpdateQuery, rows.query.chain(UpdateQuery))
    query.add_update_values(told)
    statement, parameters = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    return statement, tuple(places.get(repr(one), one) for one in parameters)


def _update_of(model: type[Message | Invitation]) -> tuple[QuerySet[Any], dict[str, Any]]:
    told = {name: SAMPLES[name] for name in _names(model) if name != "id"}
    if model is Message:
        rows: QuerySet[Any] = Message.objects.filter(pk=SAMPLES["id"], state__in=OPEN)
        return rows, {**told, "state": MessageState.SENT, "leased_until": None, "failure": ""}
    return Invitation.objects.filter(pk=SAMPLES["id"], sent_at=None), told


def _names(model: type[Message | Invitation]) -> tuple[str, ...]:
    return tuple(SAMPLES) if model is Message else ("id", "sent_at")
