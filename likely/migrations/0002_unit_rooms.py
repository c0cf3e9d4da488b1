import json
from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models

import likely.lib.identity
from likely.channels.chat_address import shown_address
from likely.lib.encryption import decrypt, encrypt
from likely.lib.refusal import Refusal


def carry_over(apps: Any, _schema_editor: Any) -> None:
    """Rooms were lines of one secret, each under a unit's name or its way from the top."""
    for setup in apps.get_model("likely", "ChannelSetup").objects.filter(channel="chat"):
        try:
            secrets = json.loads(decrypt(setup.secret))
        except Refusal:  # its key is lost: all of it has to be typed anew, and is
            continue
        rooms = rooms_of(secrets.pop("rooms", ""))
        setup.secret = encrypt(json.dumps(secrets))
        setup.save(update_fields=["secret"])
        carry_rooms(apps, setup.workspace_id, rooms)


def carry_rooms(apps: Any, workspace: Any, rooms: dict[str, str]) -> None:
    rooms_kept, mails = apps.get_model("likely", "UnitRoom"), apps.get_model("likely", "PostedMail")
    waiting = mails.objects.filter(workspace=workspace, channel="chat", user=None, sent_at=None).exclude(
        address=""
    )
    for unit, names in units_of(apps, workspace):
        name = next((one for one in names if one in rooms), None)
        if name is None:
            continue
        address = rooms[name]
        told = {"workspace_id": workspace, "secret": encrypt(address), "shown": shown_address(address)}
        rooms_kept.objects.get_or_create(unit_id=unit, defaults=told)
        waiting.filter(address=name, room=None).update(room_id=unit)
    waiting.update(address="")


def units_of(apps: Any, workspace: Any) -> list[tuple[Any, tuple[str, str]]]:
    """(unit, its way from the top and its name)."""
    rows = {one.pk: one for one in apps.get_model("likely", "Unit").objects.filter(workspace=workspace)}

    def way(one: Any) -> str:
        return f"{way(rows[one.parent_id])} / {one.name}" if one.parent_id else one.name

    return [(one.pk, (way(one), one.name)) for one in rows.values()]


def rooms_of(typed: str) -> dict[str, str]:
    lines = (line.partition("=") for line in typed.splitlines() if line.strip())
    return {" ".join(name.split()): address.strip() for name, _sign, address in lines}


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("likely", "0001_initial"),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name="postedmail",
            name="room",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="likely.unit"
            ),
        ),
        migrations.CreateModel(
            name="UnitRoom",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("secret", models.TextField()),
                ("shown", models.CharField(max_length=40)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="likely.unit"
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="likely.workspace"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("unit",), name="unit_room_once")],
            },
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
    ]
