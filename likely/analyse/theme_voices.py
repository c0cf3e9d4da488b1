"""Comments read by themes, given or found in them, in the form of the report: themes, reasons and quotes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from likely.analyse.findings import Quote, Theme
from likely.analyse.theme_effects import ThemeEffect
from likely.analyse.theme_reasons import MOST_QUOTES, MOST_REASONS, pieces, top_reasons
from likely.analyse.themed import Said, Themed, themed
from likely.lib.refusal import Refusal
from likely.stats.scale import GROUPS, Group, group_of
from likely.text.quotes import best_quotes, shown
from likely.text.starter import industries, starter
from likely.text.taxonomy import Taxonomy
from likely.text.taxonomy_file import taxonomy_of_bytes

MOST_FOUND = 12  # themes told where none were given


@dataclass(frozen=True, slots=True)
class Voices:
    """All that is read out of comments. recommend, not_recommend: up to three reasons each."""

    themes: tuple[Theme, ...] = ()
    recommend: tuple[str, ...] = ()
    not_recommend: tuple[str, ...] = ()
    quotes: Mapping[str, tuple[Quote, ...]] = field(default_factory=dict)


def taxonomy_of(given: str | Taxonomy) -> Taxonomy:
    """Themes as they are, out of a JSON file, or the starter set of an industry; a refusal for others."""
    if isinstance(given, Taxonomy):
        return given
    if given.endswith(".json"):
        return _read(Path(given))
    if given not in industries():
        known = ", ".join(industries())
        raise Refusal(
            "no_such_industry",
            f"themes: there is no set {given!r}; there are {known}, or name a JSON file.",
            field="themes",
        )
    return starter(given)


def _read(path: Path) -> Taxonomy:
    try:
        return taxonomy_of_bytes(path.read_bytes())
    except OSError as fault:
        raise Refusal("cannot_read", f"themes: {path} cannot be read ({fault}).", field="themes") from fault


def theme_voices(
    comments: Iterable[tuple[int, str]], given: Taxonomy | None = None, language: str = "en"
) -> Voices:
    """Themes of enough comments, those that move the score most first. language: of their names.

    given: all of its themes are told. Of those that are found, where none are given, MOST_FOUND are, and the
    reasons.
    """
    found = themed([Said(score, text) for score, text in comments], given)
    recommend, not_recommend = _reasons(found)
    told = [
        one
        for place, one in enumerate(found.effects.effects)
        if given or place < MOST_FOUND or one.theme in (*recommend, *not_recommend)
    ]
    return Voices(
        themes=tuple(_theme(found, one, language) for one in told),
        recommend=tuple(found.taxonomy[theme].name(language) for theme in recommend),
        not_recommend=tuple(found.taxonomy[theme].name(language) for theme in not_recommend),
        quotes=_quotes(found),
    )


def _theme(found: Themed, one: ThemeEffect, language: str) -> Theme:
    """Quoted from the side that it leans to."""
    side = 1 if one.effect.value > 0 else -1
    places = [
        place
        for place, tagged in enumerate(found.tagged)
        if group_of(tagged.score) == ("promoter" if side > 0 else "detractor")
        and any(tag.theme == one.theme for tag in tagged.tags)
    ]
    return Theme(
        name=found.taxonomy[one.theme].name(language),
        n=one.n,
        score=one.score.value,
        effect=one.effect.value,
        low=one.effect.low,
        high=one.effect.high,
        quotes=tuple(shown(found.texts[place]) for place in _best(found, places, side)),
    )


def _reasons(found: Themed) -> tuple[list[str], list[str]]:
    """Themes to recommend for, and not to. The report names no sides: each once, where it weighs more."""
    weight: dict[int, dict[str, float]] = {
        side: {
            one.theme: abs(one.impact.value)
            for one in top_reasons(
                found.effects, found.tagged, found.texts, side, found.favour, 2 * MOST_REASONS
            )
        }
        for side in (1, -1)
    }
    good, bad = (
        [theme for theme, here in weight[side].items() if here > weight[-side].get(theme, 0.0)]
        for side in (1, -1)
    )
    return good[:MOST_REASONS], bad[:MOST_REASONS]


def _quotes(found: Themed) -> Mapping[str, tuple[Quote, ...]]:
    sides: dict[Group, int] = {"promoter": 1, "passive": 0, "detractor": -1}
    made: dict[str, tuple[Quote, ...]] = {}
    for group in GROUPS:
        places = [
            place for place, one in enumerate(found.tagged) if group_of(one.score) == group and one.tags
        ]
        best = _best(found, places, sides[group])
        made[group] = tuple(Quote(shown(found.texts[place]), found.tagged[place].score) for place in best)
    return made


def _best(found: Themed, places: Sequence[int], side: int) -> list[int]:
    texts = found.texts

    def weight(place: int) -> float:
        lean = found.favour[place]
        plain = lean if side > 0 else 1 - lean if side < 0 else 1 - abs(2 * lean - 1)
        return plain / max(len({tag.theme for tag in found.tagged[place].tags}), 1)

    return best_quotes(
        list(places),
        text=lambda place: texts[place],
        weight=weight,
        words=lambda place: frozenset(pieces(texts[place])),
        most=MOST_QUOTES,
    )
