"""Every channel, one line each."""

from collections.abc import Mapping
from typing import Final

from likely.channels import chat, gateway, link_list, mail, push, sms, voice, whatsapp
from likely.channels.channel import Channel

CHANNELS: Final[Mapping[str, Channel]] = {
    "chat": chat.CHANNEL,
    "gateway": gateway.CHANNEL,
    "link": link_list.CHANNEL,
    "mail": mail.CHANNEL,
    "push": push.CHANNEL,
    "sms": sms.CHANNEL,
    "voice": voice.CHANNEL,
    "whatsapp": whatsapp.CHANNEL,
}
