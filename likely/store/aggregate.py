"""The three aggregates that every analysis is made of. Each is one query, and each adds up."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, reduce
from operator import add
from typing import Any

from likely.stats.drivers import Moments
from likely.stats.scale import GROUP_SCORES, HIGHEST
from likely.store.bins import figure_in
from likely.store.engine import fetch
from likely.store.left_out import Atoms, left_out
from likely.store.narrow import cut_of, narrow, need, unknown_column
from likely.store.part_memory import remember
from likely.store.schema import BUCKETS, bucket_of
from likely.store.slice import Key, Slice
from likely.store.table import IbisTable, Responses

SCORES = HIGHEST + 1
POINTS = "points of the score"  # as an outcome of `moments`: −100, 0 or 100
LENGTH_OF_ID = 36  # characters of a UUID
UNANSWERED = SCORES  # where responses without a score are kept while a cell is filled


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell of a cut keeps, index = score 0..10.

    n: answers. w, w2: sums of the weights and of their squares (equal to n where nothing is weighted).
    unanswered: responses without a score.
    atoms: of a guarded slice, answers by which of its filters they pass or fail, itself among them.
    """

    n: tuple[int, ...] = (0,) * SCORES
    w: tuple[float, ...] = (0.0,) * SCORES
    w2: tuple[float, ...] = (0.0,) * SCORES
    unanswered: int = 0
    atoms: Atoms = field(default_factory=dict)

    def __add__(self, other: "Cell") -> "Cell":
        return Cell(
            n=tuple(map(add, self.n, other.n)),
            w=tuple(map(add, self.w, other.w)),
            w2=tuple(map(add, self.w2, other.w2)),
            unanswered=self.unanswered + other.unanswered,
            atoms=Counter(self.atoms) + Counter(other.atoms) if self.atoms or other.atoms else {},
        )

    @property
    def answered(self) -> int:
        return sum(self.n)

    @property
    def sizes(self) -> Atoms:
        """The answers, and what the filters leave out: nothing of it may be a few."""
        return {**self.atoms, (): self.answered}

    def is_few(self, smallest: int) -> bool:
        """Whether it is a few answers, or is a few less, or more, than another page shows."""
        return any(0 < n < smallest for n in self.sizes.values())

    def is_enough(self, smallest: int) -> bool:
        """Whether there are answers that may be shown by themselves."""
        return self.answered >= smallest and not self.is_few(smallest)


@dataclass(frozen=True, slots=True)
class Counts:
    """Answers by cut and score. `by` names the cuts; a key of `cells` has one value for each."""

    by: tuple[str, ...]
    cells: Mapping[Key, Cell]

    def total(self) -> Cell:
        return sum(self.cells.values(), Cell())

    def over(self, *by: str) -> "Counts":
        """The same answers by these of the cuts, summed over the others."""
        places = [self.by.index(name) for name in by]
        pairs = ((tuple(key[place] for place in places), cell) for key, cell in self.cells.items())
        return Counts(by, _summed(pairs))

    def beside(self, atoms: Mapping[Key, Atoms]) -> "Counts":
        """The same answers, each cell beside what the filters leave out of it."""
        if not atoms:
            return self
        cells = {key: replace(cell, atoms=atoms.get(key, {})) for key, cell in self.cells.items()}
        return Counts(self.by, cells)

    def __add__(self, other: "Counts") -> "Counts":
        if self.by != other.by:
            raise ValueError(f"counts by {self.by} and by {other.by} do not add up")
        return Counts(self.by, _summed([*self.cells.items(), *other.cells.items()]))


def counts(table: Responses, slice: Slice) -> Counts:
    """Answers of the slice by its cuts and the score."""
    found = sum((_counts_of_part(part, slice) for part in table.split()), Counts(slice.by, {}))
    return found.beside(left_out(table, slice)) if slice.guarded else found


def _counts_of_part(part: Responses, slice: Slice) -> Counts:
    def count() -> Counts:
        rows = fetch(part, lambda table: counts_query(table, slice), ("counts", slice))
        return Counts(slice.by, _cells(rows, len(slice.by)))

    return remember(part, ("counts", slice), count)


