"""Themes that a workspace follows: how many speak of each, their score, and whether it moved beyond noise.

However small a theme is, it is listed; below the smallest group it has no figure.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from likely.analyse.theme_board import tags_of_code
from likely.stats.difference import Difference, difference
from likely.stats.score import Score, score_of_cell
from likely.stats.verdict import Verdict, verdicts
from likely.store.aggregate import Cell, counts
from likely.store.slice import Slice
from likely.store.table import Responses
from likely.text.taxonomy import Taxonomy

DAYS: Final = 28  # held against as many before them


@dataclass(frozen=True, slots=True)
class FollowedTheme:
    """score: None where too few speak of it to be told. change: against the days before."""

    theme: str
    score: Score | None
    change: Difference | None
    verdict: Verdict


def followed_themes(
    table: Responses, taxonomy: Taxonomy, until: date, *, smallest: int
) -> tuple[FollowedTheme, ...]:
    """table: with themes. The followed ones in their order, all judged together."""
    followed = [one.id for one in taxonomy.themes if one.followed]
    if not followed:
        return ()
    since = until - timedelta(days=DAYS - 1)
    now = _scores(table, taxonomy, since, until, smallest)
    before = _scores(table, taxonomy, since - timedelta(days=DAYS), since - timedelta(days=1), smallest)
    changes = [
        difference(now[theme], before[theme]) if theme in now and theme in before else None
        for theme in followed
    ]
    return tuple(
        FollowedTheme(theme, now.get(theme), change, verdict)
        for theme, change, verdict in zip(followed, changes, verdicts(changes), strict=True)
    )


def _scores(
    table: Responses, taxonomy: Taxonomy, since: date, until: date, smallest: int
) -> dict[str, Score]:
    """By theme, where neither those who speak of it nor all others are fewer than may be shown."""
    by_code = counts(table, Slice(since, until).only("commented", "yes").cut("themes"))
    total = by_code.total().answered
    cells: dict[str, Cell] = {}
    for (code,), cell in by_code.cells.items():
        if code is not None:
            for theme in {tag.theme for tag in tags_of_code(str(code), taxonomy)}:
                cells[theme] = cells.get(theme, Cell()) + cell
    scores = {
        theme: score_of_cell(cell.n)
        for theme, cell in cells.items()
        if cell.answered >= smallest and total - cell.answered >= smallest
    }
    return {theme: score for theme, score in scores.items() if score is not None}
