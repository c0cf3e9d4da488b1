"""A classifier of themes that learns from a handful of examples of each, and from comments without labels.

Ridge regression on a sum of likenesses between two comments:
  the columns that they share (`likely.text.grams`, TF-IDF, cosine)
  + 0.5 · what they share with the same other comments (landmarks: comments that nobody has labelled)
  + 0.2 · how near their scores are + 0.1 · how near their lengths are.

Examples are picked theme by theme, so rare themes are over-represented in them. How frequent a theme is among
the comments without labels is estimated with the model itself, the examples are weighted accordingly, and it
is fitted again (a hard-count form of Saerens, Latinne, Decaestecker 2002). Everything is a linear system of
the size of the examples: a correction is learnt at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from likely.text.grams import Grams, idf_of, weighted
from likely.text.words import normalised

# NumPy is imported where it is used: `import likely` must stay light.

FROM = 0.35  # fitted value from which a comment is taken to speak of a theme
MOST_LANDMARKS = 1500
AT_ONCE = 4000  # comments whose likenesses are in memory at the same time
_CALM = 0.6  # of the ridge
_ROUNDS = 5
_RAREST = 0.002  # the least share of the comments that a theme is thought to have
_LEAST_WEIGHT, _MOST_WEIGHT = 0.15, 8.0
_SHARED, _NEAR, _LENGTH = 0.5, 0.2, 0.1


@dataclass(frozen=True, slots=True)
class Labelled:
    """A comment and all the themes that it speaks of. score: 0..10 where known. sure: 0..1, its weight."""

    text: str
    themes: frozenset[str]
    score: float | None = None
    sure: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Comments as the likenesses see them. near: to the landmarks, length 1. score: NaN where unknown."""

    words: Any
    near: Any
    score: Any
    length: Any


@dataclass(frozen=True, slots=True, eq=False)
class Learnt:
    """themes: the columns of what `values` gives."""

    themes: tuple[str, ...]
    idf: Any
    landmarks: Any
    examples: _Rows
    weights: Any  # examples × themes
    base: Any  # one a theme

    def values(self, texts: Sequence[str], scores: Sequence[float | None] | None = None) -> Any:
        """Fitted values, comments × themes, about 0 (does not speak of it) to 1 (does)."""
        import numpy as np

        found = [np.zeros((0, len(self.themes)))]
        for start in range(0, len(texts), AT_ONCE):
            here = slice(start, start + AT_ONCE)
            rows = _rows(texts[here], scores[here] if scores else None, self.idf, self.landmarks)
            found.append(_likeness(rows, self.examples) @ self.weights + self.base)
        return np.concatenate(found)


def learn(
    examples: Sequence[Labelled],
    unlabelled: Sequence[str] = (),
    scores: Sequence[float | None] | None = None,
) -> Learnt:
    """unlabelled, scores: other comments of the workspace; an even part of them becomes landmarks."""
    import numpy as np

    themes = tuple(sorted({theme for example in examples for theme in example.themes}))
    step = max(len(unlabelled) // MOST_LANDMARKS, 1)
    others, their_scores = list(unlabelled[::step]), list(scores[::step]) if scores else None
    texts = [example.text for example in examples]
    counts = Grams().rows(map(normalised, [*texts, *unlabelled]))
    idf = idf_of(counts)
    landmarks = weighted(Grams().rows(map(normalised, others or texts)), idf)
    rows = _rows(texts, [example.score for example in examples], idf, landmarks)
    given = np.array([[theme in example.themes for theme in themes] for example in examples], dtype=float)
    alike = _likeness(rows, rows)
    sure = np.array([example.sure for example in examples])
    solved, base = _solve(alike, given, sure)
    if others:
        seen = _likeness(_rows(others, their_scores, idf, landmarks), rows)
        for _ in range(_ROUNDS):
            weights = _reweighted(given, _frequencies(seen @ solved + base))
            solved, base = _solve(alike, given, sure * weights)
    return Learnt(themes, idf, landmarks, rows, solved, base)


def _solve(alike: Any, given: Any, weights: Any) -> tuple[Any, Any]:
    import numpy as np
    from threadpoolctl import threadpool_limits

    base = np.average(given, axis=0, weights=weights)
    with threadpool_limits(1):  # on a busy machine two threads are slower than one
        return np.linalg.solve(alike + _CALM * np.diag(1 / weights), given - base), base


def _frequencies(values: Any) -> Any:
    """Share of the comments that each theme has: those above FROM, and the likeliest of each comment."""
    import numpy as np

    taken = values > FROM
    taken[np.arange(len(values)), values.argmax(axis=1)] = True
    return np.maximum(taken.mean(axis=0), _RAREST)


def _reweighted(given: Any, frequencies: Any) -> Any:
    """An example weighs as its themes are frequent, over how frequent they are among the examples."""
    import numpy as np

    ratio = frequencies / np.maximum(given.mean(axis=0), 1e-9)
    themes = given.sum(axis=1)
    weights = np.where(themes > 0, given @ ratio / np.maximum(themes, 1), 1.0)
    return np.clip(weights / weights.mean(), _LEAST_WEIGHT, _MOST_WEIGHT)


def _rows(texts: Sequence[str], scores: Sequence[float | None] | None, idf: Any, landmarks: Any) -> _Rows:
    import numpy as np

    words = weighted(Grams().rows(map(normalised, texts)), idf)
    near = (words @ landmarks.T).toarray()
    near /= np.maximum(np.linalg.norm(near, axis=1, keepdims=True), 1e-9)
    known = [np.nan if score is None else float(score) for score in scores or [None] * len(texts)]
    return _Rows(words, near, np.array(known), np.log1p([len(text) for text in texts]))


def _likeness(ours: _Rows, theirs: _Rows) -> Any:
    import numpy as np

    alike = (ours.words @ theirs.words.T).toarray() + _SHARED * ours.near @ theirs.near.T
    scores = np.exp(-(((ours.score[:, None] - theirs.score[None, :]) / 1.5) ** 2))
    lengths = np.exp(-2 * (ours.length[:, None] - theirs.length[None, :]) ** 2)
    return alike + _NEAR * np.nan_to_num(scores) + _LENGTH * lengths
