"""Which letter a message becomes: one line a channel."""

from collections.abc import Callable, Mapping
from typing import Final

from likely.ask.mail_letter import mail_letter
from likely.ask.message_id import message_id_of
from likely.ask.outgoing import Outgoing
from likely.ask.phone_letter import (
    chat_letter,
    gateway_letter,
    link_letter,
    push_letter,
    sms_letter,
    whatsapp_letter,
)
from likely.channels.channel import Letter

COMPOSERS: Final[Mapping[str, Callable[[Outgoing], Letter]]] = {
    "chat": chat_letter,
    "gateway": gateway_letter,
    "mail": mail_letter,
    "push": push_letter,
    "sms": sms_letter,
    "voice": link_letter,
    "whatsapp": whatsapp_letter,
}


def letter_of(going: Outgoing) -> Letter:
    return COMPOSERS.get(going.message.channel, plain_letter)(going)


def plain_letter(going: Outgoing) -> Letter:
    """The question and the link, for a channel without words of its own."""
    leading = going.definition.leading
    asked = " ".join(going.definition.say(leading.text, going.language).split())
    return Letter(
        channel=going.message.channel,
        address=going.message.address,
        message_id=message_id_of(going.message.pk),
        text=f"{asked} {going.link}",
        language=going.language,
        link=going.link,
        sender=going.sender.shown_name,
    )
