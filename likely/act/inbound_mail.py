"""A mail that came in, by a provider's webhook or from the mailbox: whose it is, and once."""

import logging
from datetime import datetime
from imaplib import IMAP4

from django.conf import settings
from django.utils import timezone

from likely.act.customer_reply import take_customer_reply
from likely.ask.mail_reply import keep_mail_reply
from likely.ask.mailed_event import keep_mailed_event
from likely.channels.channel import Inbound
from likely.channels.imap_box import read_unread
from likely.lib.refusal import Refusal

log = logging.getLogger(__name__)


def take_mail(mail: Inbound, now: datetime) -> bool:
    """Whether it was new and somebody's: an event, a customer's answer in a case, or a reply to a survey."""
    event = keep_mailed_event(mail, now)
    if isinstance(event, Refusal):
        log.warning("a mail that tells an event was refused: %s", event)
        return False
    if event is not None:
        return event.is_new
    if take_customer_reply(mail, now) is not None:
        return True
    return not mail.automatic and keep_mail_reply(mail, now) is not None


def read_mailbox() -> int:
    """Look into the mailbox of LIKELY_IMAP_URL; how many mails were read. Without one: none.

    One that can't be reached is tried again with the next look.
    """
    if settings.MAILBOX is None:
        return 0
    try:
        return read_unread(settings.MAILBOX, lambda mail: take_mail(mail, timezone.now()))
    except (OSError, IMAP4.error) as error:
        log.warning("the mailbox %s can't be read: %s", settings.MAILBOX.host, error)
        return 0
