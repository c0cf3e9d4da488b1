"""The address to which a customer answers a case: whatever is sent to it belongs to the case.

BOX+TOKEN@HOST: the mailbox of LIKELY_REPLY_ADDRESS, and a token that only we can make for the case. Without
that setting a reply finds its case by the mail that it answers alone.
"""

import re
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.conf import settings

from likely.ask.derived_token import DerivedToken

TOKEN: Final = DerivedToken("likely.act.case_address")
OURS: Final = re.compile(r"[^@]*\+([a-z2-7]{42})@.+")


def reply_address(case: UUID) -> str:
    """Empty where no mailbox is set."""
    box, _, host = settings.REPLY_ADDRESS.rpartition("@")
    return f"{box}+{TOKEN.in_mailbox(case)}@{host}" if box else ""


def case_addressed(addresses: Iterable[str]) -> UUID | None:
    """The case that one of the addresses names by a genuine token."""
    tokens = (match[1] for one in addresses if (match := OURS.fullmatch(one.lower())))
    return next((case for token in tokens if (case := TOKEN.named_by_mailbox(token))), None)
