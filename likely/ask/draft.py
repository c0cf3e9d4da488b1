"""One change of a draft at a time: made on what its author saw, or not at all."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.db import transaction

from likely.ask.definition import Definition, read_definition
from likely.ask.survey import Survey
from likely.lib.refusal import Refusal

Data = dict[str, Any]  # a definition as JSON data


def revision_of(definition: Definition) -> str:
    """Names what the definition says: two that say the same are one revision."""
    text = json.dumps(definition.to_json(), sort_keys=True, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()[:16]


@transaction.atomic
def change_draft(survey: Survey, revision: str, change: Callable[[Data], Data], actor: str) -> Definition:
    """Keep what `change` makes of the draft. A Refusal where somebody else changed it since `revision`."""
    locked = Survey.objects.select_for_update().get(pk=survey.pk)
    before = locked.edited()
    if revision_of(before) != revision:
        raise Refusal(
            "draft_moved",
            "This draft was changed elsewhere meanwhile.",
            cure="Load the newest draft, or save yours on top of it.",
            field="revision",
        )
    after = read_definition(change(before.to_json()))
    if after != before:
        locked.keep_draft(after, actor)
    return after
