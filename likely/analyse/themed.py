"""Scored comments from text to findings: themes, what each does to the score, and the reasons on either side.

    read → sentiment → taxonomy (given, or discovered) → tags → effects → reasons

The same for a file on a laptop and for a workspace; nothing is kept and nothing is sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from likely.analyse.theme_effects import (
    FEWEST,
    Tagged,
    ThemeCourse,
    ThemeEffects,
    courses,
    theme_effects,
)
from likely.analyse.theme_reasons import TopReason, top_reasons
from likely.stats.scale import group_of
from likely.text.comment import Comment, Known, read_comments
from likely.text.duplicates import originals
from likely.text.sentiment import Sentiment, learn
from likely.text.tagging import Tag, Tagger, learn_themes
from likely.text.taxonomy import Taxonomy, taxonomy
from likely.text.topics import Topics, clauses_of, discover

RECENT_DAYS = 28  # that are held against all before them, for what rises and what is new


@dataclass(frozen=True, slots=True)
class Said:
    """One scored comment. score: 0..10."""

    score: int
    text: str
    on: date | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Themed:
    """All that was found. tagged, favour: one by one as they came in. topics: what was discovered, if it was.

    favour: 0..1, how favourable each comment sounds, told by what other comments have taught.
    """

    taxonomy: Taxonomy
    comments: tuple[Comment, ...]
    tagged: tuple[Tagged, ...]
    favour: tuple[float, ...]
    effects: ThemeEffects
    recommend: tuple[TopReason, ...]
    not_recommend: tuple[TopReason, ...]
    courses: tuple[ThemeCourse, ...]
    topics: Topics | None = None

    @property
    def texts(self) -> list[str]:
        return [comment.text for comment in self.comments]


def themed(
    said: Sequence[Said],
    given: Taxonomy | None = None,
    *,
    known: Known | None = None,
    sentiment: Sentiment | None = None,
    before: Topics | None = None,
    smallest: int = FEWEST,
) -> Themed:
    """given: the workspace's taxonomy; without one, themes are discovered, `before` keeping their ids.

    sentiment: learnt from these very comments where none is given. smallest: comments under which nothing is
    told of a theme.
    """
    comments = read_comments([one.text for one in said], known)
    topics = None
    if given is None:
        topics = discover(clauses_of(_without_copies(comments)), before=before)
        given = taxonomy([topic.theme() for topic in topics.topics])
    tagged, favour = _tagged(said, comments, given, sentiment)
    effects = theme_effects(tagged, smallest)
    texts = [comment.text for comment in comments]
    return Themed(
        given,
        tuple(comments),
        tuple(tagged),
        tuple(favour),
        effects,
        top_reasons(effects, tagged, texts, 1, favour),
        top_reasons(effects, tagged, texts, -1, favour),
        _courses(tagged),
        topics,
    )


def _tagged(
    said: Sequence[Said], comments: Sequence[Comment], given: Taxonomy, sentiment: Sentiment | None
) -> tuple[list[Tagged], list[float]]:
    """With how favourable each sounds. No tag has seen the score of its comment.

    Else a low score would make blame, and blame explain it. So praise and blame are judged, half by half, by
    what the other half has taught.
    """
    learnt = learn_themes(given, comments)
    everybody = range(len(said))
    halves = everybody[::2], everybody[1::2]
    judges = (
        [(sentiment, everybody)]
        if sentiment
        else [(_taught(said, comments, other), half) for half, other in (halves, halves[::-1])]
    )
    tags: dict[int, tuple[Tag, ...]] = {}
    favour: dict[int, float] = {}
    for judge, places in judges:
        ours = [comments[place] for place in places]
        tags.update(zip(places, Tagger(given, judge, learnt).tag(ours), strict=True))
        favour.update(zip(places, judge.of([comment.text for comment in ours]), strict=True))
    tagged = [Tagged(one.score, tags[place], one.on) for place, one in enumerate(said)]
    return tagged, [favour[place] for place in range(len(said))]


def _taught(said: Sequence[Said], comments: Sequence[Comment], places: Sequence[int]) -> Sentiment:
    told = (place for place in places if comments[place].spam is None)
    pairs = [(group_of(said[place].score), comments[place].text) for place in told]
    return learn([(group == "promoter", text) for group, text in pairs if group != "passive"])


def _without_copies(comments: Sequence[Comment]) -> list[Comment]:
    """A text that was pasted a hundred times must not become a theme."""
    first = originals([comment.text for comment in comments])
    return [comment for place, comment in enumerate(comments) if first[place] == place]


def _courses(tagged: Sequence[Tagged]) -> tuple[ThemeCourse, ...]:
    newest = max((one.on for one in tagged if one.on is not None), default=None)
    return courses(tagged, newest - timedelta(days=RECENT_DAYS - 1)) if newest else ()
