"""What a workspace wants to hear about: themes as plain data, edited by verbs that give a new taxonomy each.

A theme is a rule and examples. The rule: words or phrases, any of which makes a clause speak of it, and words
that rule it out. Forms of a word count ("delivery", "deliveries"); a star stands for any ending ("deliver*");
Chinese is looked for as it is. Examples are comments that somebody has confirmed or refused; a classifier
learns from them (`likely.text.examples`). Rules win over what is learnt.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from likely.lib.refusal import Refusal

MOST_THEMES = 300
MOST_WORDS = 200  # of one theme
DEEPEST = 3  # levels
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


@dataclass(frozen=True, slots=True)
class Example:
    """A comment that speaks of a theme (`about`), or that was wrongly taken to. score: 0..10 where known."""

    text: str
    about: bool = True
    score: int | None = None


@dataclass(frozen=True, slots=True)
class Theme:
    """names: by language. words, without: of all languages together. parent: id of the theme above it."""

    id: str
    names: Mapping[str, str]
    words: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    parent: str | None = None
    followed: bool = False

    def name(self, language: str) -> str:
        return self.names.get(language) or self.names.get("en") or next(iter(self.names.values()))


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Themes in the order in which they are listed. Made by `taxonomy`, which checks it."""

    themes: tuple[Theme, ...] = ()
    version: int = 1
    _by_id: Mapping[str, Theme] = field(default_factory=dict, repr=False, compare=False)

    def __getitem__(self, theme: str) -> Theme:
        if theme not in self._by_id:
            raise Refusal("no_such_theme", f"There is no theme {theme!r}.", field="theme")
        return self._by_id[theme]

    def __contains__(self, theme: str) -> bool:
        return theme in self._by_id

    def lineage(self, theme: str) -> list[str]:
        """The theme and those above it."""
        line, here = [theme], self[theme].parent
        while here is not None:
            line.append(here)
            here = self[here].parent
        return line


def taxonomy(themes: Iterable[Theme], version: int = 1) -> Taxonomy:
    """A checked taxonomy, or a refusal that names the theme and the rule."""
    listed = tuple(_tidy(theme) for theme in themes)
    made = Taxonomy(listed, version, {theme.id: theme for theme in listed})
    if len(listed) > MOST_THEMES:
        raise Refusal("too_many_themes", f"{len(listed)} themes; {MOST_THEMES} are the most.", field="themes")
    if len(made._by_id) < len(listed):
        raise Refusal("theme_twice", "Two themes have the same id.", field="themes")
    for theme in listed:
        _check(made, theme)
    return made


def _tidy(theme: Theme) -> Theme:
    return replace(
        theme,
        names={language: " ".join(name.split()) for language, name in theme.names.items() if name.strip()},
        words=_words(theme.words),
        without=_words(theme.without),
    )


def _words(words: Iterable[str]) -> tuple[str, ...]:
    plain = (" ".join(word.casefold().replace("’", "'").split()) for word in words)
    return tuple(dict.fromkeys(word for word in plain if word.strip("*")))


def _check(made: Taxonomy, theme: Theme) -> None:
    if not _ID.fullmatch(theme.id):
        raise Refusal("theme_id", f"{theme.id!r} is no id: small letters, figures, - and _.", field="id")
    if not theme.names:
        raise Refusal("theme_unnamed", f"Theme {theme.id} has no name.", field="names")
    if len(theme.words) + len(theme.without) > MOST_WORDS:
        raise Refusal("too_many_words", f"Theme {theme.id} has over {MOST_WORDS} words.", field="words")
    if theme.parent is not None and theme.parent not in made:
        raise Refusal(
            "no_such_theme",
            f"Theme {theme.id} lies under {theme.parent!r}, which is not there.",
            field="parent",
        )
    above, here = [theme.id], theme.parent
    while here is not None:
        if here in above:
            raise Refusal("theme_circle", f"Theme {theme.id} lies under itself.", field="parent")
        above.append(here)
        here = made[here].parent
    if len(above) > DEEPEST:
        raise Refusal(
            "too_deep",
            f"Theme {theme.id} lies {len(above)} levels deep; {DEEPEST} are the most.",
            field="parent",
        )


def put(old: Taxonomy, theme: Theme) -> Taxonomy:
    """With this theme: in the place of the one with its id, or as the last."""
    if theme.id in old:
        return _changed(old, (theme if one.id == theme.id else one for one in old.themes))
    return _changed(old, (*old.themes, theme))


