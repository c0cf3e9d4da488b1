"""Whom a playbook calls: an address with its signing secret, or a CRM with its key. Secrets are encrypted."""

from typing import ClassVar, Final
from uuid import UUID

from django.db import models

from likely.base.journal import record
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.encryption import decrypt, encrypt
from likely.lib.identity import new_id
from likely.lib.refusal import Refusal
from likely.lib.signed_call import new_signing_secret

WEBHOOK, HUBSPOT = KINDS = ("webhook", "hubspot")
MOST_ENDPOINTS: Final = 100  # of a workspace


class Endpoint(models.Model):
    """Made when a playbook first names it; it stays, so that its secret does when the playbook is changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="endpoints")
    kind = models.CharField(max_length=8)  # one of KINDS
    url = models.CharField(max_length=500, blank=True)  # "": the CRM's own
    secret = models.TextField()  # encrypted: what signs, or the CRM's key
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "kind", "url"], name="endpoint_once")
        ]

    @property
    def secret_shown(self) -> str:
        """For who may change playbooks: the receiver needs it to check the signature."""
        return decrypt(self.secret)


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
        record(workspace, actor, "endpoint.made", f"endpoint:{made.pk}", kind=WEBHOOK)
    return made


def keep_hubspot(workspace: Workspace, token: str, actor: str) -> None:
    """token: "" leaves the one that is kept."""
    if not token:
        return
    told = {"secret": encrypt(token)}
    made, _is_new = Endpoint.objects.update_or_create(
        workspace=workspace, kind=HUBSPOT, url="", defaults=told
    )
    record(workspace, actor, "endpoint.made", f"endpoint:{made.pk}", kind=HUBSPOT)
