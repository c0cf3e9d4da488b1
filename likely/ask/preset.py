"""Properties that an open link carries, such as the shop of a poster: ignored unless we signed them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer, b64_decode, b64_encode

from likely.ask.survey import Survey
from likely.lib.refusal import Refusal
from likely.people.facts import PropertyValue, read_properties

SALT: Final = "likely.ask.preset"
MOST: Final = 20  # properties of one link


@dataclass(frozen=True, slots=True)
class Preset:
    """until: the link is good so long; None: for ever."""

    properties: Mapping[str, PropertyValue]
    until: datetime | None

    def is_over(self, now: datetime) -> bool:
        return self.until is not None and self.until <= now


def preset_address(survey: Survey, properties: Mapping[str, object], until: datetime | None = None) -> str:
    """The open link with these properties. Whoever changes them has a link without any."""
    return f"{settings.BASE_URL}/s/{survey.slug}?p={make_preset(survey, properties, until)}"


def make_preset(survey: Survey, properties: Mapping[str, object], until: datetime | None = None) -> str:
    """Refuses no properties, too many, and values that none may have."""
    if not 0 < len(properties) <= MOST:
        raise Refusal("too_many_fields", f"A link carries 1 to {MOST} properties.", field="properties")
    said = [read_properties(dict(properties)), int(until.timestamp()) if until else None]
    body = b64_encode(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).decode()
    return _signer(survey.workspace_id, survey.pk).sign(body)


def read_preset(text: str, workspace: UUID, survey: UUID) -> Preset | None:
    """None for what this workspace did not sign for this survey."""
    try:
        body = _signer(workspace, survey).unsign(text)
    except BadSignature:
        return None
    properties, until = json.loads(b64_decode(body.encode()))
    return Preset(properties, datetime.fromtimestamp(until, UTC) if until else None)


def _signer(workspace: UUID, survey: UUID) -> Signer:
    """A key for each workspace and survey, so that no link is good for another's."""
    return Signer(salt=f"{SALT} {workspace.hex} {survey.hex}", sep=".")
