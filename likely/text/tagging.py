"""Which themes a comment speaks of, clause by clause, and whether it praises or blames each.

    read → words of the taxonomy → what examples taught → polarity of each clause

"Fast delivery but rude driver" is praise of one theme and blame of another. What somebody said by hand about
a comment holds against everything else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from likely.text.comment import Comment, read_comment
from likely.text.examples import FROM, Labelled, Learnt, learn
from likely.text.grams import Grams
from likely.text.rules import Rules
from likely.text.sentiment import Sentiment, polarity
from likely.text.taxonomy import Taxonomy

By = Literal["words", "examples", "hand"]

FEWEST_EXAMPLES = 10  # of a theme, before anything is learnt from them
BACKGROUND = 100  # comments without labels that count as weak examples, at least
WEAK = 0.3


@dataclass(frozen=True, slots=True)
class Tag:
    """polarity: 1 praise, -1 blame, 0 neither or both. clause: its place in the comment, -1: all of it."""

    theme: str
    polarity: int
    clause: int
    by: By


class Tagger:
    """A taxonomy and a sentiment, ready for comments. One comment or many: the tags are the same."""

    def __init__(self, taxonomy: Taxonomy, sentiment: Sentiment, learnt: Learnt | None = None) -> None:
        self.taxonomy = taxonomy
        self._rules = Rules(taxonomy)
        self._sentiment = sentiment
        self._learnt = learnt
        self._grams = Grams()
        self._by_hand = {
            (example.text, theme.id): example.about for theme in taxonomy.themes for example in theme.examples
        }
        self._judged = {text for text, _ in self._by_hand}

    def tag(
        self, comments: Sequence[Comment], scores: Sequence[int | None] | None = None
    ) -> list[tuple[Tag, ...]]:
        """scores: 0..10 where known; they decide what a comment of one clause leaves open."""
        given = list(scores) if scores else [None] * len(comments)
        polarities = self._polarities(comments, given)
        learnt = self._from_examples(comments, given)
        return [
            self._tags(comment, polarities[place], learnt[place]) for place, comment in enumerate(comments)
        ]

    def _polarities(self, comments: Sequence[Comment], scores: Sequence[int | None]) -> list[list[int]]:
        """Of each clause, and of the whole comment as the last."""
        clauses = [clause for comment in comments for clause in comment.clauses]
        odds = iter(self._sentiment.of_rows(self._grams.rows(clauses)).tolist())
        found = []
        for comment, score in zip(comments, scores, strict=True):
            each = [polarity(next(odds)) for _ in comment.clauses]
            leaning = 0 if score is None else 1 if score >= 9 else -1 if score <= 6 else 0
            plain = set(each) - {0}
            if len(plain) < 2:  # all of one mind: what can't be told follows the rest, or else the score
                leaning = leaning if not plain or leaning in plain else 0
                each = [one or leaning for one in each]
            whole = 0 if {1, -1} <= set(each) else (max(each, key=abs) if each else leaning)
            found.append([*each, whole])
        return found

    def _from_examples(self, comments: Sequence[Comment], scores: Sequence[int | None]) -> list[list[str]]:
        if self._learnt is None or not comments:
            return [[] for _ in comments]
        values = self._learnt.values([comment.text for comment in comments], scores) > FROM
        kept = [theme in self.taxonomy for theme in self._learnt.themes]
        return [
            [
                theme
                for theme, there, known in zip(self._learnt.themes, row, kept, strict=True)
                if there and known
            ]
            if comment.clauses
            else []
            for comment, row in zip(comments, values.tolist(), strict=True)
        ]

    def _tags(self, comment: Comment, polarities: Sequence[int], learnt: Sequence[str]) -> tuple[Tag, ...]:
        tags: dict[tuple[str, int], Tag] = {}
        for place, clause in enumerate(comment.clauses):
            for theme in self._rules.themes_of(clause, comment.language):
                side = polarities[place]
                tags.setdefault((theme, side), Tag(theme, side, place, "words"))
        named = {theme for theme, _ in tags}
        for theme in learnt:
            if theme not in named:
                tags[theme, 9] = Tag(theme, polarities[-1], -1, "examples")
        found = tuple(tags.values())
        return self._corrected(comment.text, found, polarities[-1]) if comment.text in self._judged else found

    def _corrected(self, text: str, tags: Sequence[Tag], whole: int) -> tuple[Tag, ...]:
        kept = [tag for tag in tags if self._by_hand.get((text, tag.theme), True)]
        named = {tag.theme for tag in kept}
        for theme in self.taxonomy.themes:
            if self._by_hand.get((text, theme.id)) and theme.id not in named:
                kept.append(Tag(theme.id, whole, -1, "hand"))
        return tuple(kept)


def learn_themes(
    taxonomy: Taxonomy, comments: Sequence[Comment], scores: Sequence[int | None] | None = None
) -> Learnt | None:
    """What the examples of the taxonomy teach; None where no theme has FEWEST_EXAMPLES of them.

    comments, scores: of the workspace, without labels. Some of them count, weakly, as examples of no more
    than their words say: who collects examples of a theme seldom collects what is not about it.
    """
    rules = Rules(taxonomy)
    examples = _given(taxonomy, rules)
    if examples is None:
        return None
    texts = {example.text for example in examples}
    known = list(scores) if scores else [None] * len(comments)
    others = [pair for pair in zip(comments, known, strict=True) if pair[0].text not in texts]
    step = max(len(others) // max(BACKGROUND, 2 * len(examples)), 1)
    weak = [
        Labelled(comment.text, _by_words(rules, comment), score, WEAK) for comment, score in others[::step]
    ]
    return learn([*examples, *weak], [comment.text for comment, _ in others], [score for _, score in others])


def _given(taxonomy: Taxonomy, rules: Rules) -> list[Labelled] | None:
    """The examples, comment by comment; a comment also speaks of whatever its words name."""
    if not any(sum(one.about for one in theme.examples) >= FEWEST_EXAMPLES for theme in taxonomy.themes):
        return None
    said: dict[str, dict[str, bool]] = {}
    score: dict[str, int | None] = {}
    for theme in taxonomy.themes:
        for one in theme.examples:
            said.setdefault(one.text, {})[theme.id] = one.about
            score[one.text] = one.score
    return [
        Labelled(
            text,
            frozenset(theme for theme, about in judged.items() if about)
            | (_by_words(rules, read_comment(text)) - judged.keys()),
            score[text],
        )
        for text, judged in said.items()
    ]


def _by_words(rules: Rules, comment: Comment) -> frozenset[str]:
    return frozenset(
        theme for clause in comment.clauses for theme in rules.themes_of(clause, comment.language)
    )
