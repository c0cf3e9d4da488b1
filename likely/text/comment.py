"""One comment read: its language, its thoughts, and whether it is fit to be counted and quoted.

    normalise → language → clauses → spam → profanity

Each step is a pure function of the text and what is known of the workspace; nothing is looked up.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from likely.text.clauses import clauses
from likely.text.language import UNKNOWN, language_of, language_shares
from likely.text.profanity import is_profane
from likely.text.spam import Spam, spam_reason
from likely.text.words import normalised

LONGEST = 5000  # characters that are read of one comment
MOST_CLAUSES = 60
SAMPLE = 2000  # comments from which the languages of the whole are told


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before a comment is read. shares: of each language among the workspace's comments."""

    shares: Mapping[str, float] = field(default_factory=dict)
    among: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comment:
    """clauses: normalised, in order, at most MOST_CLAUSES. spam: why it says nothing, where it does."""

    text: str
    language: str
    clauses: tuple[str, ...]
    spam: Spam | None
    profane: bool


def known_of(texts: Collection[str]) -> Known:
    """Languages of a workspace, from the first SAMPLE of its comments; those above 3 % may occur."""
    shares = language_shares(list(texts)[:SAMPLE])
    main = {language: share for language, share in shares.items() if share >= 0.03}
    return Known(main, tuple(main))


def read_comment(text: str, known: Known | None = None) -> Comment:
    known = known or Known()
    plain = normalised(text[:LONGEST])
    language = language_of(plain, known.among, known.shares)
    if language == UNKNOWN and known.shares:
        language = max(known.shares, key=lambda one: known.shares[one])
    spam = spam_reason(text[:LONGEST])
    said = clauses(plain, language)[:MOST_CLAUSES] if spam is None else []
    return Comment(text, language, tuple(said), spam, is_profane(plain))


def read_comments(texts: Iterable[str], known: Known | None = None) -> list[Comment]:
    """All of them; their languages are told from themselves where `known` is not given."""
    listed = list(texts)
    known = known or known_of(listed)
    return [read_comment(text, known) for text in listed]
