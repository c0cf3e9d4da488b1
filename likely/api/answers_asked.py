"""Which answers an analysis is asked of, as machines say it; and the table that they are in."""

from typing import Annotated, Final

from django.utils import timezone
from pydantic import Field

from likely.analyse.bin_atoms import settled
from likely.api.field import Day, Line, Sent, read_id
from likely.api.segments import segment_named
from likely.base.workspace import Workspace
from likely.people.unit import matches_of
from likely.store.segment_answers import answers_in
from likely.store.slice import Slice
from likely.store.table import Responses
from likely.store.unit_answers import answers_of_unit
from likely.store.workspace_table import table_of

MOST_COLUMNS: Final = 20
MOST_VALUES: Final = 200


class AnswersAsked(Sent):
    """since, until: days in the workspace's time zone, both included.

    where: {column: allowed values}; all must hold. words: what the comment must contain. segment: id or name;
    answers of people who were in it when they answered. unit: the id of one; its own answers.
    """

    since: Day | None = None
    until: Day | None = None
    where: Annotated[
        dict[Line, Annotated[list[Line], Field(min_length=1, max_length=MOST_VALUES)]],
        Field(default_factory=dict, max_length=MOST_COLUMNS),
    ]
    words: Line = ""
    segment: Line | None = None
    unit: Line | None = None

    @property
    def slice(self) -> Slice:
        where = tuple((column, tuple(values)) for column, values in sorted(self.where.items()))
        return Slice(self.since, self.until, where, self.words, guarded=True)

    @property
    def narrowed(self) -> bool:
        """Whether a filter is set that may leave fewer answers than may be shown."""
        return bool(self.where or self.words or self.segment or self.unit)

    def settled(self, workspace: Workspace, *by: str) -> Slice:
        """The slice, cut by these columns, with edges of bins that may be used."""
        everything = table_of(workspace)
        return settled(self.table(workspace), self.slice.cut(*by), everything, workspace.smallest_group)

    def table(self, workspace: Workspace) -> Responses:
        return self.within(workspace, table_of(workspace))

    def within(self, workspace: Workspace, table: Responses) -> Responses:
        """The answers of the table that are the segment's and the unit's."""
        if self.unit is not None:
            table = answers_of_unit(table, matches_of(workspace, read_id(self.unit)))
        if self.segment is None:
            return table
        rule = segment_named(workspace, self.segment).read()
        return answers_in(workspace, table, rule, timezone.now())
