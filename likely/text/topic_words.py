"""The words of meaning that clauses are told apart by, and which of them leads and names a theme."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from likely.text.judging_words import is_judging
from likely.text.words import Word

OWN = 0.5  # share of a word's clauses that must be the topic's for it to be part of its rule
ALONE = 0.05  # share of a frequent word's clauses that say nothing else, from which it is no grammar
_WORDS_OF_A_THEME = 6

Key = tuple[str, ...]  # stems of a word, or of two neighbours


@dataclass(frozen=True, slots=True)
class Clause:
    text: str
    language: str
    words: tuple[Word, ...]  # of meaning, in order

    @property
    def said(self) -> str:
        return " ".join(word.key.partition(":")[2] for word in self.words)


@dataclass(frozen=True, slots=True)
class Frequent:
    """Words of very many clauses, as keys: those that can be a theme, and those that are grammar."""

    things: tuple[str, ...]
    grammar: frozenset[Key]


@dataclass(frozen=True, slots=True)
class Terms:
    """counts: in how many clauses each is said. spelt: how each is mostly written."""

    counts: Counter[Key]
    spelt: dict[Key, str]


def frequent_words(clauses: Sequence[Clause], most: float) -> Frequent:
    """The words in more than `most` clauses, told apart by whether they can be all that a clause is about.

    Grammar that no list knows comes beside other words: "the" stands alone in 0.1 % of its clauses, a thing
    in a tenth and more ("delivery was slow", of which "slow" is praise or blame).
    """
    said, alone = Counter[str](), Counter[str]()
    for clause in clauses:
        keys = {word.key for word in clause.words}
        said.update(keys)
        of_things = [word.key for word in clause.words if not is_judging(word.surface, clause.language)]
        if len(set(of_things)) == 1:
            alone.update(of_things[:1])
    often = {key for key, n in said.items() if n > most}
    things = {key for key in often if alone[key] >= ALONE * said[key]}
    return Frequent(tuple(sorted(things)), frozenset((key,) for key in often - things))


def lead_by_frequent(
    words: list[list[Key]], terms: Sequence[Terms], sizes: Sequence[int], frequent: Frequent
) -> None:
    """A word that leads no topic since it is said in many of them leads the largest that mostly says it."""
    for key in frequent.things:
        if any(mine[0] == (key,) for mine in words):
            continue
        mostly = [place for place, its in enumerate(terms) if its.counts.get((key,), 0) >= OWN * sizes[place]]
        if mostly:
            first = max(mostly, key=lambda place: sizes[place])
            words[first] = [(key,), *(word for word in words[first] if word != (key,))]


def lead_by_thing(words: list[list[Key]], terms: Sequence[Terms], sizes: Sequence[int]) -> None:
    """What leads a topic and is praise or blame gives way to the thing that most of its clauses speak of.

    "Fit perfectly" is no theme beside "fit". The thing is a word of the topic, or leads another.
    """
    leads = {mine[0] for mine, its in zip(words, terms, strict=True) if not judges(mine[0], its)}
    for place, its in enumerate(terms):
        if not judges(words[place][0], its):
            continue
        near = sorted({*words[place], *leads})
        mostly = [key for key in near if its.counts.get(key, 0) >= OWN * sizes[place]]
        things = [key for key in mostly if not judges(key, its)]
        if things:
            thing = max(things, key=lambda key: its.counts[key])
            words[place] = [thing, *(word for word in words[place] if word != thing)]


def judges(key: Key, terms: Terms) -> bool:
    """Whether a word is praise or blame by itself."""
    return any(is_judging(terms.spelt.get((one,), ""), one.partition(":")[0]) for one in key)


def terms_of(clauses: Iterable[Clause]) -> Terms:
    """Counts of words and neighbours of meaning, once a clause, and how each is mostly written."""
    counts: Counter[Key] = Counter()
    spelt: dict[Key, Counter[str]] = {}
    for clause in clauses:
        words = clause.words
        joint = "" if clause.language in ("zh", "ja") else " "
        runs = [(word,) for word in words] + list(pairwise(words))
        seen = {}
        for run in runs:
            written = joint.join(word.surface for word in run)
            if len(run) == 1 or written in clause.text:
                seen[tuple(word.key for word in run)] = written
        counts.update(seen.keys())
        for key, written in seen.items():
            spelt.setdefault(key, Counter())[written] += 1
    mostly = {key: max(all.items(), key=lambda one: (one[1], one[0]))[0] for key, all in spelt.items()}
    return Terms(counts, mostly)


def leading(weights: Mapping[Key, float], terms: Terms, frequent: Frequent) -> list[Key]:
    """Words of a topic: the weightiest that at least a fifth as many clauses say as say the commonest."""
    every = sorted((key for key in weights if len(key) == 1), key=lambda key: (-weights[key], key))
    singles = [key for key in every if key not in frequent.grammar] or every
    most = max((terms.counts[key] for key in singles), default=0)
    return [key for key in singles[:_WORDS_OF_A_THEME] if terms.counts[key] >= 0.2 * most]


def own_words(words: Sequence[Key], counts: Mapping[Key, int], total: Mapping[Key, int]) -> list[Key]:
    """Those that can be the rule of the topic: the first, and what is said mostly here.

    total: clauses with the word, whatever their topic.
    """
    return [key for place, key in enumerate(words) if not place or counts[key] >= OWN * total[key]]


def phrases_of(clauses: Sequence[Clause], weights: Mapping[Key, float], most: int = 3) -> tuple[str, ...]:
    """Typical clauses: those whose words weigh most, each text once."""

    def worth(clause: Clause) -> float:
        keys = {word.key for word in clause.words}
        pairs = {(one.key, other.key) for one, other in pairwise(clause.words)}
        weight = sum(weights.get((key,), 0.0) for key in keys) + sum(weights.get(pair, 0.0) for pair in pairs)
        readable = 10 <= len(clause.text) * (3 if clause.language in ("zh", "ja") else 1) <= 60
        return float(weight / (1 + len(clause.words))) * (1.0 if readable else 0.5)

    ranked = sorted(clauses, key=lambda clause: (-worth(clause), clause.text))
    return tuple(dict.fromkeys(clause.text for clause in ranked[: 20 * most]))[:most]
