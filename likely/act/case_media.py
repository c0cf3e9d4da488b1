"""Files of an SMS or a WhatsApp message that lie with the provider, fetched into the case by a worker.

A row is there as long as its file is to be fetched. A worker that dies while it fetches leaves the row, which
is due again after its lease; the file and the end of the row are one transaction, so it is kept once.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Final

from django.db import models, transaction
from django.utils import timezone

from likely.act.case import Case
from likely.act.case_file import MOST_AT_ONCE, Upload, keep_file, largest_file, noted, why_refused
from likely.act.case_message import CaseMessage
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.channels.channel import Attached, Media, SendError
from likely.channels.media import TooLargeError, fetch
from likely.channels.setup import setup_of
from likely.lib.identity import new_id
from likely.lib.refusal import Refusal

log = logging.getLogger(__name__)

RUN_SECONDS: Final = 10.0  # then other duties have their turn
LEASE: Final = timedelta(minutes=2)
AGAIN: Final = tuple(timedelta(minutes=n) for n in (1, 5, 30, 120, 360))  # after each try
WAITING, GONE = "waiting", "gone"  # of an attachment: it is being fetched; it could not be


class CaseMedia(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    message = models.ForeignKey(CaseMessage, models.CASCADE, related_name="+")
    channel = models.CharField(max_length=16)
    place = models.PositiveSmallIntegerField()  # among the attachments of the message
    address = models.TextField()  # where it lies, or by which id
    type = models.CharField(max_length=80, blank=True)  # as the sender says
    name = models.CharField(max_length=120, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(db_index=True)

    objects = ScopedQuerySet.as_manager()


def await_media(message: CaseMessage, media: Sequence[Media], now: datetime) -> list[dict[str, Any]]:
    """Note what is to be fetched; as the message names it meanwhile."""
    first, told = len(message.attachments), []
    for number, one in enumerate(media):
        name, kind = one.name[:120], one.type[:80]
        many = number >= MOST_AT_ONCE
        told.append({"name": name, "type": kind, "size": 0, "refused": "many" if many else WAITING})
        if not many:
            CaseMedia.objects.create(
                workspace_id=message.workspace_id,
                message=message,
                channel=message.channel,
                place=first + number,
                address=one.address,
                type=kind,
                name=name,
                due_at=now,
            )
    return told


def fetch_due(seconds: float = RUN_SECONDS) -> int:
    """Fetch what is due, for about so long; how many were tried."""
    end, tried = monotonic() + seconds, 0
    while monotonic() < end and (row := _claimed(timezone.now())):
        _fetch(row, timezone.now())
        tried += 1
    return tried


def _claimed(now: datetime) -> CaseMedia | None:
    """One that is due, ours until the lease ends."""
    for pk, due in (
        CaseMedia.objects.filter(due_at__lte=now).order_by("due_at").values_list("pk", "due_at")[:20]
    ):
        if CaseMedia.objects.filter(pk=pk, due_at=due).update(
            due_at=now + LEASE, tries=models.F("tries") + 1
        ):
            return CaseMedia.objects.get(pk=pk)
    return None


def _fetch(row: CaseMedia, now: datetime) -> None:
    try:
        setup = setup_of(row.workspace_id, row.channel)
        if setup is None:
            raise SendError("The channel is not set up.", permanent=True)
        found = fetch(setup, Media(row.address, row.type, row.name), largest_file())
    except TooLargeError:
        _end(row, None, "size", now)
    except (SendError, Refusal) as error:
        log.warning("a file of %s can't be fetched: %s", row.channel, error)
        is_over = isinstance(error, SendError) and error.permanent
        if is_over or row.tries > len(AGAIN):
            _end(row, None, GONE, now)
        else:
            CaseMedia.objects.filter(pk=row.pk).update(due_at=now + AGAIN[row.tries - 1])
    else:
        _end(row, found, "", now)


@transaction.atomic
def _end(row: CaseMedia, found: Attached | None, refused: str, now: datetime) -> None:
    """The file in its case, or why it is not; and the row is gone."""
    rows = CaseMessage.objects.select_for_update(of=("self",)).select_related("case")
    message = rows.filter(pk=row.message_id).first()
    if message is None or not CaseMedia.objects.filter(pk=row.pk).delete()[0]:
        return
    entry = {**message.attachments[row.place], "refused": refused}
    if found is not None:
        entry |= _kept(message.case, message, found, now)
    message.attachments[row.place] = entry
    message.save(update_fields=["attachments"])


def _kept(case: Case, message: CaseMessage, found: Attached, now: datetime) -> dict[str, Any]:
    upload = Upload(found.name or f"{message.channel}", found.content)
    if refused := why_refused(upload):
        return {"size": found.size, "refused": refused}
    return noted([keep_file(case, upload, now, message=message)])[0]
