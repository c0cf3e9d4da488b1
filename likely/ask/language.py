"""Which of some languages does a reader of a given one read best?"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

# What browsers and mail lists also call a language. Chinese of these places is written in full characters.
ALSO: Final = {
    "no": "nb",
    "nn": "nb",
    "iw": "he",
    "in": "id",
    "zh-tw": "zh-Hant",
    "zh-hk": "zh-Hant",
    "zh-mo": "zh-Hant",
}


def best_of(wanted: str, offered: Sequence[str]) -> str | None:
    """The language itself, else its base (de-CH: de), else one of the same base (pt-PT: pt-BR), else None."""
    return _best_of(wanted, tuple(offered))


@lru_cache(maxsize=1024)  # a campaign asks the same for each mail
def _best_of(wanted: str, offered: tuple[str, ...]) -> str | None:
    known = {code.lower(): code for code in offered}
    asked = wanted.lower()
    base = asked.split("-")[0]
    for code in (asked, ALSO.get(asked, ""), _script(asked), base, ALSO.get(base, "")):
        if found := known.get(code.lower()):
            return found
    return next((code for code in offered if code.lower().split("-")[0] == base), None)


def _script(asked: str) -> str:
    """zh-hant-tw: zh-hant."""
    return "-".join(asked.split("-")[:2])
