"""One URL instead of a dictionary: which database holds the rows."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from likely.lib.refusal import Refusal

# FULL: an acknowledged answer survives a power cut. IMMEDIATE: writers queue instead of failing.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 10,  # seconds
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON",
}


def parse_database_url(url: str) -> dict[str, Any]:
    """Django's settings for `sqlite:///PATH` or `postgresql://USER:PASSWORD@HOST:PORT/NAME?host=/socket`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path.removeprefix("/")) or ":memory:",
            "OPTIONS": SQLITE_OPTIONS,
        }
    if parts.scheme in {"postgresql", "postgres"}:
        options = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.removeprefix("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": options.pop("host", None) or parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,  # seconds
            "CONN_HEALTH_CHECKS": True,
            # The ORM prepares nothing; likely/collect/statement.py does.
            "OPTIONS": {"prepare_threshold": None if options.pop("prepared", "") == "no" else 5, **options},
        }
    raise Refusal(
        "wrong_setting",
        f"LIKELY_DATABASE_URL starts with {parts.scheme or url!r}, which is no database.",
        cure="Write sqlite:////var/lib/likely/likely.db or postgresql://user:password@host/name.",
        field="LIKELY_DATABASE_URL",
    )
