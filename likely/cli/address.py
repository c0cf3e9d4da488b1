"""Where `likely serve` listens, settled before the settings are read, since links start with it."""

import os
from collections.abc import Mapping

USUAL_HOST, USUAL_PORT = "127.0.0.1", 8000
EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 - compared with, not bound to


def settle_address(host: str | None, port: str | None) -> None:
    """Without LIKELY_BASE_URL, links start with the address that the server listens on."""
    shown = USUAL_HOST if host in EVERYWHERE else (host or USUAL_HOST)
    if ":" in shown:
        shown = f"[{shown}]"
    if not _is_set(os.environ, "LIKELY_BASE_URL"):
        os.environ["LIKELY_BASE_URL"] = f"http://{shown}:{port or USUAL_PORT}"


def _is_set(environment: Mapping[str, str], name: str) -> bool:
    return bool(environment.get(name) or environment.get(f"{name}_FILE"))
