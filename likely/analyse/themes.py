"""Themes: what comments are about, what the score is with and without them, and words to quote."""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from likely.analyse.findings import Quote, Theme
from likely.analyse.reasons import Reason, Talk, leanings, listen, reasons
from likely.stats.difference import difference
from likely.stats.scale import GROUPS, Group, group_of
from likely.stats.score import Score, score_of_cell
from likely.text.quotes import best_quotes, shown
from likely.text.terms import Term

MOST_THEMES = 12  # half of each direction
MOST_QUOTES = 3
SMALLEST_THEME = 5  # comments, whatever their number: fewer could tell who wrote them


@dataclass(frozen=True, slots=True)
class Voices:
    """All that is read out of comments. recommend, not_recommend: up to three reasons each."""

    themes: tuple[Theme, ...] = ()
    recommend: tuple[str, ...] = ()
    not_recommend: tuple[str, ...] = ()
    quotes: Mapping[str, tuple[Quote, ...]] = field(default_factory=dict)


def voices(comments: Iterable[tuple[int, str]]) -> Voices:
    """Themes, reasons and quotes of (score, comment) pairs."""
    talk = listen(comments)
    liked = _large(reasons(talk, 1, MOST_THEMES // 2))
    disliked = _large(reasons(talk, -1, MOST_THEMES // 2))
    return Voices(
        themes=_themes(talk, [*liked, *disliked]),
        recommend=tuple(reason.name for reason in liked[:3]),
        not_recommend=tuple(reason.name for reason in disliked[:3]),
        quotes={group: _group_quotes(talk, group) for group in GROUPS},
    )


def _large(found: Iterable[Reason]) -> list[Reason]:
    return [reason for reason in found if len(reason.remarks) >= SMALLEST_THEME]


def _themes(talk: Talk, found: Collection[Reason]) -> tuple[Theme, ...]:
    """Each with its effect, those that move the score most (share of the comments × effect) first."""
    themes = [theme for reason in found if (theme := _theme(talk, reason)) is not None]
    return tuple(sorted(themes, key=lambda theme: -abs(theme.effect) * theme.n))


def _theme(talk: Talk, reason: Reason) -> Theme | None:
    inside = _score(talk, reason.remarks)
    outside = _score(talk, set(range(len(talk.remarks))) - reason.remarks)
    if inside is None or outside is None:
        return None
    gap = difference(inside, outside)
    return Theme(
        name=reason.name,
        n=inside.n,
        score=inside.value,
        effect=gap.value,
        low=gap.low,
        high=gap.high,
        quotes=_quotes(talk, reason),
    )


def _score(talk: Talk, places: Collection[int]) -> Score | None:
    cell = [0] * 11
    for place in places:
        cell[talk.remarks[place].score] += 1
    return score_of_cell(cell)


def _quotes(talk: Talk, reason: Reason) -> tuple[str, ...]:
    """From the side that the reason belongs to."""
    side: Group = "promoter" if reason.z > 0 else "detractor"
    places = [place for place in sorted(reason.remarks) if group_of(talk.remarks[place].score) == side]
    chosen = _best(talk, places, dict.fromkeys(reason.terms, 1.0))
    return tuple(shown(talk.remarks[place].text) for place in chosen)


def _group_quotes(talk: Talk, group: Group) -> tuple[Quote, ...]:
    z = leanings(talk)
    sign = {"promoter": 1, "detractor": -1, "passive": 0}[group]
    weights = {term: max(sign * value, 0.0) if sign else 1 / (1 + abs(value)) for term, value in z.items()}
    places = [place for place, remark in enumerate(talk.remarks) if group_of(remark.score) == group]
    return tuple(
        Quote(shown(talk.remarks[place].text), talk.remarks[place].score)
        for place in _best(talk, places, weights)
    )


def _best(talk: Talk, places: list[int], weights: Mapping[Term, float]) -> list[int]:
    def weight(place: int) -> float:
        terms = talk.remarks[place].terms
        return sum(weights.get(term, 0.0) for term in terms) / math.sqrt(2 + len(terms))

    return best_quotes(
        places,
        text=lambda place: talk.remarks[place].text,
        weight=weight,
        words=lambda place: frozenset(talk.remarks[place].text.casefold().split()),
        most=MOST_QUOTES,
    )
