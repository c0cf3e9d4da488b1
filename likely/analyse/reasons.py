"""What promoters say and detractors do not, and the other way round: the terms that tell the groups apart."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from likely.stats.scale import group_of
from likely.text.language import main_languages
from likely.text.log_odds import log_odds
from likely.text.terms import Spellings, Term, frequent_words, terms_of
from likely.text.words import Vocabulary

CLEAR = 1.96  # |z| above which a term tells the groups apart
LANGUAGE_SAMPLE = 2000  # comments from which the languages of the whole are told
_SAME = 0.6  # shared comments over those of the rarer term, above which two terms are one reason
_PHRASED = 0.25  # share of a word's comments in which a phrase must stand to speak for it


@dataclass(frozen=True, slots=True)
class Remark:
    """A scored comment. terms: what it is about."""

    score: int
    text: str
    terms: frozenset[Term]


@dataclass(frozen=True, slots=True)
class Reason:
    """Terms that mean much the same. z: above 0 where promoters say it more often than detractors."""

    name: str
    terms: frozenset[Term]
    z: float
    remarks: frozenset[int]  # places of the remarks with it, of all groups


@dataclass(frozen=True, slots=True)
class Talk:
    """All remarks, read once."""

    remarks: Sequence[Remark]
    spellings: Spellings
    places: Mapping[Term, frozenset[int]]  # only terms that are frequent enough
    least: int


def listen(comments: Iterable[tuple[int, str]]) -> Talk:
    """Read (score, comment) pairs. A term counts when it stands in `least` comments (4 to 20)."""
    comments = list(comments)
    texts = [text for _, text in comments[:LANGUAGE_SAMPLE]]
    vocabulary = Vocabulary(tuple(main_languages(texts)))
    least = max(4, min(20, len(comments) // 100))
    read = [vocabulary.read(text) for _, text in comments]
    frequent = frequent_words(read, least)
    spellings = Spellings()
    remarks = [
        Remark(score, text, frozenset(terms_of(words, frequent, spellings)))
        for (score, text), words in zip(comments, read, strict=True)
    ]
    return Talk(remarks, spellings, _places(remarks, least), least)


def _places(remarks: Sequence[Remark], least: int) -> dict[Term, frozenset[int]]:
    places: dict[Term, list[int]] = {}
    for place, remark in enumerate(remarks):
        for term in remark.terms:
            places.setdefault(term, []).append(place)
    return {term: frozenset(found) for term, found in places.items() if len(found) >= least}


def leanings(talk: Talk) -> dict[Term, float]:
    """z of each frequent term between promoters and detractors."""
    said: dict[str, Counter[Term]] = {"promoter": Counter(), "passive": Counter(), "detractor": Counter()}
    for term, places in talk.places.items():
        for place in places:
            said[group_of(talk.remarks[place].score)][term] += 1
    return log_odds(said["promoter"], said["detractor"])


def reasons(talk: Talk, direction: int, most: int) -> list[Reason]:
    """The reasons of promoters (direction 1) or detractors (−1), the clearest first."""
    z = {term: direction * value for term, value in leanings(talk).items()}
    ranked = sorted((t for t in z if z[t] > CLEAR), key=lambda term: (-z[term], term.keys))
    families: list[list[Term]] = []  # each begins with the term that gives the name
    for term in ranked:
        family = next((f for f in families if _kin(talk, f[0], term)), None)
        if family is not None:
            family.append(term)
        elif len(families) < most:
            families.append(list(dict.fromkeys((_fuller(talk, term, ranked), term))))
    return [_reason(talk, family, z, direction) for family in families]


def _kin(talk: Talk, seed: Term, term: Term) -> bool:
    """Whether the term says the same as the seed: a shared word of meaning, or mostly the same comments."""
    if seed.about & term.about:
        return True
    ours, theirs = talk.places[seed], talk.places[term]
    return len(ours & theirs) >= _SAME * min(len(ours), len(theirs))


def _fuller(talk: Talk, seed: Term, terms: Sequence[Term]) -> Term:
    """The seed, made longer while a phrase with it stands in enough of its comments."""
    name, enough = seed, _PHRASED if len(seed.keys) == 1 else _SAME
    while longer := _longer(talk, name, terms, enough):
        name, enough = longer, _SAME
    return name


def _longer(talk: Talk, name: Term, terms: Sequence[Term], enough: float) -> Term | None:
    least = enough * len(talk.places[name])
    phrases = (t for t in terms if set(name.keys) < set(t.keys) and len(talk.places[t]) >= least)
    return max(phrases, key=lambda term: (len(talk.places[term]), term.keys), default=None)


def _reason(talk: Talk, family: Sequence[Term], z: Mapping[Term, float], direction: int) -> Reason:
    """Named by the family's first. Only terms that say what the clearest says widen the reason."""
    seed = max(family, key=lambda term: z[term])
    counted = [term for term in family if term.about & seed.about and not term.about < seed.about]
    remarks = frozenset().union(*(talk.places[term] for term in counted))
    return Reason(talk.spellings.best(family[0]), frozenset(counted), direction * z[seed], remarks)