def fresh_id(old: Taxonomy, name: str) -> str:
    """An id for a new theme, of the letters of its name where they are plain ones."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:50] or "theme"
    wanted, n = plain, 2
    while wanted in old:
        wanted, n = f"{plain}-{n}", n + 1
    return wanted


def drop(old: Taxonomy, theme: str) -> Taxonomy:
    """Without it; what lay under it moves up."""
    gone = old[theme]
    rest = (one for one in old.themes if one.id != theme)
    return _changed(old, (replace(one, parent=gone.parent) if one.parent == theme else one for one in rest))


def merge(old: Taxonomy, into: str, others: Sequence[str]) -> Taxonomy:
    """The others' words, examples and sub-themes become those of `into`, which keeps its id and name."""
    kept = old[into]
    gone = [old[other] for other in others if other != into]
    ids = {other.id for other in gone}
    lines = [kept, *gone]
    words = tuple(dict.fromkeys(word for one in lines for word in one.words))
    parent = kept.parent
    while parent in ids:
        parent = old[parent].parent if parent else None
    whole = replace(
        kept,
        words=words,
        without=tuple(w for w in dict.fromkeys(w for one in lines for w in one.without) if w not in words),
        examples=tuple(dict.fromkeys(example for one in lines for example in one.examples)),
        followed=any(one.followed for one in lines),
        parent=parent,
    )
    rest = (whole if one.id == into else one for one in old.themes if one.id not in ids)
    return _changed(
        old, (replace(one, parent=into) if one.parent in ids and one.id != into else one for one in rest)
    )


def split(old: Taxonomy, theme: str, new: Theme) -> Taxonomy:
    """`new` takes its words and examples away from `theme`, beside which it stands."""
    kept = old[theme]
    if new.id in old:
        raise Refusal("theme_twice", f"There is a theme {new.id!r} already.", field="id")
    taken, moved = set(_words(new.words)), set(new.examples)
    left = replace(
        kept,
        words=tuple(word for word in kept.words if word not in taken),
        examples=tuple(example for example in kept.examples if example not in moved),
    )
    place = [one.id for one in old.themes].index(theme)
    beside = replace(new, parent=kept.parent)
    return _changed(old, (*old.themes[:place], left, beside, *old.themes[place + 1 :]))


def rename(old: Taxonomy, theme: str, language: str, name: str) -> Taxonomy:
    return put(old, replace(old[theme], names={**old[theme].names, language: name}))


def nest(old: Taxonomy, theme: str, parent: str | None) -> Taxonomy:
    return put(old, replace(old[theme], parent=parent))


def follow(old: Taxonomy, theme: str, followed: bool = True) -> Taxonomy:
    """A followed theme is told of in digests, however small it is."""
    return put(old, replace(old[theme], followed=followed))


def correct(old: Taxonomy, theme: str, text: str, about: bool, score: int | None = None) -> Taxonomy:
    """Somebody says that a comment is about the theme, or is not; the last word counts."""
    others = tuple(example for example in old[theme].examples if example.text != text)
    return put(old, replace(old[theme], examples=(*others, Example(text, about, score))))


def _changed(old: Taxonomy, themes: Iterable[Theme]) -> Taxonomy:
    return taxonomy(themes, old.version + 1)


def to_json(given: Taxonomy) -> dict[str, Any]:
    """Plain data, to be kept, sent and read again by `from_json`."""
    return {
        "version": given.version,
        "themes": [
            {
                "id": theme.id,
                "names": dict(theme.names),
                "words": list(theme.words),
                "without": list(theme.without),
                "examples": [
                    {"text": one.text, "about": one.about, "score": one.score} for one in theme.examples
                ],
                "parent": theme.parent,
                "followed": theme.followed,
            }
            for theme in given.themes
        ],
    }


def from_json(data: Any) -> Taxonomy:
    """What `to_json` gave, or somebody wrote by hand; a refusal where it is not of that shape."""
    try:
        themes = [_theme(one) for one in data["themes"]]
        version = int(data.get("version", 1))
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise Refusal("not_a_taxonomy", "That is not a list of themes.", field="themes") from fault
    return taxonomy(themes, version)


def _theme(one: Mapping[str, Any]) -> Theme:
    return Theme(
        id=str(one["id"]),
        names={str(language): str(name) for language, name in one["names"].items()},
        words=tuple(str(word) for word in one.get("words", ())),
        without=tuple(str(word) for word in one.get("without", ())),
        examples=tuple(
            Example(str(e["text"]), bool(e.get("about", True)), e.get("score"))
            for e in one.get("examples", ())
        ),
        parent=None if one.get("parent") is None else str(one["parent"]),
        followed=bool(one.get("followed", False)),
    )
