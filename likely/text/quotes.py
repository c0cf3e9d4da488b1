"""Which comments to show for a group or a theme: typical of it, safe to show, and unlike each other."""

from collections.abc import Callable, Hashable, Sequence, Set
from typing import TypeVar

from likely.text.language import language_of
from likely.text.profanity import is_profane
from likely.text.seen import seen
from likely.text.spam import spam_reason

T = TypeVar("T")

SHORTEST, LONGEST = 12, 220  # letters; a longer comment is shown cut
_ALIKE = 0.5


def best_quotes(
    comments: Sequence[T],
    text: Callable[[T], str],
    weight: Callable[[T], float],
    words: Callable[[T], Set[Hashable]],
    most: int = 3,
) -> list[T]:
    """At most `most` of the comments, the weightiest first, none sharing half of its words with another.

    weight: how typical a comment is. Comments that swear, say nothing or had to be masked come last.
    """
    ranked = sorted(comments, key=lambda one: (-_worth(text(one), weight(one)), text(one)))
    chosen: list[T] = []
    for one in ranked:
        if len(chosen) == most:
            break
        if not any(jaccard(words(one), words(other)) >= _ALIKE for other in chosen):
            chosen.append(one)
    return chosen


def shown(text: str) -> str:
    """`text` as it may be shown: personal data and announced names masked, on one line, at most LONGEST.

    It is cut at a word where it is longer.
    """
    masked = " ".join(seen(text).split())
    if len(masked) <= LONGEST:
        return masked
    cut = masked[:LONGEST]
    head, space, _tail = cut.rpartition(" ")
    return f"{head if space and len(head) > LONGEST // 2 else cut}…"


def jaccard(ours: Set[Hashable], theirs: Set[Hashable]) -> float:
    """Shared members over all members, 0..1; two empty sets are alike."""
    together = len(ours | theirs)
    return len(ours & theirs) / together if together else 1.0


def _worth(text: str, weight: float) -> float:
    length = len(text) * (2.5 if language_of(text) in ("zh", "ja") else 1)
    if length < SHORTEST:
        weight *= 0.3
    elif length > LONGEST:
        weight *= LONGEST / length
    if seen(text) != text or is_profane(text) or spam_reason(text):
        weight -= 1000
    return weight
