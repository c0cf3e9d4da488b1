"""A browser of somebody who agreed to be notified: where to, and the keys that only it can open."""

import hashlib
from base64 import urlsafe_b64decode
from collections.abc import Collection
from typing import Any, ClassVar, Final
from uuid import UUID

from django.db import models, transaction

from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id
from likely.lib.refusal import Refusal
from likely.people.person import Person

LONGEST_ENDPOINT: Final = 1000
LONGEST_KEY: Final = 200
KEY_BYTES: Final = {"p256dh": 65, "auth": 16}  # RFC 8291
MOST_BROWSERS: Final = 10  # of one person; the oldest goes


class PushSubscription(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="push_subscriptions")
    endpoint_hash = models.CharField(max_length=64)  # SHA-256
    endpoint = models.CharField(max_length=1000)
    keys = models.JSONField()  # {"p256dh": …, "auth": …}
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "endpoint_hash"], name="push_subscription_once")
        ]

    def as_browser_told(self) -> dict[str, Any]:
        return {"endpoint": self.endpoint, "keys": self.keys}


@transaction.atomic
def keep_subscription(person: Person, told: object) -> PushSubscription:
    """What a browser's PushManager gave: {endpoint, keys: {p256dh, auth}}. The same again is one row."""
    endpoint, keys = _read(told)
    row, _ = PushSubscription.objects.update_or_create(
        workspace_id=person.workspace_id,
        endpoint_hash=hashlib.sha256(endpoint.encode()).hexdigest(),
        defaults={"person": person, "endpoint": endpoint, "keys": keys},
    )
    own = PushSubscription.objects.of(person.workspace_id).filter(person=person).order_by("-created_at")
    for old in own[MOST_BROWSERS:]:
        old.delete()
    return row


def forget_subscription(person: Person, endpoint: str) -> bool:
    hashed = hashlib.sha256(endpoint.encode()).hexdigest()
    rows = PushSubscription.objects.of(person.workspace_id).filter(person=person, endpoint_hash=hashed)
    return bool(rows.delete()[0])


def subscriptions_of(workspace: UUID, person: UUID) -> list[PushSubscription]:
    """Their browsers. The channel spells the address of somebody as their id."""
    return list(PushSubscription.objects.of(workspace).filter(person=person).order_by("created_at"))


def who_subscribed(workspace: Workspace, people: Collection[UUID]) -> set[UUID]:
    """Who of them has a browser that may be notified."""
    rows = PushSubscription.objects.of(workspace).filter(person__in=list(people))
    return set(rows.values_list("person_id", flat=True))


def forget_all(workspace: Workspace) -> None:
    """Of all people: the key for which they agreed is no more."""
    PushSubscription.objects.of(workspace).delete()


def _read(told: object) -> tuple[str, dict[str, str]]:
    body = told if isinstance(told, dict) else {}
    endpoint = body.get("endpoint")
    keys = body["keys"] if isinstance(body.get("keys"), dict) else {}
    if not isinstance(endpoint, str) or not endpoint.startswith("https://"):
        raise _malformed("endpoint")
    if len(endpoint) > LONGEST_ENDPOINT or not endpoint.isascii():
        raise _malformed("endpoint")
    found = {name: _key(keys.get(name)) for name in KEY_BYTES}
    for name, size in KEY_BYTES.items():
        if len(found[name]) != size:
            raise _malformed(f"keys.{name}")
    return endpoint, {name: str(keys[name]) for name in KEY_BYTES}


def _key(value: object) -> bytes:
    if not isinstance(value, str) or not value.isascii() or len(value) > LONGEST_KEY:
        return b""
    try:
        return urlsafe_b64decode(value + "=" * (-len(value) % 4))
    except ValueError:
        return b""


def _malformed(field: str) -> Refusal:
    return Refusal("subscription_malformed", f"{field} is not what a browser gives.", field=field)
