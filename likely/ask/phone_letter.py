"""The messages that are no mails: short texts for a telephone, a template's variables, a notification.

A text says the question, how to answer it, and how to hear no more; a score may be answered by a number.
"""

from dataclasses import replace
from typing import Final

from likely.ask.message import MessagePurpose
from likely.ask.message_id import message_id_of
from likely.ask.outgoing import Outgoing
from likely.ask.question import SCORE_KEY
from likely.ask.wording import nearest, wording
from likely.channels.channel import Letter
from likely.stats.scale import group_of

LONGEST_NAME: Final = 60  # characters of a template's variable


def sms_letter(going: Outgoing) -> Letter:
    return replace(link_letter(going), text=_text(going, by_number=_asks_a_score(going), stops=True))


def gateway_letter(going: Outgoing) -> Letter:
    """Nothing comes back by a gateway, so neither a number nor a stop word is offered."""
    return replace(link_letter(going), text=_text(going, by_number=False, stops=False))


def whatsapp_letter(going: Outgoing) -> Letter:
    """variables of the template: 1 the person's name (or who sends), 2 the question, 3 the link."""
    name = going.person.name if going.person else ""
    shown = " ".join((name or going.sender.shown_name).split())[:LONGEST_NAME]
    variables = {"1": shown, "2": _question(going), "3": going.link}
    return replace(sms_letter(going), variables=variables)


def push_letter(going: Outgoing) -> Letter:
    """A notification: who asks, and the question."""
    thanks = going.message.purpose == MessagePurpose.THANK
    text = _thanks(going) if thanks else _question(going)
    return replace(link_letter(going), subject=going.sender.shown_name, text=text)


def chat_letter(going: Outgoing) -> Letter:
    """The question, the link, and the link on which to hear no more: a word that is written back is lost."""
    text = _text(going, by_number=False, stops=False)
    if going.message.purpose != MessagePurpose.THANK:
        text += f"\n{wording(nearest(going.language)).mail.unsubscribe}: {going.unsubscribe}"
    return replace(link_letter(going), subject=going.sender.shown_name, text=text)


def link_letter(going: Outgoing) -> Letter:
    """The link alone. sender: the channel's own, which is a number and no name."""
    return Letter(
        channel=going.message.channel,
        address=going.message.address,
        message_id=message_id_of(going.message.pk),
        text=going.link,
        language=going.language,
        link=going.link,
        workspace=going.message.workspace_id,
    )


def _text(going: Outgoing, *, by_number: bool, stops: bool) -> str:
    if going.message.purpose == MessagePurpose.THANK:
        return _thanks(going)
    words = wording(nearest(going.language)).phone
    said = [_question(going), *([words.reply] if by_number else []), going.link]
    return " ".join([*said, *([words.stop] if stops else [])])


def _question(going: Outgoing) -> str:
    return " ".join(going.definition.say(going.definition.leading.text, going.language).split())


def _thanks(going: Outgoing) -> str:
    group = None if going.score is None else group_of(going.score)
    said = going.definition.say(going.definition.thanks_of(group), going.language)
    return " ".join(said.split()) or wording(nearest(going.language)).page.thanks


def _asks_a_score(going: Outgoing) -> bool:
    """A number answers the question, and nothing has to be agreed to on the page before."""
    consent = going.definition.consent
    return going.definition.leading.key == SCORE_KEY and not (consent and consent.required)
