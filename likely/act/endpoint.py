"""Whom a playbook calls: an address with its signing secret, or a CRM with its key. Secrets are encrypted.

A signing secret is told once, when it is made; whoever lost it rotates it. The one before goes on signing
beside the new one for as long as was said, so that the receiver can change over without missing a call.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import ClassVar, Final
from uuid import UUID

from django.db import models, transaction

from likely.base.journal import record
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.encryption import decrypt, encrypt
from likely.lib.identity import new_id
from likely.lib.refusal import Refusal
from likely.lib.signed_call import new_signing_secret

WEBHOOK, HUBSPOT = KINDS = ("webhook", "hubspot")
MOST_ENDPOINTS: Final = 100  # of a workspace
USUAL_OVERLAP, LONGEST_OVERLAP = 24, 168  # hours


class Endpoint(models.Model):
    """Made when a playbook first names it; it stays, so that its secret does when the playbook is changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="endpoints")
    kind = models.CharField(max_length=8)  # one of KINDS
    url = models.CharField(max_length=500, blank=True)  # "": the CRM's own
    secret = models.TextField()  # encrypted: what signs, or the CRM's key
    told_at = models.DateTimeField(null=True)  # the secret was shown; it is not shown again
    former = models.TextField(blank=True)  # encrypted: the secret before, which signs too
    former_until = models.DateTimeField(null=True)  # and until when
    rotated_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "kind", "url"], name="endpoint_once")
        ]

    @property
    def subject(self) -> str:
        """Its name in the journal."""
        return f"endpoint:{self.pk}"

    @property
    def secret_shown(self) -> str:
        """What signs, or the CRM's key; for whoever calls."""
        return decrypt(self.secret)

    def former_secrets(self, now: datetime) -> tuple[str, ...]:
        """Those that were replaced and still sign."""
        holds = self.former and self.former_until is not None and now < self.former_until
        return (decrypt(self.former),) if holds else ()


def endpoint_of(workspace: Workspace | UUID, kind: str, url: str = "") -> Endpoint | None:
    return Endpoint.objects.of(workspace).filter(kind=kind, url=url).first()


def webhook_at(workspace: Workspace, url: str, actor: str) -> Endpoint:
    """The endpoint of the address, made with a new secret where there is none yet."""
    found = endpoint_of(workspace, WEBHOOK, url)
    if found is not None:
        return found
    if Endpoint.objects.of(workspace).count() >= MOST_ENDPOINTS:
        raise Refusal("too_many_endpoints", f"At most {MOST_ENDPOINTS} addresses are called.", field="steps")
    told = {"secret": encrypt(new_signing_secret())}
    made, is_new = Endpoint.objects.get_or_create(workspace=workspace, kind=WEBHOOK, url=url, defaults=told)
    if is_new:
        record(workspace, actor, "endpoint.made", made.subject, kind=WEBHOOK)
    return made


def tell_new_secrets(workspace: Workspace | UUID, urls: Iterable[str], now: datetime) -> dict[str, str]:
    """{address: its secret} of those that were never told. From now on they were."""
    untold = Endpoint.objects.of(workspace).filter(kind=WEBHOOK, url__in=list(urls), told_at=None)
    told = {one.url: one.secret_shown for one in untold if _is_mine_to_tell(one, now)}
    return dict(sorted(told.items()))


def _is_mine_to_tell(endpoint: Endpoint, now: datetime) -> bool:
    """Of two that ask at once, one is told."""
    return Endpoint.objects.filter(pk=endpoint.pk, told_at=None).update(told_at=now) == 1


@transaction.atomic
def rotate_secret(endpoint: Endpoint, overlap_hours: int, actor: str, now: datetime) -> str:
    """The new secret, told here and never again. The one before signs for so many hours more.

    A third one that still held ends at once: at most two sign.
    """
    if endpoint.kind != WEBHOOK:
        raise Refusal("endpoint_unsigned", "Calls to it are not signed.", field="endpoint")
    if not 0 <= overlap_hours <= LONGEST_OVERLAP:
        raise Refusal(
            "overlap_out_of_range",
            f"The overlap must lie between 0 and {LONGEST_OVERLAP} hours.",
            field="overlap_hours",
        )
    row = Endpoint.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=endpoint.pk)
    made = new_signing_secret()
    row.former = row.secret if overlap_hours else ""
    row.former_until = now + timedelta(hours=overlap_hours) if overlap_hours else None
    row.secret, row.told_at, row.rotated_at = encrypt(made), now, now
    row.save(update_fields=["secret", "former", "former_until", "told_at", "rotated_at"])
    record(row.workspace, actor, "endpoint.rotated", row.subject, overlap_hours=overlap_hours)
    return made


def forget_former(now: datetime) -> int:
    """Secrets that sign no more; how many were forgotten."""
    return Endpoint.objects.filter(former_until__lte=now).update(former="", former_until=None)


def keep_hubspot(workspace: Workspace, token: str, actor: str) -> None:
    """token: "" leaves the one that is kept."""
    if not token:
        return
    told = {"secret": encrypt(token)}
    made, _is_new = Endpoint.objects.update_or_create(
        workspace=workspace, kind=HUBSPOT, url="", defaults=told
    )
    record(workspace, actor, "endpoint.made", f"endpoint:{made.pk}", kind=HUBSPOT)
