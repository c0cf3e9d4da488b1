"""A table of responses that can be asked: the lake of a workspace, a file, or a warehouse's table."""

from dataclasses import dataclass
from typing import Any

# Ibis is imported only where it is used: `import likely` must stay light.
IbisTable = Any


@dataclass(frozen=True, slots=True)
class Responses:
    """Rows in Ibis, with the canonical columns under their names and everything else as it came.

    Canonical columns (those in `has` exist):
      score    int8, 0..10 or null: unanswered
      comment  string, null or non-empty
      at       timestamp in UTC; day: date in the workspace's time zone
      weight   float64, above 0
      person   string
      bucket   int8, which holds whole persons; null in files that were written before there were any
    dimensions: columns to filter and cut by, as strings or small sets of values.
    ratings: numeric columns that may drive the score; null: not rated or not applicable.
    stamp: changes whenever the rows change; None: aggregates of them must not be remembered.
    drawn: persons and ids are UUIDs, of which the last digits are drawn by chance.
    parts: tables whose rows together are these rows, each remembered by its own stamp. What adds up is
    asked of the parts, so that the sealed past is not asked again for each fresh answer.
    whole: the table of which these are the rows of a segment or a unit.
    """

    rows: IbisTable
    has: frozenset[str]
    dimensions: tuple[str, ...] = ()
    ratings: tuple[str, ...] = ()
    stamp: str | None = None
    drawn: bool = False
    parts: tuple["Responses", ...] = ()
    whole: "Responses | None" = None

    def split(self) -> tuple["Responses", ...]:
        return self.parts or (self,)
