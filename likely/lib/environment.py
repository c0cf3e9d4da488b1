"""Settings come from the environment alone. `NAME_FILE` names a file that holds the value."""

import os
from pathlib import Path

from likely.lib.refusal import Refusal


def text(name: str, default: str = "") -> str:
    """The value of NAME, or of the file that NAME_FILE names, stripped."""
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise _wrong(
                f"{name}_FILE", f"can't be read: {error.strerror}", "Check path and rights."
            ) from None
    return os.environ.get(name, default).strip()


def whole(name: str, default: int, lowest: int = 0) -> int:
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit() or int(value) < lowest:
        raise _wrong(name, f"is {value!r}", f"Give a whole number of at least {lowest}.")
    return int(value)


def flag(name: str, default: bool) -> bool:
    value = text(name, "yes" if default else "no").lower()
    if value not in {"yes", "no", "true", "false", "1", "0"}:
        raise _wrong(name, f"is {value!r}", "Give yes or no.")
    return value in {"yes", "true", "1"}


def one_of(name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = text(name, default).lower()
    if value not in allowed:
        raise _wrong(name, f"is {value!r}", f"Give {' or '.join(allowed)}.")
    return value


def words(name: str, default: str = "") -> list[str]:
    """Comma-separated words."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def _wrong(name: str, what: str, cure: str) -> Refusal:
    return Refusal("wrong_setting", f"The setting {name} {what}.", cure=cure, field=name)
