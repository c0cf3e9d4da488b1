"""Keys for machines. Shown once, kept as a digest."""

from django.db import models

from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import digest, new_id, new_token

PREFIX = "lk_"


class ApiKey(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="keys")
    name = models.CharField(max_length=120)
    token_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    @classmethod
    def issue(cls, workspace: Workspace, name: str) -> tuple["ApiKey", str]:
        """A new key and its token; the token can't be read again."""
        token = PREFIX + new_token()
        key = cls.objects.create(workspace=workspace, name=name, token_digest=digest(token))
        return key, token

    @classmethod
    def find(cls, token: str) -> "ApiKey | None":
        """The live key of a token, with its workspace."""
        live = cls.objects.filter(revoked_at=None).select_related("workspace")
        return live.filter(token_digest=digest(token)).first()
