"""The link of a kiosk: which shop it stands in, and the number that lets staff out of it. Both are signed."""

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, dumps, loads

from likely.ask.preset import make_preset
from likely.ask.survey import Survey
from likely.lib.refusal import Refusal

SALT: Final = "likely.ask.kiosk"
PIN: Final = re.compile(r"[0-9]{4,8}")


def kiosk_address(survey: Survey, properties: Mapping[str, object], pin: str) -> str:
    """properties: as of a preset link, or none. pin: 4 to 8 digits, or empty: a long press alone leaves."""
    if pin and not PIN.fullmatch(pin):
        raise Refusal("pin_malformed", "The PIN must be 4 to 8 digits.", field="pin")
    said = {"p": make_preset(survey, properties)} if properties else {}
    if pin:
        said["x"] = dumps(pin, salt=_salt(survey.pk))
    query = f"?{urlencode(said)}" if said else ""
    return f"{settings.BASE_URL}/k/{survey.slug}{query}"


def read_pin(text: str, survey: UUID) -> str:
    """Empty for what we did not sign for this survey."""
    try:
        pin = loads(text, salt=_salt(survey))
    except BadSignature:
        return ""
    return str(pin)


def _salt(survey: UUID) -> str:
    return f"{SALT} {survey.hex}"
