"""A saved segment as a filter of a page: the answers of people who were in it when they gave them."""

from typing import Final
from uuid import UUID

from django.utils import timezone

from likely.base.workspace import Workspace
from likely.lib.refusal import Refusal
from likely.people.segment import Segment, words_of
from likely.people.segment_meaning import Vocabulary, understand
from likely.store.segment_answers import answers_in
from likely.store.segment_lake import refuse_unknowable
from likely.store.table import Responses

MOST_OFFERED: Final = 100


def segments_offered(workspace: Workspace) -> list[Segment]:
    """By name: those whose condition can be told from what was answered."""
    words = words_of(workspace)
    rows = Segment.objects.of(workspace).order_by("name")[:MOST_OFFERED]
    return [one for one in rows if _is_told(one, words)]


def segment_asked(workspace: Workspace, text: str) -> Segment | None:
    """The segment of the id in a page's address; None without one."""
    if not text:
        return None
    rows = Segment.objects.of(workspace).select_related("workspace")
    id = _id(text)
    found = rows.filter(pk=id).first() if id else None
    if found is None:
        raise Refusal("segment_unknown", "There is no such segment.", field="in")
    return found


def answers_of(segment: Segment | None, table: Responses) -> Responses:
    """All of the table where there is no segment."""
    if segment is None:
        return table
    return answers_in(segment.workspace, table, segment.read(), timezone.now())


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _is_told(segment: Segment, words: Vocabulary) -> bool:
    try:
        refuse_unknowable(understand(segment.rule, words, segment.name), counted=False)
    except Refusal:
        return False
    return True
