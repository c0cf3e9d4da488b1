"""How many comments a theme would have: its words tried on a sample, before anything is read anew."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from likely.stats.estimate import Estimate
from likely.stats.proportion import wilson
from likely.store.aggregate import Cell, counts
from likely.store.comments import comments
from likely.store.remembered import Remembered
from likely.store.slice import Slice
from likely.store.table import Responses
from likely.text.comment import Comment, read_comments
from likely.text.quotes import shown
from likely.text.rules import Rules
from likely.text.seen import unmarked
from likely.text.taxonomy import Theme, taxonomy

SAMPLE: Final = 2000  # comments
SHOWN: Final = 3  # of those found
READ: Final = Remembered[tuple[Comment, ...]](longest=8)


@dataclass(frozen=True, slots=True)
class Trial:
    """share: percent of the sample. examples: masked."""

    found: int
    of: int
    share: Estimate | None
    examples: tuple[str, ...]


def sample_of(table: Responses, key: tuple[str, ...], *, masked: bool = False) -> tuple[Comment, ...]:
    """An even sample of the comments, read. key: names the workspace and its newest answer.

    masked: without what is hidden from readers who may not read personal data, so that no word finds it.
    """
    return READ.get((*key, "masked" if masked else ""), lambda: _read(table, unmarked if masked else str))


def _read(table: Responses, told: Callable[[str], str]) -> tuple[Comment, ...]:
    said = counts(table, Slice(by=("commented",))).cells.get(("yes",), Cell()).answered
    if not said:
        return ()
    sample = comments(table, Slice(), said, SAMPLE).pairs[:SAMPLE]
    return tuple(read_comments([told(text) for _score, text in sample]))


def trial(sample: Sequence[Comment], words: Sequence[str], without: Sequence[str] = ()) -> Trial:
    rules = Rules(taxonomy([Theme("tried", {"en": "tried"}, tuple(words), tuple(without))]))
    found = [one for one in sample if any(rules.themes_of(clause, one.language) for clause in one.clauses)]
    low, high = wilson(len(found), len(sample)) if sample else (0.0, 1.0)
    share = (
        Estimate(100 * len(found) / len(sample), 100 * low, 100 * high, len(sample), "Wilson", unit="percent")
        if sample
        else None
    )
    step = max(len(found) // SHOWN, 1)
    return Trial(len(found), len(sample), share, tuple(shown(one.text) for one in found[::step][:SHOWN]))
