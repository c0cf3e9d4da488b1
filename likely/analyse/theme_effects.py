"""What each theme does to the score: how many speak of it, on which side, and what differs with them.

Always by side as well: praise and blame of one theme cancel in its total.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from likely.stats.difference import Difference, differences
from likely.stats.estimate import Estimate
from likely.stats.multiplicity import benjamini_hochberg
from likely.stats.proportion import wilson
from likely.stats.scale import HIGHEST, group_of
from likely.stats.score import Score, score_of_cell
from likely.stats.theme_impact import adjusted_effects, share_change
from likely.text.tagging import Tag

# NumPy is imported where it is used: `import likely` must stay light.

FALSE_SHARE = 0.05  # of what is called rising, new or falling, at most so much is by chance
FEWEST = 5  # comments on either side of a comparison
NEW_SHARE = 0.002  # of the comments before, at most, for a theme to be called new

Course = Literal["new", "rising", "steady", "falling"]
_POINTS = {"detractor": -100.0, "passive": 0.0, "promoter": 100.0}
_Part = tuple[str, int]  # theme, side: 1 praise, -1 blame, 0 both and neither


@dataclass(frozen=True, slots=True)
class Tagged:
    """Scored comments that are alike. tags: the themes that they speak of. on: when given, where known.

    n: how many they are; one where comments are told one by one.
    """

    score: int
    tags: tuple[Tag, ...]
    on: date | None = None
    n: int = 1


@dataclass(frozen=True, slots=True)
class Side:
    """Comments that praise, or blame, a theme. effect: their score minus that of all others."""

    n: int
    share: Estimate
    effect: Difference

    @property
    def impact(self) -> Estimate:
        """Points by which the score of all comments would be off without these: share · effect."""
        share = self.share.value / 100
        gap = self.effect
        return Estimate(
            share * gap.value, share * gap.low, share * gap.high, gap.n, "share times MOVER", gap.level
        )


@dataclass(frozen=True, slots=True)
class ThemeEffect:
    """share: percent of all. adjusted: with the other themes held. p: of no effect, BH over themes."""

    theme: str
    n: int
    share: Estimate
    score: Score
    effect: Difference
    adjusted: Estimate | None
    p: float
    praise: Side | None
    blame: Side | None


@dataclass(frozen=True, slots=True)
class ThemeEffects:
    """The themes that move the score most (share · |effect|) first. unexplained: percent without a theme."""

    effects: tuple[ThemeEffect, ...]
    n: int
    unexplained: Estimate | None


@dataclass(frozen=True, slots=True)
class ThemeCourse:
    """How a theme's share moved, in percent points; `course` after control of false discoveries."""

    theme: str
    course: Course
    change: Estimate
    p: float


def theme_effects(tagged: Sequence[Tagged], smallest: int = FEWEST) -> ThemeEffects:
    """smallest: comments with a theme, and without it, under which nothing is told of it."""
    cells = _cells(tagged)
    total = _total(tagged)
    n = sum(total)
    parts = [part for part, cell in cells.items() if smallest <= sum(cell) <= n - smallest]
    gaps = _gaps(cells, total, parts)
    themes = [theme for theme, side in parts if side == 0]
    p = dict(zip(themes, benjamini_hochberg([gaps[theme, 0][1].p for theme in themes]), strict=True))
    adjusted = _adjusted(tagged, themes)
    made = [_effect(theme, gaps, n, adjusted[theme], p[theme]) for theme in themes]
    bare = sum(one.n for one in tagged if not one.tags)
    return ThemeEffects(
        tuple(sorted(made, key=lambda one: (-one.n * abs(one.effect.value), one.theme))),
        n,
        _share(bare, n) if n else None,
    )


def _total(tagged: Sequence[Tagged]) -> list[int]:
    total = [0] * (HIGHEST + 1)
    for one in tagged:
        total[one.score] += one.n
    return total


