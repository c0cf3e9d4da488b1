"""Text without accents, in Ibis: nearly `likely.text.folding`, which also knows full width and ß."""

import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any, Final

from likely.store.lake_query import words
from likely.store.sql_words import SPARK

# Ibis is imported where it is used: `import likely` must stay light.
IbisColumn = Any
# Where letters with accents stand: Latin to Cyrillic, and kana.
COMPOSED: Final = (range(0x00C0, 0x0590), range(0x1E00, 0x2000), range(0x3040, 0x3100))
MARKS: Final = range(0x0300, 0x0370)


def without_accents(text: IbisColumn) -> IbisColumn:
    """By DuckDB's own function; letter by letter where Spark is asked, which has none.

    For PostgreSQL the function is worded anew (`store/postgres_dialect.py`).
    """
    if words() is not SPARK:
        return _strip_accents()(text)
    accented, bare = _letters()
    return text.translate(accented, bare)


@cache
def _letters() -> tuple[str, str]:
    """Letters with accents and the bare ones in their places; what has no place behind them is left out."""
    pairs = []
    for letter in (chr(code) for codes in COMPOSED for code in codes):
        apart = unicodedata.normalize("NFD", letter)
        base, marks = apart[0], apart[1:]
        if marks and all(unicodedata.category(mark) == "Mn" for mark in marks):
            pairs.append((letter, base))
    accented = "".join(letter for letter, _ in pairs) + "".join(map(chr, MARKS))
    return accented, "".join(base for _, base in pairs)


@cache
def _strip_accents() -> Callable[[IbisColumn], IbisColumn]:
    import ibis

    @ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
    def strip_accents(text: str) -> str: ...  # type: ignore[empty-body]

    found: Callable[[IbisColumn], IbisColumn] = strip_accents
    return found
