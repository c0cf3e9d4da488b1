"""A comment as it is seen by whoever may not read personal data, and what of a search is left in it."""

import re
from collections.abc import Sequence
from typing import Final

from likely.text.comment_words import Term, words_of
from likely.text.masking import LABELS, mask
from likely.text.names import LABEL, mask_names

MARKS: Final = re.compile("|".join(map(re.escape, (*LABELS.values(), LABEL))))
GAP: Final = " … "  # no word, so that nothing is found in it


def seen(text: str) -> str:
    """`text` with personal data and announced names masked."""
    return mask_names(mask(text))


def unmarked(text: str) -> str:
    """`text` with a gap in place of all that is masked: nothing to find, not even what was hidden."""
    shown = seen(text)
    return text if shown == text else MARKS.sub(GAP, shown)


def is_seen(text: str, terms: Sequence[Term]) -> bool:
    """Whether a comment that has the terms has each of them outside of what is masked."""
    shown = unmarked(text)
    if shown == text:
        return True
    words = words_of(shown)
    return all(term.stands_in(words) for term in terms)
