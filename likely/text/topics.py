"""Themes that nobody has named yet, discovered in clauses: non-negative matrix factorisation of TF-IDF.

    clauses → their words of meaning → columns (`likely.text.grams`) → k parts → names by class-based TF-IDF

Clauses, not comments: one clause names one thing. Grammar, praise, blame and negation are left out, so that
parts are about things, and praise and blame of one thing stay together. The start is deterministic (NNDSVD),
so the same clauses give the same themes; as data grows, the old parts are the start of the new and keep their
ids while they stay alike.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from likely.text.class_tfidf import class_tfidf
from likely.text.comment import Comment
from likely.text.grams import Grams, columns_of, pieces, weighted
from likely.text.taxonomy import Theme
from likely.text.topic_words import (
    Clause,
    Frequent,
    Key,
    Terms,
    frequent_words,
    judges,
    lead_by_frequent,
    lead_by_thing,
    leading,
    own_words,
    phrases_of,
    terms_of,
)
from likely.text.words import Vocabulary

# NumPy and scikit-learn are imported where they are used: `import likely` must stay light.

MOST_TOPICS = 40
FEW = 10  # topics that are looked for in some hundred clauses
MOST_CLAUSES = 12_000  # that parts are learnt from; all are then assigned
MOST_COLUMNS = 6000
LEAST_CLAUSES = 6  # of a topic, and that a column must stand in
BELONGS = 0.25  # likeness to a part from which a clause belongs to it
SAME = 0.5  # cosine of an old part and a new from which they are the same theme


@dataclass(frozen=True, slots=True)
class Topic:
    """words: what stands for it, the weightiest first. phrases: typical clauses. share: 0..1 of them all."""

    id: str
    name: str
    language: str
    words: tuple[str, ...]
    phrases: tuple[str, ...]
    n: int
    share: float

    def theme(self) -> Theme:
        """As a theme that can be edited; its words are its rule."""
        return Theme(self.id, {self.language: self.name}, self.words)


@dataclass(frozen=True, slots=True, eq=False)
class Topics:
    """topics: the most frequent first. parts: topics × columns of length 1. of: the topic of each clause."""

    topics: tuple[Topic, ...]
    parts: Any
    idf: Any
    of: tuple[int, ...]  # place of the topic in `topics`, -1 where none fits

    @property
    def unexplained(self) -> float:
        """Share (0..1) of the clauses that belong to no topic."""
        return sum(place < 0 for place in self.of) / len(self.of) if self.of else 0.0


def clauses_of(comments: Sequence[Comment]) -> list[Clause]:
    """Every clause that has a word of meaning."""
    vocabulary = Vocabulary()
    found = []
    for comment in comments:
        for clause in comment.clauses:
            words = vocabulary.words(clause, comment.language)
            told = tuple(word for word in words if word.kind == "content")
            if told:
                found.append(Clause(clause, comment.language, told))
    return found


def discover(clauses: Sequence[Clause], most: int = MOST_TOPICS, before: Topics | None = None) -> Topics:
    """At most `most` topics. before: those found last time, kept where the clauses still bear them."""
    import numpy as np

    counts = Grams().rows(clause.said for clause in clauses)
    most_clauses = max(0.25 * len(clauses), min(0.5 * len(clauses), 50), LEAST_CLAUSES)
    frequent = frequent_words(clauses, most_clauses)
    columns = _columns(counts, most_clauses, frequent.things)
    k = min(most, max(len(clauses) // 30, min(len(clauses) // 8, FEW)), len(columns))
    if k < 2:
        return Topics((), None, None, (-1,) * len(clauses))
    idf = np.zeros(counts.shape[1], dtype=np.float32)
    df = np.bincount(counts.indices, minlength=counts.shape[1])
    idf[columns] = np.log(len(clauses) / df[columns]) + 1
    rows = weighted(counts, idf)[:, columns]
    parts = _parts(rows, k, None if before is None or before.parts is None else before.parts[:, columns])
    whole = np.zeros((len(parts), counts.shape[1]), dtype=np.float32)
    whole[:, columns] = parts
    place = _assigned(rows, parts)
    return _told(clauses, place, whole, idf, before, frequent)


def _columns(counts: Any, most: float, frequent: Sequence[str]) -> Any:
    """Columns that stand in enough clauses and in `most` at most, the most telling MOST_COLUMNS.

    Those of the frequent words are let in, in however many they stand.
    """
    import numpy as np

    n = counts.shape[0]
    df = np.bincount(counts.indices, minlength=counts.shape[1])
    fits = (df >= LEAST_CLAUSES) & (df <= most)
    stems = [key.partition(":")[2] for key in frequent]
    fits[[column for stem in stems for piece in pieces(stem) for column in columns_of(piece)]] = True
    fit = np.flatnonzero(fits & (df > 0))
    telling = df[fit] * np.log(max(n, 2) / df[fit]) ** 2
    return np.sort(fit[np.argsort(-telling, kind="stable")[:MOST_COLUMNS]])


def _parts(rows: Any, k: int, before: Any) -> Any:
    """k parts of length 1, by NMF of an even sample of the rows; those of `before` come first, in order."""
    import warnings

    import numpy as np
    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning
    from threadpoolctl import threadpool_limits

    sample = rows[:: max(rows.shape[0] // MOST_CLAUSES, 1)]
    sample = sample[np.diff(sample.indptr) > 0]
    model = NMF(k, init="nndsvd", random_state=0, max_iter=80, tol=2e-3)
    # on a busy machine the threads of small products wait for each other ten times as long as they work
    with warnings.catch_warnings(), threadpool_limits(1):
        warnings.simplefilter("ignore", ConvergenceWarning)  # the order of the words is settled long before
        warnings.simplefilter("ignore", RuntimeWarning)  # a remainder of next to nothing, rounded below it
        model.fit(sample)
        parts = model.components_
        if before is not None:
            parts = _with_before(parts, before, sample, k)
    length = np.linalg.norm(parts, axis=1, keepdims=True)
    return (parts / np.maximum(length, 1e-12))[length.ravel() > 0]


def _with_before(fresh: Any, before: Any, sample: Any, k: int) -> Any:
    """The old parts, refitted, and those fresh ones that none of them is like."""
    import numpy as np
    from sklearn.decomposition import NMF

    kept = before[np.linalg.norm(before, axis=1) > 0.3]  # the others' words are hardly used any more
    fresh = fresh / np.maximum(np.linalg.norm(fresh, axis=1, keepdims=True), 1e-12)
    new = fresh[(fresh @ kept.T).max(axis=1) < SAME] if len(kept) else fresh
    start = np.vstack([kept, new])[: max(k, len(kept))].astype(sample.dtype)
    loads = np.maximum(sample @ start.T, 1e-6)
    model = NMF(len(start), init="custom", max_iter=20, tol=2e-3)
    model.fit(sample, W=np.ascontiguousarray(loads), H=np.ascontiguousarray(np.maximum(start, 1e-9)))
    return model.components_


def _assigned(rows: Any, parts: Any) -> Any:
    """The place of the likest part of each row; -1 where none is like enough."""
    import numpy as np

    place = np.full(rows.shape[0], -1)
    for start in range(0, rows.shape[0], 20_000):
        alike = rows[start : start + 20_000] @ parts.T.astype(np.float32)
        best = alike.argmax(axis=1)
        fits = alike[np.arange(len(best)), best] >= BELONGS
        place[start : start + 20_000] = np.where(fits, best, -1)
    return place


def _told(
    clauses: Sequence[Clause],
    place: Any,
    parts: Any,
    idf: Any,
    before: Topics | None,
    frequent: Frequent,
) -> Topics:
    """The topics with names, ids and phrases, the most frequent first."""
    import numpy as np

    total = terms_of(clauses).counts
    groups = _merged(clauses, place, parts, frequent)
    members = [[clauses[clause] for clause in group.clauses] for group in groups]
    whole = np.array([group.part for group in groups]) if groups else parts[:0]
    terms = [terms_of(mine) for mine in members]
    weights = class_tfidf([its.counts for its in terms])
    ids = _ids(whole, before)
    topics = []
    of = [-1] * len(clauses)
    for rank, mine in enumerate(members):
        first = groups[rank].first
        others = leading(weights[rank], terms[rank], frequent)
        words = [first, *(key for key in others if key != first and not judges(key, terms[rank]))]
        topics.append(
            Topic(
                id=ids[rank],
                name=_name(words, weights[rank], terms[rank], before, ids[rank]),
                language=Counter(clause.language for clause in mine).most_common(1)[0][0],
                words=tuple(
                    dict.fromkeys(
                        terms[rank].spelt[word] for word in own_words(words, terms[rank].counts, total)
                    )
                ),
                phrases=phrases_of(mine, weights[rank]),
                n=len(mine),
                share=len(mine) / len(clauses),
            )
        )
        for clause in groups[rank].clauses:
            of[clause] = rank
    return Topics(tuple(topics), whole, idf, tuple(of))


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """A topic: the word that leads it, the places of its clauses, its part."""

    first: Key
    clauses: list[int]
    part: Any


def _merged(clauses: Sequence[Clause], place: Any, parts: Any, frequent: Frequent) -> list[_Group]:
    """The topics, the largest first; parts led by the same word are one topic.

    So are those led by the same two, those whose word is written alike in two languages, and praise or blame
    of one thing with that thing.
    """
    import numpy as np

    members: list[list[int]] = [[] for _ in parts]
    for clause, part in enumerate(place.tolist()):
        if part >= 0:
            members[part].append(clause)
    order = [part for part in range(len(parts)) if len(members[part]) >= LEAST_CLAUSES]
    terms = [terms_of(clauses[clause] for clause in members[part]) for part in order]
    weights = class_tfidf([its.counts for its in terms])
    sizes = [len(members[part]) for part in order]
    words = [leading(mine, its, frequent) for mine, its in zip(weights, terms, strict=True)]
    lead_by_frequent(words, terms, sizes, frequent)
    lead_by_thing(words, terms, sizes)
    led: dict[Key, tuple[list[int], Any]] = {}
    known: dict[Key | str | frozenset[str], Key] = {}
    for part, its, mine in zip(order, terms, words, strict=True):
        spelt = its.spelt
        marks = (mine[0], spelt[mine[0]], frozenset(spelt[word] for word in mine[:2]))
        first = next((known[mark] for mark in marks if mark in known), mine[0])
        known |= dict.fromkeys(marks, first)
        ours, sum_of = led.get(first, ([], np.zeros_like(parts[part])))
        led[first] = [*ours, *members[part]], sum_of + parts[part] * len(members[part])
    groups = [
        _Group(first, sorted(ours), sum_of / np.linalg.norm(sum_of)) for first, (ours, sum_of) in led.items()
    ]
    return sorted(groups, key=lambda group: -len(group.clauses))


def _name(
    words: Sequence[Key],
    weights: Mapping[Key, float],
    terms: Terms,
    before: Topics | None,
    id: str,
) -> str:
    """As before; or the weightiest word, in a phrase where a third of its clauses say that, and the next.

    A phrase of praise or blame ("fast delivery") is no name: what it says is the side of a comment.
    """
    old = next((topic.name for topic in before.topics if topic.id == id), None) if before else None
    if old:
        return old
    counts, spelt = terms.counts, terms.spelt
    first = words[0]
    pairs = [key for key in weights if len(key) == 2 and first[0] in key and not judges(key, terms)]
    phrases = [key for key in pairs if 3 * counts[key] >= counts[first]]
    best = max(phrases, key=lambda key: (counts[key], key), default=first)
    written = {spelt[best], *(spelt[key,] for key in best if (key,) in spelt)}
    second = next((word for word in words[1:] if spelt[word] not in written), None)
    if second is not None and 2 * weights[second] >= weights[first]:
        return f"{spelt[best]}, {spelt[second]}"
    return spelt[best]


def _ids(parts: Any, before: Topics | None) -> list[str]:
    """t1, t2, …: an old part's id goes to the new part that is likest to it, and no number is used twice."""
    import numpy as np

    old = [topic.id for topic in before.topics] if before else []
    ids = [""] * len(parts)
    if old and before is not None:
        alike = parts @ before.parts.T
        for flat in np.argsort(-alike, axis=None, kind="stable"):
            new, known = divmod(int(flat), alike.shape[1])
            if alike[new, known] < SAME:
                break
            if not ids[new] and old[known] not in ids:
                ids[new] = old[known]
    fresh = max((int(id[1:]) for id in old if id[1:].isdigit()), default=0)
    for place, id in enumerate(ids):
        if not id:
            fresh += 1
            ids[place] = f"t{fresh}"
    return ids
