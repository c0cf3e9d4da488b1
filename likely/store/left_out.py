"""How many answers the filters of a slice leave out, by which of the filters they fail.

Two pages that differ by a filter tell by subtraction what the filter leaves out. Whoever knows how many
answers that is can keep a page back that would give a few away (`Cell.is_few`).

What was asked (survey, kind) is not who answered; the groups of a score are shown with every score; and who
may read comments reads them one by one. Filters by these are not judged.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from likely.store.engine import fetch
from likely.store.narrow import THEME, cut_of, narrow, one_of
from likely.store.part_memory import remember
from likely.store.slice import Key, Slice
from likely.store.table import IbisTable, Responses

Pattern = tuple[Any, ...]  # of each judged filter which of its values was met, and of a part whether it is in
Atoms = Mapping[Pattern, int]
CONTEXT: Final = ("survey", "kind", "commented", THEME)  # hold of what is left out, too
GROUP: Final = "group"
FAILS: Final = None  # none of several values; a missing value is ""


def judged(slice: Slice) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The filters that tell who answered."""
    return tuple(one for one in slice.where if one[1] and one[0] not in (*CONTEXT, GROUP))


def failed(pattern: Pattern) -> frozenset[int]:
    """The places of the filters that are failed."""
    return frozenset(place for place, met in enumerate(pattern) if met is FAILS or met is False)


def left_out(table: Responses, slice: Slice, answered: str = "score") -> dict[Key, Atoms]:
    """Answers by the slice's cuts and by pattern, those that pass among them; empty where nothing is judged.

    answered: the column that an answer has.
    """
    if not judged(slice) and table.whole is None:
        return {}
    return _by_pattern(table, slice, answered)


def _by_pattern(table: Responses, slice: Slice, answered: str) -> dict[Key, Atoms]:
    found: dict[Key, Counter[Pattern]] = {}
    for part in table.split():
        for key, atoms in _of_part(part, slice, answered).items():
            found.setdefault(key, Counter()).update(atoms)
    if table.whole is None:
        return {**found}
    around, depth = _by_pattern(table.whole, slice, answered), _depth(table.whole)
    return {key: _around(found.get(key, {}), atoms, depth) for key, atoms in around.items()}


def _around(inside: Atoms, whole: Atoms, depth: int) -> Atoms:
    """The atoms of a part, and of the rest of its whole, which is a part of `depth` others."""
    within = {(*pattern, *(True,) * depth): n for pattern, n in inside.items()}
    rest = {(*pattern, False): n - within.get(pattern, 0) for pattern, n in whole.items()}
    return {**{(*pattern, True): n for pattern, n in within.items()}, **rest}


def _depth(table: Responses) -> int:
    return 0 if table.whole is None else 1 + _depth(table.whole)


def _of_part(part: Responses, slice: Slice, answered: str) -> dict[Key, Counter[Pattern]]:
    cuts, question = len(slice.by), ("left_out", slice, answered)

    def count() -> dict[Key, Counter[Pattern]]:
        found: dict[Key, Counter[Pattern]] = {}
        for row in fetch(part, lambda table: left_out_query(table, slice, answered), question):
            found.setdefault(row[:cuts], Counter())[row[cuts:-1]] += row[-1]
        return found

    return remember(part, question, count)


def left_out_query(table: Responses, slice: Slice, answered: str) -> IbisTable:
    """The one query: columns cut_0.., filter_0.., n."""
    import ibis  # heavy

    around = Slice(
        slice.since, slice.until, tuple(one for one in slice.where if one[0] in CONTEXT), slice.words
    )
    rows = narrow(table, around).filter(ibis._[answered].notnull())
    cuts = {f"cut_{place}": cut_of(table, name) for place, name in enumerate(slice.by)}
    filters = {f"filter_{place}": _met(table, *one) for place, one in enumerate(judged(slice))}
    return rows.aggregate(by={**cuts, **filters}, n=rows.count())


def _met(table: Responses, name: str, values: tuple[str, ...]) -> Any:
    """Which of several values the filter was met by; of one value, whether it was."""
    import ibis  # heavy

    met, column = one_of(table, name, values), cut_of(table, name)
    if len(values) == 1:
        return met
    return met.ifelse(column.fill_null(""), ibis.null(str))
