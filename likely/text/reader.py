"""What reads the comments of one workspace: its languages, its judges of praise and blame, and its themes.

Made from an even sample of what was written; then each comment is read by itself, in any order and number,
and memory stays at what the reader holds. Two judges, taught by one half of the texts each, judge the other:
no comment is judged by what its own score has taught.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from likely.text.comment import Comment, Known, known_of, read_comment, read_comments
from likely.text.duplicates import originals
from likely.text.sentiment import Sentiment, learn
from likely.text.tagging import Tag, Tagger, learn_themes
from likely.text.taxonomy import Taxonomy, Theme, taxonomy
from likely.text.topics import clauses_of, discover

FEWEST_COMMENTS = 100  # before themes are discovered
SAME_WORDS = 0.5  # of the shorter list, from which two discovered themes are one

Judged = tuple[bool | None, str]  # whether its writer recommends, None where that is not told; the comment


@dataclass(frozen=True, slots=True)
class Reading:
    """favour: 0..1, how favourable it sounds. guessed: a theme that no word of it names."""

    tags: tuple[Tag, ...]
    favour: float
    language: str
    says_nothing: bool
    guessed: bool


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """known: the languages. taggers: for texts of either half."""

    known: Known
    judges: tuple[Sentiment, Sentiment]
    taggers: tuple[Tagger, Tagger]

    def read(self, texts: Sequence[str]) -> list[Reading]:
        comments = [read_comment(text, self.known) for text in texts]
        halves = [half_of(text) for text in texts]
        found: dict[int, Reading] = {}
        for half, (judge, tagger) in enumerate(zip(self.judges, self.taggers, strict=True)):
            places = [place for place, its in enumerate(halves) if its == half]
            if not places:
                continue
            ours = [comments[place] for place in places]
            favour = judge.of([comment.text for comment in ours])
            for place, tags, value in zip(places, tagger.tag(ours), favour, strict=True):
                found[place] = _reading(comments[place], tags, value)
        return [found[place] for place in range(len(texts))]


def _reading(comment: Comment, tags: tuple[Tag, ...], favour: float) -> Reading:
    guessed = any(tag.by == "examples" for tag in tags)
    return Reading(tags, favour, comment.language, not comment.clauses, guessed)


def half_of(text: str) -> int:
    """0 or 1; the same text is always in the same half."""
    return zlib.crc32(text.encode("utf-8", "replace")) & 1


def reader_of(sample: Sequence[Judged], themes: Taxonomy) -> Reader:
    """themes: with examples, where some were given by hand. sample: of the workspace's comments."""
    known = known_of([text for _, text in sample])
    judges = _taught(sample, 1), _taught(sample, 0)
    comments = [read_comment(text, known) for _, text in sample] if _has_examples(themes) else []
    learnt = learn_themes(themes, comments) if comments else None
    # What was said by hand belongs to a response, not to whoever wrote the same: the taggers do not see it.
    plain = taxonomy(replace(theme, examples=()) for theme in themes.themes)
    first, second = (Tagger(plain, judge, learnt) for judge in judges)
    return Reader(known, judges, (first, second))


def _taught(sample: Sequence[Judged], half: int) -> Sentiment:
    return learn([(good, text) for good, text in sample if good is not None and half_of(text) == half])


def _has_examples(themes: Taxonomy) -> bool:
    return any(theme.examples for theme in themes.themes)


def discovered(texts: Sequence[str], before: Taxonomy | None = None) -> Taxonomy:
    """Themes found in the texts; none in too few. before: those of last time, which keep id and name."""
    if len(texts) < FEWEST_COMMENTS:
        return taxonomy(())
    comments = read_comments(texts)
    first = originals([comment.text for comment in comments])
    once = [comment for place, comment in enumerate(comments) if first[place] == place]
    found = [topic.theme() for topic in discover(clauses_of(once)).topics]
    return taxonomy(_kept(found, before) if before else found)


def _kept(found: Sequence[Theme], before: Taxonomy) -> list[Theme]:
    """A theme that shares half of its words with one of before is that one; the others get new numbers."""
    left = {theme.id: theme for theme in before.themes}
    used = [int(id[1:]) for id in left if id[:1] == "t" and id[1:].isdigit()]
    fresh, made = max(used, default=0), []
    for theme in found:
        old = max(left.values(), key=lambda one: _alike(one, theme), default=None)
        if old is not None and _alike(old, theme) >= SAME_WORDS:
            made.append(replace(theme, id=old.id, names=old.names))
            del left[old.id]
        else:
            fresh += 1
            made.append(replace(theme, id=f"t{fresh}"))
    return made


def _alike(one: Theme, other: Theme) -> float:
    ours, theirs = set(one.words), set(other.words)
    return len(ours & theirs) / max(min(len(ours), len(theirs)), 1)
