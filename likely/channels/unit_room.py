"""The chat room that a unit has to itself. Its address is a secret: kept encrypted, shown in part."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from django.db import models, transaction

from likely.base.journal import record
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.channels.chat_address import check_address, shown_address
from likely.lib.encryption import decrypt, encrypt
from likely.lib.identity import new_id
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal
from likely.people.unit import Unit

LONGEST = 1000  # characters


class UnitRoom(models.Model):
    """Of a unit by its id, so that it stays when the unit is renamed or moved, and goes with it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    secret = models.TextField()  # the address, encrypted
    shown = models.CharField(max_length=40)  # what may be shown of it
    changed_at = models.DateTimeField(auto_now=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit"], name="unit_room_once")]


def rooms_of(workspace: Workspace) -> Mapping[UUID, str]:
    """{unit: what may be shown of its room's address}."""
    return dict(UnitRoom.objects.of(workspace).values_list("unit", "shown"))


def address_of(workspace: UUID, unit: UUID) -> str:
    """Empty where the unit has no room of its own."""
    row = UnitRoom.objects.of(workspace).filter(unit=unit).first()
    return decrypt(row.secret) if row else ""


@transaction.atomic
def keep_room(unit: Unit, typed: str, actor: str) -> None:
    """Set, or set anew. The journal says that, not the address."""
    address = clean_text(typed, "room", LONGEST).strip()
    if not address:
        raise Refusal("field_missing", "room is missing.", field="room")
    check_address("room", address)
    told = {"workspace": unit.workspace, "secret": encrypt(address), "shown": shown_address(address)}
    UnitRoom.objects.update_or_create(unit=unit, defaults=told)
    record(unit.workspace, actor, "unit.room_set", unit.subject, name=unit.name)


@transaction.atomic
def drop_room(unit: Unit, actor: str) -> bool:
    """Whether there was one."""
    gone, _ = UnitRoom.objects.of(unit.workspace).filter(unit=unit).delete()
    if gone:
        record(unit.workspace, actor, "unit.room_dropped", unit.subject, name=unit.name)
    return bool(gone)


def drop_rooms(workspace: Workspace) -> None:
    """All of them, with the set-up of the chat app."""
    UnitRoom.objects.of(workspace).delete()
