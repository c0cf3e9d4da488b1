"""How a workspace speaks through a provider: an account, a sender, and secrets that are never shown again.

A row of the workspace's own comes first; without one, what the installation's settings say is used.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final
from uuid import UUID

from django.conf import settings
from django.db import models

from likely.base.journal import record
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.encryption import decrypt, encrypt
from likely.lib.identity import new_id

TWILIO: Final = ("sms", "whatsapp", "voice")  # channels that the settings can set up for everybody


class ChannelSetup(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="channel_setups")
    channel = models.CharField(max_length=16)
    config = models.JSONField(default=dict)  # {name: text}; may be shown
    secret = models.TextField()  # {name: text} as JSON, encrypted; leaves this file decrypted only to be used
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "channel"], name="channel_setup_once")
        ]


@dataclass(frozen=True, slots=True)
class Setup:
    """What a channel needs to send. secrets stay out of any text made of this."""

    channel: str
    workspace: UUID
    config: Mapping[str, str]
    secrets: Mapping[str, str] = field(repr=False)
    own: bool = True  # the workspace's; False: the installation's

    def of(self, name: str) -> str:
        return self.config.get(name) or self.secrets.get(name, "")


def setup_of(workspace: UUID, channel: str) -> Setup | None:
    """None: the channel is not set up."""
    row = ChannelSetup.objects.of(workspace).filter(channel=channel).first()
    if row is not None:
        return Setup(channel, workspace, row.config, json.loads(decrypt(row.secret)))
    return _of_the_installation(workspace, channel)


def keep_setup(
    workspace: Workspace, channel: str, config: Mapping[str, str], secrets: Mapping[str, str], actor: str
) -> ChannelSetup:
    """Set up or change. A secret that is not told stays as it was. Call it in a transaction."""
    found = ChannelSetup.objects.of(workspace).filter(channel=channel).select_for_update().first()
    before = json.loads(decrypt(found.secret)) if found else {}
    merged = {**before, **{name: value for name, value in secrets.items() if value}}
    row = found or ChannelSetup(workspace=workspace, channel=channel)
    row.config, row.secret = dict(config), encrypt(json.dumps(merged))
    row.save()
    record(workspace, actor, "channel.set_up", f"channel:{channel}", names=sorted(config))
    return row


def drop_setup(workspace: Workspace, channel: str, actor: str) -> bool:
    """Forget account and secrets. Whether there were any. Call it in a transaction."""
    gone, _ = ChannelSetup.objects.of(workspace).filter(channel=channel).delete()
    if gone:
        record(workspace, actor, "channel.dropped", f"channel:{channel}")
    return bool(gone)


def _of_the_installation(workspace: UUID, channel: str) -> Setup | None:
    sender = settings.PHONE_SENDERS.get(channel, "")
    if channel not in TWILIO or not (settings.TWILIO_ACCOUNT and settings.TWILIO_TOKEN and sender):
        return None
    config = {"account": settings.TWILIO_ACCOUNT, "sender": sender, "url": settings.TWILIO_URL}
    return Setup(channel, workspace, config, {"token": settings.TWILIO_TOKEN}, own=False)