def counts_query(table: Responses, slice: Slice) -> IbisTable:
    """The one query of `counts`: columns cut_0.., score, n, w, w2."""
    import ibis  # heavy

    need(table, "score", "A score")
    if slice.weighted:
        need(table, "weight", "A weighted score")
    rows = narrow(table, slice)
    weight = ibis._["weight"].fill_null(0.0) if slice.weighted else None
    sums = {} if weight is None else {"w": weight.sum(), "w2": (weight * weight).sum()}
    return rows.group_by(**_cuts(table, slice), score=ibis._["score"]).agg(n=ibis._.count(), **sums)


def _cells(rows: Iterable[tuple[Any, ...]], cuts: int) -> dict[Key, Cell]:
    """Cells out of the query's rows. Scores outside 0..10 can't occur: every reader refuses them."""
    kept: dict[Key, tuple[list[int], list[float], list[float]]] = {}
    for row in rows:
        n, w, w2 = kept.setdefault(row[:cuts], ([0] * (SCORES + 1), [0.0] * SCORES, [0.0] * SCORES))
        score, answers = row[cuts], row[cuts + 1]
        n[UNANSWERED if score is None else score] = answers
        if score is not None:
            w[score], w2[score] = row[cuts + 2 :] or (float(answers), float(answers))
    return {
        key: Cell(tuple(n[:SCORES]), tuple(w), tuple(w2), n[UNANSWERED]) for key, (n, w, w2) in kept.items()
    }


def _summed(pairs: Iterable[tuple[Key, Cell]]) -> dict[Key, Cell]:
    cells: dict[Key, Cell] = {}
    for key, cell in pairs:
        cells[key] = cells[key] + cell if key in cells else cell
    return cells


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """How long things lasted. `cells` has for each cut {duration: (all that lasted so long, of them ended)}.

    Those that did not end were still going on when last seen.
    """

    by: tuple[str, ...]
    cells: Mapping[Key, Mapping[float, tuple[int, int]]]

    def __add__(self, other: "Lifetimes") -> "Lifetimes":
        cells: dict[Key, dict[float, tuple[int, int]]] = {
            key: dict(lives) for key, lives in self.cells.items()
        }
        for key, lives in other.cells.items():
            known = cells.setdefault(key, {})
            for duration, (seen, ended) in lives.items():
                before = known.get(duration, (0, 0))
                known[duration] = (before[0] + seen, before[1] + ended)
        return Lifetimes(self.by, cells)

    def at_risk(self, key: Key = ()) -> list[tuple[float, int, int]]:
        """(duration, at risk just before it, ended at it), durations ascending."""
        left = sum(seen for seen, _ in self.cells[key].values())
        rows = []
        for duration, (seen, ended) in sorted(self.cells[key].items()):
            rows.append((duration, left, ended))
            left -= seen
        return rows


def lifetimes(table: Responses, slice: Slice, duration: str, ended: str) -> Lifetimes:
    """Lifetimes by the slice's cuts. duration: a number column; ended: true, or a number above 0.

    Rows without a duration are left out; a missing `ended` means still going on.
    """
    return sum(
        (_lifetimes_of_part(part, slice, duration, ended) for part in table.split()), Lifetimes(slice.by, {})
    )


def _lifetimes_of_part(part: Responses, slice: Slice, duration: str, ended: str) -> Lifetimes:
    key, cuts = ("lifetimes", slice, duration, ended), len(slice.by)

    def count() -> Lifetimes:
        cells: dict[Key, dict[float, tuple[int, int]]] = {}
        for row in fetch(part, lambda table: lifetimes_query(table, slice, duration, ended), key):
            cells.setdefault(row[:cuts], {})[row[cuts]] = (row[cuts + 1], row[cuts + 2])
        return Lifetimes(slice.by, cells)

    return remember(part, key, count)


