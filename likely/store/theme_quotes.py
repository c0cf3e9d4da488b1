"""Comments out of which the quotes of a theme are chosen: the plainest of those that speak of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from likely.stats.scale import Group
from likely.store.engine import fetch
from likely.store.narrow import narrow
from likely.store.part_memory import remember
from likely.store.slice import Slice
from likely.store.table import IbisTable, Responses

LOOKED_AT: Final = 60  # comments
LONGEST: Final = 600  # characters; longer ones make no quote


@dataclass(frozen=True, slots=True)
class Said:
    """favour: 0..1, how favourable it sounds. themes: tag code."""

    id: str
    text: str
    score: int
    favour: float
    themes: str


def said_of(
    table: Responses, slice: Slice, themes: Sequence[str], group: Group, most: int = LOOKED_AT
) -> list[Said]:
    """themes: as `theme` of a slice. Of a table with themes; the most plainly (un)favourable first."""
    asked = slice.cut().only("theme", *themes).only("group", group)
    found = [
        Said(id, text, score, (favour or 0) / 100, code)
        for part in table.split()
        for id, text, score, favour, code in _rows(part, asked, group, most)
    ]
    sign = 1 if group == "promoter" else -1
    return sorted(found, key=lambda one: (-sign * one.favour, one.id))[:most]


def _rows(part: Responses, asked: Slice, group: Group, most: int) -> list[tuple[Any, ...]]:
    key = ("said_of", asked, group, most)
    return remember(part, key, lambda: fetch(part, lambda one: said_query(one, asked, group, most), key))


def said_query(table: Responses, slice: Slice, group: Group, most: int) -> IbisTable:
    """Columns id, comment, score, themes_favour, themes."""
    rows = narrow(table, slice)
    rows = rows.filter(rows["comment"].length() <= LONGEST, ~rows["themes_empty"].fill_null(True))
    favour = rows["themes_favour"].desc() if group == "promoter" else rows["themes_favour"].asc()
    return (
        rows.order_by([favour, rows["id"]])
        .limit(most)
        .select("id", "comment", "score", "themes_favour", "themes")
    )
