"""The Message-ID of a message: derived from its id, so a repeat carries the same and a reply leads back."""

import re
from typing import Final
from uuid import UUID

from django.conf import settings

from likely.lib.base_url import host_of

OURS: Final = re.compile(r"<?([0-9a-f]{32})@[^\s<>]{1,255}>?")


def message_id_of(message: UUID) -> str:
    return f"<{message.hex}@{host_of(settings.BASE_URL)}>"


def message_of_id(text: str) -> UUID | None:
    """The message that a Message-ID names, where it is one of ours."""
    found = OURS.fullmatch(text.strip())
    return UUID(hex=found[1]) if found else None