def lifetimes_query(table: Responses, slice: Slice, duration: str, ended: str) -> IbisTable:
    """The one query of `lifetimes`: columns cut_0.., duration, n, ended."""
    for name in (duration, ended):
        if name not in table.rows.columns:
            raise unknown_column(name, tuple(table.rows.columns))
    lasted, over = table.rows[duration].cast("float64"), table.rows[ended].cast("float64") > 0
    rows = narrow(table, slice).filter(lasted.notnull())
    return rows.group_by(**_cuts(table, slice), duration=lasted).agg(
        n=lasted.count(), ended=over.cast("int64").fill_null(0).sum().cast("int64")
    )


def moments(
    table: Responses, slice: Slice, columns: Sequence[str], buckets: int = BUCKETS
) -> dict[Key, list[Moments]]:
    """Pairwise moments of the columns, the outcome first, by the slice's cuts and by bucket.

    The outcome is the score or POINTS; the others are ratings; text among them counts as figures (yes is 1).

    A bucket holds whole persons, or rows where nobody is named, so that leaving one out at a time
    says how sure a statistic is even when people answer repeatedly.
    """
    total: dict[Key, list[Moments]] = {}
    for part in table.split():
        for key, found in _moments_of_part(part, slice, tuple(columns), buckets).items():
            total[key] = [a + b for a, b in zip(total[key], found, strict=True)] if key in total else found
    return total


def _moments_of_part(
    part: Responses, slice: Slice, columns: tuple[str, ...], buckets: int
) -> dict[Key, list[Moments]]:
    cuts = len(slice.by)

    def gather() -> dict[Key, list[Moments]]:
        cells: dict[Key, list[Moments]] = {}
        for row in _rows_of_moments(part, slice, columns, buckets):
            if row[:cuts] not in cells:
                cells[row[:cuts]] = [_no_moments(len(columns))] * buckets
            bucket = row[cuts] if isinstance(row[cuts], int) else bucket_of(row[cuts])
            moments = _moments_of_row(row[cuts + 1], row[cuts + 2 :], len(columns))
            cells[row[:cuts]][bucket % buckets] += moments
        return cells

    return remember(part, ("moments", slice, columns, buckets), gather)


def _rows_of_moments(
    part: Responses, slice: Slice, columns: tuple[str, ...], buckets: int
) -> list[tuple[Any, ...]]:
    """The answer of the one query; once more by ids where a file is older than the column `bucket`."""
    kept = "bucket" in part.has
    named = kept or _all_named(part, slice.cut())
    key = ("moments", slice, columns, buckets, named)
    rows = fetch(part, lambda table: moments_query(table, slice, columns, buckets, named), key)
    if kept and any(row[len(slice.by)] is None for row in rows):
        return _rows_of_moments(replace(part, has=part.has - {"bucket"}), slice, columns, buckets)
    return rows


def moments_query(
    table: Responses, slice: Slice, columns: Sequence[str], buckets: int, named: bool = False
) -> IbisTable:
    """The one query of `moments`: columns cut_0.., bucket, pattern, n, sums, products (upper triangle).

    bucket: a number, or of a table with drawn ids the last two digits of one, which every engine has alike.

    Rows are grouped by which of the columns are missing (bit i of `pattern`: column i is there). Within
    a pattern nothing is missing, so that p sums and p(p+1)/2 products are enough for all pairs.
    """
    table = _in_buckets(table, buckets, named)
    values = [_value(table, name) for name in columns]
    size = "int16" if len(columns) < 15 else "int64"
    pattern = reduce(add, (_bit(value.notnull(), place, size) for place, value in enumerate(values)))
    filled = {f"column_{i}": value.fill_null(0.0) for i, value in enumerate(values)}
    # Worked out once below the sums: the engine would work each out again for every product.
    rows = narrow(table, slice).select(
        **_cuts(table, slice), bucket=table.rows["bucket"], pattern=pattern, **filled
    )
    column = [rows[name] for name in filled]
    sums = {f"sum_{i}": one.sum() for i, one in enumerate(column)}
    products = {f"product_{i}_{j}": (column[i] * column[j]).sum() for i, j in _pairs(len(columns))}
    keys = [name for name in rows.columns if name not in filled]
    return rows.group_by(keys).agg(n=column[0].count(), **sums, **products)