def _cells(tagged: Sequence[Tagged]) -> dict[_Part, list[int]]:
    """Answers at 0..10 of each theme, and of each side of it."""
    cells: dict[_Part, list[int]] = {}
    for one in tagged:
        for part in sorted({(tag.theme, side) for tag in one.tags for side in (0, tag.polarity)}):
            cells.setdefault(part, [0] * (HIGHEST + 1))[one.score] += one.n
    return cells


def _gaps(
    cells: Mapping[_Part, Sequence[int]], total: Sequence[int], parts: Sequence[_Part]
) -> dict[_Part, tuple[Score, Difference]]:
    """Of each part the score with it and the difference to the score without it."""
    kept: dict[_Part, tuple[Score, Score]] = {}
    for part in parts:
        inside = score_of_cell(cells[part])
        outside = score_of_cell([all - mine for all, mine in zip(total, cells[part], strict=True)])
        if inside and outside:
            kept[part] = inside, outside
    told = differences(list(kept.values()))
    return {part: (pair[0], gap) for (part, pair), gap in zip(kept.items(), told, strict=True)}


def _adjusted(tagged: Sequence[Tagged], themes: Sequence[str]) -> dict[str, Estimate | None]:
    import numpy as np

    if not themes:
        return {}
    place = {theme: column for column, theme in enumerate(themes)}
    y: Any = np.array([_POINTS[group_of(one.score)] for one in tagged])
    x = np.zeros((len(tagged), len(themes)))
    for row, one in enumerate(tagged):
        for tag in one.tags:
            if tag.theme in place:
                x[row, place[tag.theme]] = 1.0
    found = adjusted_effects(y, x, times=np.array([one.n for one in tagged], dtype=float))
    return {theme: one and one[0] for theme, one in zip(themes, found, strict=True)}


def _effect(
    theme: str, gaps: Mapping[_Part, tuple[Score, Difference]], n: int, adjusted: Estimate | None, p: float
) -> ThemeEffect:
    score, gap = gaps[theme, 0]
    praise, blame = _side(theme, 1, gaps, n), _side(theme, -1, gaps, n)
    return ThemeEffect(theme, score.n, _share(score.n, n), score, gap, adjusted, p, praise, blame)


def _side(theme: str, side: int, gaps: Mapping[_Part, tuple[Score, Difference]], n: int) -> Side | None:
    if (theme, side) not in gaps:
        return None
    score, gap = gaps[theme, side]
    return Side(score.n, _share(score.n, n), gap)


def _share(x: int, n: int) -> Estimate:
    low, high = wilson(x, n)
    return Estimate(100 * x / n, 100 * low, 100 * high, n, "Wilson", unit="percent")


def courses(tagged: Sequence[Tagged], since: date) -> tuple[ThemeCourse, ...]:
    """Each theme's share of the comments from `since` on against those before, the surest change first."""
    now = [one for one in tagged if one.on is not None and one.on >= since]
    before = [one for one in tagged if one.on is not None and one.on < since]
    sizes = sum(one.n for one in now), sum(one.n for one in before)
    if min(sizes) < FEWEST:
        return ()
    counts = _shares(now), _shares(before)
    themes = sorted({*counts[0], *counts[1]})
    moved = [share_change((counts[0].get(t, 0), sizes[0]), (counts[1].get(t, 0), sizes[1])) for t in themes]
    held = benjamini_hochberg([p for _, p in moved])
    made = [
        ThemeCourse(theme, _course(change, p, counts, theme, sizes[1]), change, p)
        for theme, (change, _), p in zip(themes, moved, held, strict=True)
    ]
    return tuple(sorted(made, key=lambda one: (one.p, one.theme)))


def _shares(tagged: Sequence[Tagged]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for one in tagged:
        for theme in {tag.theme for tag in one.tags}:
            counts[theme] = counts.get(theme, 0) + one.n
    return counts


def _course(
    change: Estimate, p: float, counts: tuple[dict[str, int], dict[str, int]], theme: str, before: int
) -> Course:
    if p > FALSE_SHARE or counts[0].get(theme, 0) + counts[1].get(theme, 0) < FEWEST:
        return "steady"
    if change.value < 0:
        return "falling"
    return "new" if counts[1].get(theme, 0) <= NEW_SHARE * before else "rising"
