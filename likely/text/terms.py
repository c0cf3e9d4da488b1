"""Candidate reasons in a comment: single words and short phrases that say what it was about."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from likely.text.words import Word

LONGEST_PHRASE = 4  # words, small words between them included


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """A word or phrase, whatever the forms of its words. Made once for all comments that hold it.

    keys: stems of all but the small words. about: those of them that say what it is about.
    """

    keys: tuple[str, ...]
    about: frozenset[str]

    @property
    def language(self) -> str:
        return self.keys[0].partition(":")[0]


@dataclass(slots=True)
class Spellings:
    """The terms seen so far, and how each is mostly written, for showing it."""

    counts: dict[Term, Counter[str]] = field(default_factory=dict)
    _terms: dict[tuple[str, ...], Term] = field(default_factory=dict)
    _seen: dict[tuple[Word, ...], tuple[Term, str]] = field(default_factory=dict)

    def read(self, words: tuple[Word, ...]) -> tuple[Term, str]:
        """The term of these words, and how it is written here."""
        found = self._seen.get(words)
        if found is None:
            keys = tuple(word.key for word in words if word.kind != "stop")
            about = frozenset(word.key for word in words if word.kind == "content")
            found = self._seen[words] = self._terms.setdefault(keys, Term(keys, about)), _spelt(words)
        return found

    def add(self, term: Term, surface: str) -> None:
        counts = self.counts.get(term)
        if counts is None:
            counts = self.counts[term] = Counter()
        counts[surface] += 1

    def best(self, term: Term) -> str:
        return max(self.counts[term].items(), key=lambda pair: (pair[1], pair[0]))[0]


def frequent_words(comments: Iterable[Sequence[Sequence[Word]]], least: int) -> frozenset[str]:
    """Keys of the words that stand in at least `least` comments: nothing rarer can make a frequent phrase."""
    counts: Counter[str] = Counter()
    for comment in comments:
        counts.update({word.key for clause in comment for word in clause if word.kind != "stop"})
    return frozenset(key for key, n in counts.items() if n >= least)


def terms_of(comment: Sequence[Sequence[Word]], frequent: frozenset[str], spellings: Spellings) -> set[Term]:
    """The terms of one comment, each once. Their spellings are noted in `spellings`."""
    found: dict[Term, str] = {}
    for clause in comment:
        for part in _frequent_parts(clause, frequent):
            for words in _candidates(part):
                term, surface = spellings.read(words)
                found.setdefault(term, surface)
    for term, surface in found.items():
        spellings.add(term, surface)
    return set(found)


def _candidates(clause: tuple[Word, ...]) -> Iterator[tuple[Word, ...]]:
    for start, word in enumerate(clause):
        if word.kind == "stop":
            continue
        if word.kind == "content" and not _negated(clause, start):
            yield (word,)
        for length in range(2, LONGEST_PHRASE + 1):
            words = clause[start : start + length]
            if (
                len(words) == length
                and _is_phrase(words)
                and not (word.kind != "negator" and _negated(clause, start))
            ):
                yield words


def _is_phrase(words: Sequence[Word]) -> bool:
    """Ends in a word with meaning, says what it is about, and has at most one small word inside."""
    kinds = [word.kind for word in words]
    if kinds[-1] in ("stop", "negator") or "content" not in kinds:
        return False
    if kinds.count("stop") > 1 or "negator" in kinds[1:]:
        return False
    return len(words) - kinds.count("stop") <= 3


def _negated(clause: Sequence[Word], at: int) -> bool:
    """Whether a negator stands before the word, at most one word between ("not very fast")."""
    return any(word.kind == "negator" for word in clause[max(0, at - 2) : at])


def _frequent_parts(clause: Sequence[Word], frequent: frozenset[str]) -> Iterator[tuple[Word, ...]]:
    """The stretches of `clause` between words too rare to be part of a frequent phrase."""
    part: list[Word] = []
    for word in clause:
        if word.kind in ("stop", "negator") or word.key in frequent:
            part.append(word)
        elif part:
            yield tuple(part)
            part = []
    if part:
        yield tuple(part)


def _spelt(words: Sequence[Word]) -> str:
    joint = "" if words[0].key.startswith(("zh:", "ja:")) else " "
    return joint.join(word.surface for word in words)
