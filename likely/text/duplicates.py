"""Comments that say the same in the same words: one text pasted many times, or with a word changed.

Short texts are left alone: a thousand people write "very good" without having copied it.
Long ones are compared by MinHash (Broder 1997): equal signatures in one of 16 bands of 4 make a candidate,
and the Jaccard similarity of the shingles themselves decides.
"""

import re
import zlib
from collections.abc import Sequence

from likely.text.quotes import jaccard
from likely.text.words import normalised

# NumPy is imported where it is used: `import likely` must stay light.

ALIKE = 0.8  # Jaccard similarity of shingles from which two texts are one
SHORTEST = 8  # shingles under which a text is nobody's copy
_BANDS, _ROWS = 16, 4
_HAN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_PIECE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]|[^\W_\u3040-\u30ff\u4e00-\u9fff]+")
_BIG = (1 << 61) - 1


def shingles(text: str) -> frozenset[int]:
    """Hashes of the pairs of neighbouring words (Han: of three neighbouring characters)."""
    pieces = _PIECE.findall(normalised(text))
    size = 3 if len(_HAN.findall(text)) * 2 > len(pieces) else 2
    joined = (" ".join(pieces[i : i + size]) for i in range(max(len(pieces) - size + 1, 0)))
    return frozenset(zlib.crc32(piece.encode()) for piece in joined)


def originals(texts: Sequence[str]) -> list[int]:
    """For each text the place of the first that it is a copy of: its own where it is nobody's copy."""
    first = list(range(len(texts)))
    sets = [shingles(text) for text in texts]
    long = [place for place, one in enumerate(sets) if len(one) >= SHORTEST]
    for here, there in _candidates([sets[place] for place in long]):
        place, earlier = long[here], _root(first, long[there])
        if first[place] == place and earlier < place and jaccard(sets[place], sets[earlier]) >= ALIKE:
            first[place] = earlier
    return [_root(first, place) for place in range(len(texts))]


def _root(first: Sequence[int], place: int) -> int:
    while first[place] != place:
        place = first[place]
    return place


def _candidates(sets: Sequence[frozenset[int]]) -> list[tuple[int, int]]:
    """Pairs (later, earlier) of places whose signatures agree in a whole band, by later."""
    import numpy as np

    if not sets:
        return []
    starts = np.cumsum([0, *(len(one) for one in sets[:-1])])
    hashes = np.fromiter((value for one in sets for value in one), dtype=np.uint64)
    chance = np.random.default_rng(0)
    pairs: set[tuple[int, int]] = set()
    for _ in range(_BANDS):
        signature = np.empty((len(sets), _ROWS), dtype=np.uint64)
        for row in range(_ROWS):
            a, b = chance.integers(1, 1 << 29, size=2, dtype=np.uint64)
            signature[:, row] = np.minimum.reduceat((a * hashes + b) % np.uint64(_BIG), starts)
        _, seen, group = np.unique(signature, axis=0, return_index=True, return_inverse=True)
        earliest = seen[group.reshape(-1)]
        pairs.update((int(p), int(earliest[p])) for p in np.flatnonzero(earliest != np.arange(len(sets))))
    return sorted(pairs)
