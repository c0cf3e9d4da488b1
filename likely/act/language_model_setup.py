"""Whether a workspace lets a language model write for it: off until an owner agrees in so many words.

A row of the workspace comes first; the address, the model and the key that it leaves empty are those of the
installation's settings. Without a row nothing ever leaves, whatever the settings say.
"""

from typing import Final

from django.conf import settings
from django.db import models

from likely.base.journal import record
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.encryption import decrypt, encrypt
from likely.lib.language_model import LanguageModel
from likely.lib.outbound import check_address
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal

LONGEST_URL: Final = 500  # characters
LONGEST_NAME: Final = 120


class LanguageModelSetup(models.Model):
    workspace = models.OneToOneField(
        Workspace, models.CASCADE, primary_key=True, related_name="language_model"
    )
    url = models.CharField(max_length=LONGEST_URL, blank=True)
    name = models.CharField(max_length=LONGEST_NAME, blank=True)
    secret = models.TextField(blank=True)  # the key, encrypted; leaves this file decrypted only to be used
    agreed_by = models.CharField(max_length=160)  # as in the journal
    agreed_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet.as_manager()


def language_model_of(workspace: Workspace) -> LanguageModel | None:
    """None: nobody agreed, or address or model are missing."""
    row = LanguageModelSetup.objects.of(workspace).first()
    if row is None:
        return None
    url, name = row.url or settings.LLM_URL, row.name or settings.LLM_MODEL
    if not (url and name):
        return None
    own = row.url != ""  # the installation's key goes to nobody but the installation's address
    key = decrypt(row.secret) if row.secret else "" if own else settings.LLM_KEY
    return LanguageModel(url.rstrip("/"), name, key)


def agree(
    workspace: Workspace, url: str, name: str, key: str, agreed: bool, actor: str
) -> LanguageModelSetup:
    """Let masked comments be sent there. An empty key keeps the one before. Call it in a transaction."""
    if not agreed:
        raise Refusal("not_agreed", "agreed: somebody must agree that comments leave.", field="agreed")
    url, name = clean_text(url, "url", LONGEST_URL), clean_text(name, "model", LONGEST_NAME)
    if not (url or settings.LLM_URL):
        raise Refusal(
            "url_missing", "url: an address is needed, such as https://example.org/v1.", field="url"
        )
    if not (name or settings.LLM_MODEL):
        raise Refusal("model_missing", "model: the name of a model is needed.", field="model")
    if url:
        check_address(url)
    row = LanguageModelSetup.objects.of(workspace).select_for_update().first()
    moved = row is not None and row.url != url
    row = row or LanguageModelSetup(workspace=workspace)
    if key:
        row.secret = encrypt(clean_text(key, "key", 1000))
    elif moved:
        row.secret = ""  # the key of one address is not sent to another
    row.url, row.name, row.agreed_by = url, name, actor
    row.save()
    record(
        workspace, actor, "llm.agreed", f"workspace:{workspace.pk}", url=url or settings.LLM_URL, model=name
    )
    return row


def withdraw(workspace: Workspace, actor: str) -> bool:
    """Nothing leaves from now on, and the key is forgotten. Call it in a transaction."""
    gone, _ = LanguageModelSetup.objects.of(workspace).delete()
    if gone:
        record(workspace, actor, "llm.withdrawn", f"workspace:{workspace.pk}")
    return bool(gone)
