"""What a survey says about its widget: which pages may carry it, and how often it may come unasked."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Self
from urllib.parse import urlsplit

from likely.lib.refusal import Refusal

MOST_ORIGINS: Final = 50
MOST_DAYS: Final = 3650
HOST: Final = re.compile(r"(?:\*\.)?[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?|\[[0-9a-f:]+\]")


@dataclass(frozen=True, slots=True)
class WidgetRules:
    """origins: such as https://shop.example or https://*.example; none means any page.

    shown_days, answered_days: how long a browser is left alone after the survey came unasked, or was
    answered. sample: percent of browsers to which it comes unasked. The page's tag may only be stricter.
    """

    origins: tuple[str, ...] = ()
    shown_days: int = 0
    answered_days: int = 0
    sample: int = 100

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """The rules as a survey keeps them."""
        return cls(**{**kept, "origins": tuple(kept.get("origins", ()))})

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "origins": list(self.origins)}

    def admits(self, origin: str) -> bool:
        return not self.origins or any(_is_of(origin, allowed) for allowed in self.origins)


def read_origins(text: str) -> tuple[str, ...]:
    """The origins of a typed list, one a line or divided by spaces; a Refusal names a wrong one."""
    found = tuple(dict.fromkeys(_origin(word) for word in text.split()))
    if len(found) > MOST_ORIGINS:
        raise Refusal("too_many", f"The list has more than {MOST_ORIGINS} origins.", field="origins")
    return found


def _origin(word: str) -> str:
    try:
        parts = urlsplit(word.lower())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    named = f"[{host}]" if ":" in host else host
    if parts.scheme not in {"http", "https"} or not HOST.fullmatch(named) or parts.path.strip("/"):
        raise Refusal(
            "origin_malformed",
            f"{word} is no origin.",
            cure="Write it as https://shop.example, without a path.",
            field="origins",
        )
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{named}" + (f":{port}" if port not in (None, usual) else "")


def _is_of(origin: str, allowed: str) -> bool:
    scheme, _, host = allowed.partition("://")
    if not host.startswith("*."):
        return origin == allowed
    return origin.startswith(f"{scheme}://") and origin.endswith(host[1:])
