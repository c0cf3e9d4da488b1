"""Ready-made playbooks, one for each group: to begin with, and to change."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from likely.act.playbook import INVITE, OPEN_CASE, PlaybookFacts
from likely.act.playbook_step import Delay, Step


@dataclass(frozen=True, slots=True)
class Ready:
    """facts.name: in English; a page says it in the reader's language."""

    facts: PlaybookFacts
    action: str = OPEN_CASE


READY: Final[Mapping[str, Ready]] = {
    "apologise": Ready(
        PlaybookFacts(
            "Apologise and repair",
            ("detractor",),
            tags=("apologise",),
            steps=(Step("winback", "list", says={"list": "To win back"}),),
        )
    ),
    "barrier": Ready(
        PlaybookFacts(
            "Remove the barrier",
            ("passive",),
            with_comment=True,
            with_permission=True,
            tags=("barrier",),
            steps=(Step("barrier", "tag", says={"tag": "barrier", "on": "person"}),),
        )
    ),
    "thank": Ready(
        PlaybookFacts(
            "Thank and invite",
            ("promoter",),
            with_permission=True,
            steps=(Step("thanked", "list", Delay(1, "days"), {"list": "Promoters"}),),
        ),
        INVITE,
    ),
}
