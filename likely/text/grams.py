"""Texts as sparse rows of words, neighbouring words and letter sequences: the same in every language.

A word counts by itself, with its neighbour, and by its sequences of 3 to 5 letters, so that the forms of
a word ("tarne", "tarnega") and its misspellings share columns. Han text has no spaces: its columns are
characters and their sequences of two and three.

Columns are hashes (CRC-32, 2^18 of them): nothing has to be fitted, so a new comment, another machine and
last year's model agree on what a column means. Two sequences share one in about a tenth of the cases,
which costs linear models little.
"""

import re
import zlib
from array import array
from collections.abc import Iterable
from itertools import chain
from typing import Any, Literal

# NumPy and SciPy are imported where they are used: `import likely` must stay light.

BUCKETS = 1 << 18
MOST_PIECES = 600  # of one text
_PIECE = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]+|[^\W\d_\u3040-\u30ff\u3400-\u9fff]+(?:['-][^\W\d_]+)*|[\U0001F300-\U0001FAFF\u2600-\u27bf]|\d"
)
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")

Kind = Literal["all", "words"]


def pieces(text: str) -> list[str]:
    """Words, pairs of neighbours and Han sequences of a normalised text."""
    found: list[str] = []
    before = ""
    for piece in _PIECE.findall(text)[:MOST_PIECES]:
        if _HAN.match(piece):
            found.extend(piece[i : i + n] for n in (1, 2, 3) for i in range(len(piece) - n + 1))
            before = ""
            continue
        found.append(piece)
        if before:
            found.append(f"{before} {piece}")
        before = piece
    return found[: 2 * MOST_PIECES]


def columns_of(piece: str) -> list[int]:
    """The columns that a piece fills: itself, and its letter sequences where it is one word."""
    columns = [_bucket(f"w {piece}")]
    if " " not in piece and len(piece) > 2 and not _HAN.match(piece):
        edged = f"<{piece[:30]}>"
        columns += [_bucket(edged[i : i + n]) for n in (3, 4, 5) for i in range(len(edged) - n + 1)]
    return columns


def _bucket(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "replace")) & (BUCKETS - 1)


class Grams:
    """Counts of columns, text by text. Every piece is cut once, however often it occurs."""

    MOST_KNOWN = 400_000  # pieces remembered; beyond, they are forgotten and begun anew

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._columns: list[array[int]] = []

    def rows(self, texts: Iterable[str]) -> Any:
        """A CSR matrix, texts × BUCKETS, of counts (float32)."""
        import numpy as np
        from scipy.sparse import csr_matrix

        if len(self._places) > self.MOST_KNOWN:
            self._places.clear()
            self._columns.clear()
        places, ends = array("i"), array("q", [0])
        for text in texts:
            places.extend(map(self._place, pieces(text)))
            ends.append(len(places))
        # only the pieces that occur here: what was read before must not make the next comment dearer
        used, place = np.unique(np.frombuffer(places, np.int32), return_inverse=True)
        columns = [self._columns[one] for one in used.tolist()]
        ours = csr_matrix(
            (np.ones(len(place), np.float32), place, np.frombuffer(ends, np.int64)),
            shape=(len(ends) - 1, len(used)),
        )
        ours.sum_duplicates()
        filled = np.fromiter(chain.from_iterable(columns), np.int32)
        until = np.cumsum([0, *map(len, columns)])
        theirs = csr_matrix((np.ones(len(filled), np.float32), filled, until), shape=(len(used), BUCKETS))
        return ours @ theirs

    def _place(self, piece: str) -> int:
        place = self._places.get(piece)
        if place is None:
            place = self._places[piece] = len(self._places)
            self._columns.append(array("i", columns_of(piece)))
        return place


def weighted(counts: Any, idf: Any) -> Any:
    """TF-IDF rows of length 1: (1 + log count) · idf. idf: one number a column."""
    import numpy as np
    from sklearn.preprocessing import normalize

    rows = counts.copy()
    if not rows.shape[0]:
        return rows
    # By the columns that occur: a product with a matrix of all columns costs more than one comment's reading.
    rows.data = (1 + np.log(rows.data)) * idf[rows.indices].astype(np.float32)
    return normalize(rows, copy=False)


def idf_of(counts: Any, least: int = 2) -> Any:
    """log((1 + n) / (1 + df)) + 1 of each column; 0 where fewer than `least` rows have it."""
    import numpy as np

    df = np.bincount(counts.indices, minlength=counts.shape[1])
    return np.where(df >= least, np.log((1 + counts.shape[0]) / (1 + df)) + 1, 0.0).astype(np.float32)
