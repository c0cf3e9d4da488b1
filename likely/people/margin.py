"""How many people there are of each kind: what answers are weighted to. From the contact list, or written."""

import re
from collections.abc import Iterable
from typing import Final

from django.db.models import Count
from django.db.models.fields.json import KeyTextTransform

from likely.base.workspace import Workspace
from likely.lib.refusal import Refusal
from likely.people.person import Person

MOST_KINDS: Final = 50
PAIR: Final = re.compile(r"\s*(.+?)\s*[=:]\s*([\d.]+)\s*%?\s*")


def margin_of_people(workspace: Workspace, key: str) -> dict[str, int]:
    """Value of the property -> people who have it; the most frequent 50. Who has none is left out."""
    rows = Person.objects.of(workspace).annotate(kind=KeyTextTransform(key, "properties"))
    counted = rows.filter(kind__isnull=False).values("kind").annotate(n=Count("pk")).order_by("-n", "kind")
    return {str(row["kind"]): row["n"] for row in counted[:MOST_KINDS] if row["kind"]}


def read_margin(text: str) -> dict[str, float]:
    """From `North = 300; South = 250`: one kind a part, in any unit."""
    found: dict[str, float] = {}
    for part in _parts(text):
        match = PAIR.fullmatch(part)
        if match is None or match[2].count(".") > 1 or match[2] == "." or match[1] in found:
            raise Refusal(
                "bad_margin_text",
                f"margins: {part.strip()!r} is no kind with a number, or stands twice.",
                cure="Write North = 300; South = 250.",
                field="margins",
            )
        found[match[1]] = float(match[2])
    if len(found) > MOST_KINDS or not sum(found.values()) > 0:
        raise Refusal(
            "bad_margin_text", "margins: some number must be above 0, of 50 kinds at most.", field="margins"
        )
    return found


def _parts(text: str) -> Iterable[str]:
    return (part for part in re.split(r"[;\n]", text) if part.strip())
