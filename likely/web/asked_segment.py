"""A saved segment or a unit as a filter of a page.

Of a segment: the answers of people who were in it when they gave them. Of a unit: those that are its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils import timezone

from likely.base.workspace import Workspace
from likely.lib.refusal import Refusal
from likely.people.segment import Segment, words_of
from likely.people.segment_meaning import Vocabulary, understand
from likely.people.unit import UnitTree, tree_of
from likely.store.segment_answers import answers_in
from likely.store.segment_lake import refuse_unknowable
from likely.store.table import Responses
from likely.store.unit_answers import answers_of_unit

MOST_OFFERED: Final = 100
NO_BREAK: Final = "\u00a0"


@dataclass(frozen=True, slots=True)
class UnitPart:
    """A unit as a page asks for it. rule: changes with the answers that are its own."""

    pk: UUID
    name: str
    matches: Mapping[str, Sequence[str]]

    @property
    def rule(self) -> str:
        return repr(sorted(self.matches.items()))


Part = Segment | UnitPart


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


def part_asked(workspace: Workspace, text: str, tree: UnitTree | None = None) -> Part | None:
    """The segment or the unit of the id in a page's address; None without one."""
    id = _id(text) if text else None
    tree = tree or tree_of(workspace)
    if id is not None and (unit := tree.by_id.get(id)) is not None:
        return UnitPart(unit.pk, unit.name, tree.matches(unit))
    return segment_asked(workspace, text)


def units_offered(tree: UnitTree) -> list[tuple[UUID, str]]:
    """(id, name with its place in the tree) of the first units, from the top."""
    return [(one.pk, f"{NO_BREAK * 2 * tree.depths[one.pk]}{one.name}") for one in tree.units[:MOST_OFFERED]]


def answers_of(segment: Part | None, table: Responses) -> Responses:
    """All of the table where there is no segment."""
    if segment is None:
        return table
    if isinstance(segment, UnitPart):
        return answers_of_unit(table, segment.matches)
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
