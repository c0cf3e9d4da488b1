"""What one slice's comments are about and what that does to the score, from counts of alike comments.

The tags are read already (`likely.store.tag_comments`): one query counts comments by their themes and score,
a second those of the last days, and everything else is exact mathematics on those counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from likely.analyse.small_groups import too_few
from likely.analyse.theme_effects import (
    Tagged,
    ThemeCourse,
    ThemeEffect,
    ThemeEffects,
    courses,
    theme_effects,
)
from likely.analyse.theme_reasons import MOST_QUOTES, MOST_REASONS, TopReason, pieces, top_reasons
from likely.stats.scale import Group
from likely.store.aggregate import Cell, Counts, counts
from likely.store.slice import Slice
from likely.store.table import Responses
from likely.store.theme_quotes import Said, said_of
from likely.text.quotes import best_quotes
from likely.text.tag_code import SIGNS, read
from likely.text.tagging import Tag
from likely.text.taxonomy import Taxonomy

RECENT_DAYS = 28  # that are held against all before them
NONE = ThemeEffects((), 0, None)


@dataclass(frozen=True, slots=True)
class Reason:
    """A theme and a side that goes with the score, and comments to quote; not yet masked."""

    found: TopReason
    quotes: tuple[Said, ...]

    @property
    def theme(self) -> str:
        return self.found.theme


@dataclass(frozen=True, slots=True)
class ThemeBoard:
    """courses: by theme; none where there are no days before. waiting: comments that are not read yet.

    hidden: a filter left fewer comments than may be shown.
    """

    taxonomy: Taxonomy
    effects: ThemeEffects = NONE
    courses: Mapping[str, ThemeCourse] = field(default_factory=dict)
    recommend: tuple[Reason, ...] = ()
    not_recommend: tuple[Reason, ...] = ()
    waiting: int = 0
    hidden: bool = False

    @property
    def themes(self) -> tuple[ThemeEffect, ...]:
        return self.effects.effects


def theme_board(
    table: Responses, slice: Slice, taxonomy: Taxonomy, today: date, *, smallest: int, quoted: bool = True
) -> ThemeBoard:
    """table: with themes (`likely.store.theme_columns`). smallest: comments, with a theme and without it."""
    guarded = slice.only("commented", "yes")
    # Who may see a theme's comments reads them one by one: no theme gives its comments away.
    asked = replace(guarded, guarded=False)
    by_code = counts(table, asked.cut("themes"))
    waiting = by_code.cells.get((None,), Cell()).answered
    total = by_code.total().answered
    if total < smallest or too_few(table, guarded, smallest):
        return ThemeBoard(taxonomy, hidden=total > 0)
    tagged = _tagged(by_code, taxonomy, None)
    effects = theme_effects(tagged, smallest)
    return ThemeBoard(
        taxonomy,
        effects,
        _courses(table, asked, taxonomy, by_code, today),
        _reasons(table, asked, taxonomy, effects, 1, quoted),
        _reasons(table, asked, taxonomy, effects, -1, quoted),
        waiting,
    )


def _tagged(by_code: Counts, taxonomy: Taxonomy, on: date | None) -> list[Tagged]:
    """Comments by their themes and score. A theme's comments are also those of the themes above it."""
    found = []
    for (code,), cell in by_code.cells.items():
        if code is None:
            continue
        tags = tags_of_code(str(code), taxonomy)
        found += [Tagged(score, tags, on, n) for score, n in enumerate(cell.n) if n]
    return found


def tags_of_code(code: str, taxonomy: Taxonomy) -> tuple[Tag, ...]:
    told = {
        (above, side) for theme, side in read(code) if theme in taxonomy for above in taxonomy.lineage(theme)
    }
    return tuple(Tag(theme, side, -1, "words") for theme, side in sorted(told))


def _courses(
    table: Responses, slice: Slice, taxonomy: Taxonomy, whole: Counts, today: date
) -> dict[str, ThemeCourse]:
    last = min(slice.until or today, today)
    since = last - timedelta(days=RECENT_DAYS - 1)
    if slice.since is not None and slice.since >= since:
        return {}
    recent = counts(table, slice.between(since, slice.until).cut("themes"))
    before = Counts(
        whole.by, {key: _less(cell, recent.cells.get(key, Cell())) for key, cell in whole.cells.items()}
    )
    told = [
        *_tagged(recent, taxonomy, last),
        *_tagged(before, taxonomy, since - timedelta(days=1)),
    ]
    return {one.theme: one for one in courses(told, since)}


def _less(all: Cell, some: Cell) -> Cell:
    return Cell(tuple(a - b for a, b in zip(all.n, some.n, strict=True)))


def _reasons(
    table: Responses, slice: Slice, taxonomy: Taxonomy, effects: ThemeEffects, side: int, quoted: bool
) -> tuple[Reason, ...]:
    """A theme and one below it are one reason: the weightier of them."""
    found: list[TopReason] = []
    for one in top_reasons(effects, (), (), side, most=len(effects.effects)):
        line = taxonomy.lineage(one.theme)
        if not any(other.theme in line or one.theme in taxonomy.lineage(other.theme) for other in found):
            found.append(one)
    found = found[:MOST_REASONS]
    return tuple(Reason(one, _quotes(table, slice, taxonomy, one) if quoted else ()) for one in found)


def _quotes(table: Responses, slice: Slice, taxonomy: Taxonomy, reason: TopReason) -> tuple[Said, ...]:
    """Of people whose score agrees: few other themes, plainly on that side, unlike each other, safe."""
    group: Group = "promoter" if reason.side > 0 else "detractor"
    asked = [theme + SIGNS[reason.side] for theme in below(taxonomy, reason.theme)]

    def weight(one: Said) -> float:
        plain = one.favour if reason.side > 0 else 1 - one.favour
        return plain / max(len({theme for theme, _ in read(one.themes)}), 1)

    best = best_quotes(
        said_of(table, slice, asked, group),
        text=lambda one: one.text,
        weight=weight,
        words=lambda one: frozenset(pieces(one.text)),
        most=MOST_QUOTES,
    )
    return tuple(best)


def below(taxonomy: Taxonomy, theme: str) -> list[str]:
    """The theme and those under it."""
    return [one.id for one in taxonomy.themes if theme in taxonomy.lineage(one.id)]


def asked_themes(taxonomy: Taxonomy, asked: str) -> Sequence[str]:
    """What a slice is asked for where a page is: "price", "price-", or "" for comments without a theme."""
    sign = asked[-1:] if asked[-1:] in SIGNS.values() else ""
    theme = asked.removesuffix(sign) if sign else asked
    if not theme:
        return ("",)
    taxonomy[theme]  # a refusal where there is none
    return tuple(one + sign for one in below(taxonomy, theme))
