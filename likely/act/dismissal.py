"""Take a response out of the score, with the reason, and put it back. Nothing is deleted."""

from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from likely.act.domain_event import emit, event
from likely.base.journal import record
from likely.base.workspace import Workspace
from likely.collect.response import Response, ResponseState
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal
from likely.store.hot import reopen

LONGEST_REASON: Final = 80  # characters


@transaction.atomic
def dismiss(workspace: Workspace, response_id: UUID, reason: object, actor: str) -> None:
    """The response no longer counts. The reason is kept with it and in the journal."""
    said = clean_text(reason, "reason", LONGEST_REASON)
    if not said:
        raise Refusal("no_reason", "A reason is needed.", cure="Say why it must not count.", field="reason")
    if _move(workspace, response_id, ResponseState.DISMISSED, said):
        record(workspace, actor, "response.dismissed", f"response:{response_id}", reason=said)


@transaction.atomic
def restore(workspace: Workspace, response_id: UUID, actor: str) -> None:
    """The response counts: taken back from dismissal, or released from quarantine."""
    if _move(workspace, response_id, ResponseState.COUNTED, ""):
        record(workspace, actor, "response.restored", f"response:{response_id}")
        now = timezone.now()
        emit(event(workspace, "answer.released", response_id, now.isoformat(), now))


def _move(workspace: Workspace, response_id: UUID, state: ResponseState, doubt: str) -> bool:
    """False where it is in that state already: twice is the same as once."""
    rows = Response.objects.of(workspace).filter(pk=response_id).exclude(state=state)
    return bool(reopen(rows, timezone.now(), state=state, doubt=doubt))