def _value(table: Responses, name: str) -> Any:
    """The score, its points, a rating, or a figure that is text; null where there is none."""
    if name == POINTS:
        score = table.rows["score"]
        promoter, detractor = GROUP_SCORES["promoter"], GROUP_SCORES["detractor"]
        group = (score >= promoter[0]).cast("float64") - (score <= detractor[-1]).cast("float64")
        return 100 * group
    if name != "score" and name not in table.ratings:
        raise unknown_column(name, table.ratings)
    column = table.rows[name]
    return figure_in(table, name) if column.type().is_string() else column.cast("float64")


def _bit(there: Any, place: int, size: str) -> Any:
    import ibis  # heavy

    return there.ifelse(ibis.literal(1 << place, type=size), ibis.literal(0, type=size))


def _in_buckets(table: Responses, buckets: int, named: bool) -> Responses:
    """The table with a column `bucket`: its own, else by person, else by the row's id or number.

    Its own is a byte a row, where the ids of persons are most of what would be read.
    named: every row names its person. Then ids need not be read, nor rows numbered, which one thread does.
    """
    import ibis  # heavy

    if "bucket" in table.has:
        return replace(table, rows=table.rows.mutate(bucket=table.rows["bucket"].cast("int16") % buckets))
    columns = ("person",) if named else tuple(name for name in ("person", "id") if name in table.has)
    names = [table.rows[name].cast("string") for name in columns]
    if table.drawn:
        digits = ibis.coalesce(*names).substr(LENGTH_OF_ID - 2, 2)
        return replace(table, rows=table.rows.mutate(bucket=digits))
    # Twice: some engines' hashes are signed, and the rest of a negative number is negative.
    hashed = ((_hash()(ibis.coalesce(*names)) % buckets) + buckets) % buckets if names else None
    choices = [] if hashed is None else [hashed.cast("int16")]
    if not named and "id" not in table.has:
        choices.append((ibis.row_number() % buckets).cast("int16"))
    bucket = choices[0] if len(choices) == 1 else ibis.coalesce(*choices)
    return replace(table, rows=table.rows.mutate(bucket=bucket))


@cache
def _hash() -> Any:
    """The engine's own hash of a text. Ibis's goes by way of bits, which takes longer than the hash."""
    import ibis  # heavy

    @ibis.udf.scalar.builtin(name="hash", signature=(("string",), "uint64"))
    def engine_hash(text):  # type: ignore[no-untyped-def]
        ...

    return engine_hash


def _all_named(part: Responses, slice: Slice) -> bool:
    """Whether every row of the slice names its person."""
    if "person" not in part.has:
        return False

    def count() -> bool:
        rows = fetch(part, lambda table: _named_query(table, slice), ("named", slice))
        return bool(rows[0][0] == rows[0][1])

    return remember(part, ("named", slice), count)


def _named_query(table: Responses, slice: Slice) -> IbisTable:
    rows = narrow(table, slice)
    return rows.aggregate(rows=rows.count(), named=rows["person"].count())


def _pairs(columns: int) -> list[tuple[int, int]]:
    return [(i, j) for i in range(columns) for j in range(i, columns)]


def _no_moments(columns: int) -> Moments:
    import numpy as np  # heavy

    nothing = np.zeros((columns, columns))
    return Moments(nothing, nothing, nothing)


def _moments_of_row(pattern: int, numbers: Sequence[float], columns: int) -> Moments:
    """The moments of rows that all miss the same columns."""
    import numpy as np  # heavy

    there = np.array([pattern >> i & 1 for i in range(columns)], dtype=float)
    both = np.outer(there, there)
    products = np.zeros((columns, columns))
    for (i, j), value in zip(_pairs(columns), numbers[1 + columns :], strict=True):
        products[i, j] = products[j, i] = value
    sums = np.asarray(numbers[1 : 1 + columns], dtype=float)
    return Moments(numbers[0] * both, sums[:, None] * both, products * both)


def _cuts(table: Responses, slice: Slice) -> dict[str, Any]:
    return {f"cut_{place}": cut_of(table, name) for place, name in enumerate(slice.by)}
