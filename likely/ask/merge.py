"""Merge fields in the owner's own texts: `Hello {name}`. A closed list, and never a template language."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from likely.lib.refusal import Refusal

FIELDS: Final = ("name", "account", "subject", "touchpoint", "sender")
HOLE: Final = re.compile(r"\{([a-z_]{1,40})\}")
GAP: Final = re.compile(r"[ \t]+(?=[,،、;:.!?：，！]|$)|(?<=\s)[ \t]+")


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its fields filled in. What fills a hole is never looked at for holes again.

    A field without a value leaves no gap before a comma: "Hello {name}," becomes "Hello,".
    """
    filled = HOLE.sub(lambda hole: values.get(hole[1], hole[0]), text)
    return GAP.sub("", filled) if any(not values.get(name, "-") for name in HOLE.findall(text)) else filled


def check(text: str, field: str, fields: Sequence[str] = FIELDS) -> None:
    """Refuse a field that nothing would fill."""
    unknown = [name for name in HOLE.findall(text) if name not in fields]
    if unknown:
        raise Refusal(
            "unknown_field",
            f"{field} has {{{unknown[0]}}}, which nothing fills.",
            cure=f"Use {', '.join(f'{{{name}}}' for name in fields)}.",
            field=field,
        )
