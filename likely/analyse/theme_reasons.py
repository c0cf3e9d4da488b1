"""The three reasons to recommend and the three not to: themes by reach times effect, with words to quote.

A reason is a theme and a side: praise that goes with a higher score, blame that goes with a lower one, each
surely so. Reach times effect is what the score would be off by without those comments.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from likely.analyse.theme_effects import Side, Tagged, ThemeEffects
from likely.lib.figure import grouped, percent, signed
from likely.lib.measured import Gettext
from likely.stats.estimate import Estimate
from likely.text.quotes import best_quotes, shown

MOST_REASONS = 3
MOST_QUOTES = 3


@dataclass(frozen=True, slots=True)
class TopReason:
    """side: 1 praise, -1 blame. impact: points of the whole score. quotes: places among the comments."""

    theme: str
    side: int
    reach: Estimate
    effect: Estimate
    impact: Estimate
    quotes: tuple[int, ...]


def top_reasons(
    effects: ThemeEffects,
    tagged: Sequence[Tagged],
    texts: Sequence[str],
    side: int,
    favour: Sequence[float] | None = None,
    most: int = MOST_REASONS,
) -> tuple[TopReason, ...]:
    """Reasons to recommend (side 1) or not to (-1), the weightiest first; only those whose effect is sure.

    favour: how favourable each text sounds, 0..1; the plainest are quoted.
    """
    found: list[tuple[str, Side]] = []
    for one in effects.effects:
        told = one.praise if side > 0 else one.blame
        if told is not None and (told.effect.low > 0 if side > 0 else told.effect.high < 0):
            found.append((one.theme, told))
    found.sort(key=lambda pair: (-abs(pair[1].impact.value), pair[0]))
    return tuple(
        TopReason(
            theme, side, told.share, told.effect, told.impact, _quotes(tagged, texts, theme, side, favour)
        )
        for theme, told in found[:most]
    )


def _quotes(
    tagged: Sequence[Tagged], texts: Sequence[str], theme: str, side: int, favour: Sequence[float] | None
) -> tuple[int, ...]:
    """Comments of that side, by people whose score agrees: few other themes, unlike each other, safe."""
    places = [
        place
        for place, one in enumerate(tagged)
        if any(tag.theme == theme and tag.polarity == side for tag in one.tags)
        and (one.score >= 9 if side > 0 else one.score <= 6)
    ]

    def weight(place: int) -> float:
        plain = 1.0 if favour is None else favour[place] if side > 0 else 1 - favour[place]
        return plain / len({tag.theme for tag in tagged[place].tags})

    chosen = best_quotes(
        places,
        text=lambda place: texts[place],
        weight=weight,
        words=lambda place: frozenset(pieces(texts[place])),
        most=MOST_QUOTES,
    )
    return tuple(chosen)


def pieces(text: str) -> list[str]:
    """Words, or characters where the text has next to no spaces."""
    words = text.casefold().split()
    return words if len(words) * 12 > len(text) else list(text)


def quoted(texts: Sequence[str], reason: TopReason) -> tuple[str, ...]:
    """The reason's quotes as they may be shown."""
    return tuple(shown(texts[place]) for place in reason.quotes)


def summary(
    effects: ThemeEffects,
    recommend: Sequence[TopReason],
    not_recommend: Sequence[TopReason],
    name: Callable[[str], str],
    gettext: Gettext,
) -> str:
    """One paragraph made from the figures; it says nothing that they do not. name: of a theme's id."""
    if not effects.n or effects.unexplained is None:
        return gettext("There are no comments with a score.")
    said = [gettext("{n} comments with a score were read.").format(n=grouped(effects.n))]
    if recommend:
        listed = _listed(recommend, name, gettext)
        said.append(gettext("What goes with a higher score: {reasons}.").format(reasons=listed))
    if not_recommend:
        listed = _listed(not_recommend, name, gettext)
        said.append(gettext("What goes with a lower score: {reasons}.").format(reasons=listed))
    if not recommend and not not_recommend:
        said.append(gettext("No theme can be told to go with a higher or a lower score."))
    share = percent(effects.unexplained.value / 100)
    said.append(gettext("{share} of the comments speak of no theme.").format(share=share))
    return " ".join(said)


def _listed(reasons: Sequence[TopReason], name: Callable[[str], str], gettext: Gettext) -> str:
    return "; ".join(
        gettext("{theme} (in {share} of the comments, {points} points, {span})").format(
            theme=_with_side(one, name, gettext),
            share=percent(one.reach.value / 100),
            points=signed(one.impact.value, 1),
            span=gettext("{low} to {high}").format(
                low=signed(one.impact.low, 1), high=signed(one.impact.high, 1)
            ),
        )
        for one in reasons
    )


def _with_side(one: TopReason, name: Callable[[str], str], gettext: Gettext) -> str:
    """Price praised: a theme may stand among the reasons of both kinds, and is not the same there."""
    said = gettext("%(theme)s praised") if one.side > 0 else gettext("%(theme)s blamed")
    return said % {"theme": name(one.theme)}
