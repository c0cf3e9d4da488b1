"""What the addresses that providers call have in common: whose they are, and one answer to strangers."""

import logging
from typing import Final
from uuid import UUID

from django.http import HttpResponse

from likely.act.posted_mail import PostedMail
from likely.act.posted_receipt import apply_posted_receipt
from likely.ask.message import Message, told_as
from likely.ask.receipt import apply_receipt
from likely.base.workspace import Workspace
from likely.channels.channel import Receipt
from likely.channels.setup import Setup, setup_of
from likely.lib.refusal import Refusal

log = logging.getLogger(__name__)

NO_STORE: Final = {"Cache-Control": "no-store"}


def known(workspace: UUID, channel: str) -> Setup | None:
    """None also where its secrets can't be read: nobody can prove then who they are."""
    try:
        return setup_of(workspace, channel)
    except Refusal as no:
        log.error("%s of workspace %s: %s", channel, workspace, no)
        return None


def stranger() -> HttpResponse:
    """The same for a wrong signature, an unknown workspace and a channel that is not set up."""
    return HttpResponse("No.", status=403, content_type="text/plain", headers=NO_STORE)


def apply(setup: Setup, receipt: Receipt | None) -> bool:
    """Whether it told something new. A message of another workspace is none of theirs."""
    if receipt is None:
        return False
    own = Message.objects.of(setup.workspace).filter(told_as(receipt.provider_id), channel=setup.channel)
    if own.exists():
        return apply_receipt(setup.channel, receipt, receipt.at)
    replies = PostedMail.objects.of(setup.workspace).filter(
        provider_id__gt="", provider_id=receipt.provider_id[:120], channel=setup.channel
    )
    return replies.exists() and apply_posted_receipt(receipt, receipt.at)


def workspace_of(setup: Setup) -> Workspace:
    return Workspace.objects.get(pk=setup.workspace)
