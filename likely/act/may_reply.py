"""Whether the customer of a case may be written to, and why not: permission first, then the address.

By SMS and WhatsApp also whether the workspace can send so; and WhatsApp takes a person's own words only
within a day after the customer wrote there. Later they go inside a template that it approved for replies.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Q

from likely.act.case import Case
from likely.channels.setup import setup_of
from likely.collect.reply import Reply
from likely.lib.refusal import Refusal
from likely.people.consent import Consent, ConsentPurpose
from likely.people.suppression import barred

MAIL, SMS, WHATSAPP = "mail", "sms", "whatsapp"
WAYS: Final = (MAIL, SMS, WHATSAPP)  # by which a case is replied to
WINDOW: Final = timedelta(hours=24)  # WhatsApp's, after what the customer wrote last
# Why not -> for whoever reads the refusal in English
REASONS: Final = {
    "nobody": "Nobody knows who gave this answer.",
    "no_address": "There is no mail address of the customer.",
    "no_phone": "There is no telephone number of the customer.",
    "not_set_up": "The workspace can't send by this channel yet.",
    "window": "WhatsApp takes own words only within 24 hours after the customer wrote there.",
    "not_asked": "The customer was not asked whether we may write.",
    "not_permitted": "The customer does not want to be contacted about the answer.",
    "suppressed": "Nothing is sent to the customer's address: it was taken off, bounced or complained.",
}


def why_not(case: Case, now: datetime, channel: str = MAIL) -> str:
    """One of REASONS, or "" where the customer may be written to. channel: one of WAYS."""
    person = case.person
    if person is None:
        return "nobody"
    if not (permitted := permission(case, channel)):
        return "not_asked" if permitted is None else "not_permitted"
    address = person.email if channel == MAIL else person.phone
    if not address:
        return "no_address" if channel == MAIL else "no_phone"
    if barred(case.workspace, channel, [address], "", now):
        return "suppressed"
    if channel != MAIL and not is_set_up(case, channel):
        return "not_set_up"
    closed = channel == WHATSAPP and free_until(case, now) is None
    return "window" if closed and not reply_template(case) else ""


def check_may_reply(case: Case, now: datetime, channel: str = MAIL) -> None:
    if channel not in WAYS:
        raise Refusal("channel_unknown", f"It is one of {', '.join(WAYS)}.", field="channel")
    if reason := why_not(case, now, channel):
        raise Refusal(f"reply_{reason}", REASONS[reason], field="body")


def is_set_up(case: Case, channel: str) -> bool:
    """Not where its secrets can't be read either."""
    try:
        return channel == MAIL or setup_of(case.workspace_id, channel) is not None
    except Refusal:
        return False


def reply_template(case: Case) -> str:
    """The template that WhatsApp approved for replies after its 24 hours; "": there is none."""
    try:
        setup = setup_of(case.workspace_id, WHATSAPP)
    except Refusal:
        return ""
    return setup.of("reply_template") if setup else ""


def template_for(case: Case, channel: str, now: datetime) -> str:
    """The template in which a reply of now has to go; "": it goes in its own words."""
    return reply_template(case) if channel == WHATSAPP and free_until(case, now) is None else ""


def free_until(case: Case, now: datetime) -> datetime | None:
    """Until when WhatsApp takes own words to the customer; None: it does not now."""
    rows = Reply.objects.of(case.workspace_id).filter(
        channel=WHATSAPP, invitation__person=case.person_id, at__gt=now - WINDOW
    )
    if case.person is None:
        return None
    messages: Any = case.person.case_messages  # their file imports this one
    wrote = messages.filter(direction="in", channel=WHATSAPP, at__gt=now - WINDOW)
    told = [*rows.values_list("at", flat=True), *wrote.values_list("at", flat=True)]
    return max(told) + WINDOW if told else None


def permission(case: Case, channel: str = MAIL) -> bool | None:
    """What the customer said last: in the ledger, or in the answer, which comes into it a moment later.

    None: they were never asked.
    """
    answer, source = case.response, f"response:{case.response_id}"
    rows = Consent.objects.of(case.workspace_id).filter(
        Q(channel="") | Q(channel=channel), person=case.person_id, purpose=ConsentPurpose.FOLLOW_UP
    )
    said = list(rows.order_by("-at", "-id").values_list("given", "at", "source"))
    noted = any(given == answer.permission and told == source for given, _at, told in said)
    if answer.permission is not None and not noted:
        later_no = any(not given and at > answer.at for given, at, _source in said)
        return answer.permission and not later_no
    return said[0][0] if said else None
