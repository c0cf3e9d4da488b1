"""What a gateway's provider tells afterwards about a message, read by the places that the set-up names.

Such providers sign nothing that all of them would share, so the address itself is the proof: it is derived
from the workspace and given to the provider alone.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from likely.channels.channel import Receipt, ReceiptKind
from likely.channels.gateway import walked
from likely.channels.setup import Setup

LONGEST_ID: Final = 120  # characters, as a message keeps it
LONGEST_WORDS: Final = 300


def receipt_of(setup: Setup, told: Any, now: datetime) -> Receipt | None:
    """None: it names no message, or a state that the set-up does not."""
    named, state = _text(told, setup.of("receipt_id")), _text(told, setup.of("receipt_state"))
    kind = kinds_of(setup.config).get(state.casefold())
    if not named or kind is None:
        return None
    telling = f"{kind}:{state}"[:LONGEST_ID]
    return Receipt(kind, named[:LONGEST_ID], now, id=telling, words=state[:LONGEST_WORDS])


def kinds_of(config: Mapping[str, str]) -> dict[str, ReceiptKind]:
    """{state in small letters: what it means}, of words that stand with commas between them."""
    meant = (("receipt_failed", ReceiptKind.FAILED), ("receipt_delivered", ReceiptKind.DELIVERED))
    return {
        word.strip().casefold(): kind
        for name, kind in meant
        for word in config.get(name, "").split(",")
        if word.strip()
    }


def is_read(setup: Setup) -> bool:
    """Whether the set-up says how."""
    return bool(setup.of("receipt_id") and setup.of("receipt_state") and kinds_of(setup.config))


def _text(told: Any, path: str) -> str:
    found = walked(told, path)
    return str(found).strip() if isinstance(found, str | int) and not isinstance(found, bool) else ""
