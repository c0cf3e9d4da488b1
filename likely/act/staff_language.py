"""In which language a colleague is written to."""

from typing import Final

from django.conf import settings

LANGUAGES: Final = tuple(code for code, _name in settings.LANGUAGES)
ALSO: Final = {"zh": "zh-hans", "zh-cn": "zh-hans", "zh-sg": "zh-hans"}


def staff_language(told: str) -> str:
    """The nearest that staff texts are in."""
    wanted = told.lower()
    near = ALSO.get(wanted, wanted)
    return next((code for code in (near, near.partition("-")[0]) if code in LANGUAGES), LANGUAGES[0])
