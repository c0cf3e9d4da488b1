"""The address that links start with."""

from urllib.parse import urlsplit

from likely.lib.refusal import Refusal


def host_of(base_url: str) -> str:
    """The host of `https://likely.example.org:8443`, without the port; an IPv6 address in brackets."""
    parts = urlsplit(base_url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise Refusal(
            "wrong_setting",
            f"LIKELY_BASE_URL is {base_url!r}, which is no address.",
            cure="Write https://likely.example.org.",
            field="LIKELY_BASE_URL",
        )
    return f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
