"""An Idempotency-Key: a request that is sent again under it is answered again, not done again."""

from datetime import datetime, timedelta
from typing import ClassVar, Final
from uuid import UUID

from django.db import IntegrityError, models
from django.utils import timezone

from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id
from likely.lib.refusal import Refusal

KEPT_FOR: Final = timedelta(hours=24)  # an answer is repeated at least so long
UNDER_WAY_FOR: Final = timedelta(seconds=60)  # then whoever did it is taken to be dead


class NamedRequest(models.Model):
    """A request under a client's own name. Its id names the deed, so that a second try finds the first."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)  # of method, path and body
    status = models.PositiveSmallIntegerField(null=True)  # HTTP; null: under way
    body = models.TextField(blank=True)  # that was answered
    begun_at = models.DateTimeField()
    created_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "key"], name="named_request_once")
        ]
        indexes: ClassVar = [models.Index(fields=["created_at"], name="named_request_age")]

    def finish(self, status: int, body: str) -> None:
        """Keep the answer; in the transaction of the deed, so that there is never one without the other."""
        type(self).objects.filter(pk=self.pk).update(status=status, body=body)

    def forget(self) -> None:
        """The request was declined and nothing was done: the key is free again."""
        type(self).objects.filter(pk=self.pk, status=None).delete()

    def let_go(self) -> None:
        """It broke, and how far it came is not known: the next try goes on under the same id."""
        given_up = self.begun_at - UNDER_WAY_FOR
        type(self).objects.filter(pk=self.pk, status=None).update(begun_at=given_up)


def begin(workspace: Workspace | UUID, key: str, fingerprint: str) -> NamedRequest:
    """The request of that name. Without a status it is the caller's to do; with one it was done.

    Of any number that ask at once exactly one may do it; the others are refused until it is done.
    """
    now = timezone.now()
    first = {"fingerprint": fingerprint, "begun_at": now, "created_at": now}
    workspace_id = workspace.pk if isinstance(workspace, Workspace) else workspace
    try:
        named, is_new = NamedRequest.objects.get_or_create(workspace_id=workspace_id, key=key, defaults=first)
    except IntegrityError:  # a twin came and went in between
        raise _under_way() from None
    if is_new:
        return named
    if named.fingerprint != fingerprint:
        raise Refusal(
            "idempotency_key_reused",
            "This Idempotency-Key was used for another request.",
            cure="Use a new key for each new request, and the same key only to repeat one unchanged.",
            field="Idempotency-Key",
        )
    if named.status is None and not _taken_over(named, now):
        raise _under_way()
    return named


def forget_old(now: datetime) -> int:
    """Drop what was kept long enough; how many."""
    return NamedRequest.objects.filter(created_at__lt=now - KEPT_FOR).delete()[0]


def _taken_over(named: NamedRequest, now: datetime) -> bool:
    """Whether an abandoned request is now the caller's, by compare-and-set."""
    if named.begun_at > now - UNDER_WAY_FOR:
        return False
    seen = NamedRequest.objects.filter(pk=named.pk, status=None, begun_at=named.begun_at)
    named.begun_at = now
    return seen.update(begun_at=now) == 1


def _under_way() -> Refusal:
    return Refusal(
        "request_under_way",
        "A request with this Idempotency-Key is under way.",
        cure="Send it again in a moment.",
        field="Idempotency-Key",
    )
