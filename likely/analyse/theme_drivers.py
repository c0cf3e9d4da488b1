"""Themes as drivers: whether a comment speaks of each, as columns beside what was rated."""

from dataclasses import replace
from typing import Any, Final

from likely.analyse.driving import Driving
from likely.analyse.theme_board import below, tags_of_code
from likely.store.aggregate import counts
from likely.store.kept_rows import remade
from likely.store.sealed import joined
from likely.store.slice import Slice
from likely.store.table import IbisTable, Responses
from likely.text.tag_code import pieces_of
from likely.text.taxonomy import Taxonomy

MOST: Final = 8  # themes, those of the most comments
PREFIX: Final = "theme: "  # before a theme's name, as the name of its column


def with_theme_drivers(table: Responses, slice: Slice, taxonomy: Taxonomy, language: str) -> Responses:
    """Columns 1 (speaks of it), 0 (does not), null (no comment) of the most spoken-of themes at the top.

    table: with themes (`likely.store.theme_columns`).
    """
    columns = {
        f"{PREFIX}{taxonomy[theme].name(language)}": tuple(
            piece for one in below(taxonomy, theme) for piece in pieces_of(one)
        )
        for theme in _most(table, slice, taxonomy)
    }
    return joined([_told(part, columns) for part in table.split()]) if columns else table


def rated_alone(found: Driving) -> Driving:
    """A theme is rated neither well nor badly, so that it has no place between the worst and the best."""
    standing = {name: share for name, share in found.standing.items() if not name.startswith(PREFIX)}
    return replace(found, standing=standing)


def _most(table: Responses, slice: Slice, taxonomy: Taxonomy) -> list[str]:
    n: dict[str, int] = {}
    for (code,), cell in counts(table, slice.only("commented", "yes").cut("themes")).cells.items():
        for theme in {tag.theme for tag in tags_of_code(str(code or ""), taxonomy)}:
            if taxonomy[theme].parent is None:
                n[theme] = n.get(theme, 0) + cell.answered
    return sorted(n, key=lambda theme: (-n[theme], theme))[:MOST]


def _told(part: Responses, columns: dict[str, tuple[str, ...]]) -> Responses:
    def beside(rows: IbisTable) -> Any:
        return rows.mutate(**{name: _speaks(rows["themes"], pieces) for name, pieces in columns.items()})

    made = remade(part, beside, ("theme drivers", tuple(columns.items())))
    return replace(made, ratings=(*part.ratings, *columns))


def _speaks(code: Any, pieces: tuple[str, ...]) -> Any:
    found = code.contains(pieces[0])
    for piece in pieces[1:]:
        found = found | code.contains(piece)
    return found.cast("float64")
