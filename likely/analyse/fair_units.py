"""The units right below one another's unit side by side, as fairly as members of a property are."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from likely.analyse.fair import compared
from likely.analyse.segments import NO_VALUE, SMALLEST_GROUP, written
from likely.analyse.small_groups import unseen
from likely.people.unit import Unit, UnitTree
from likely.stats.fair import Comparison, Counts
from likely.stats.score import counts_of_cell
from likely.store.aggregate import SCORES, Cell
from likely.store.aggregate import Counts as Found
from likely.store.slice import Slice
from likely.store.table import Responses
from likely.store.unit_answers import counts_by_unit


def compare_units(
    table: Responses,
    slice: Slice,
    tree: UnitTree,
    units: Sequence[Unit],
    cases: Sequence[str] = (),
    *,
    smallest: int = SMALLEST_GROUP,
) -> Comparison:
    """cases: columns that tell kinds of case apart. Answers of none of the units are the company's alone."""
    found, whole = counts_by_unit(table, replace(slice, by=tuple(cases)), tree, units)
    answers: dict[str, dict[str, Counts]] = {}
    left = {written(key): list(counts_of_cell(cell.n)) for key, cell in whole.cells.items()}
    for unit in units:
        kinds = {
            written(key): counts_of_cell(cell.n)
            for key, cell in found[unit.pk].cells.items()
            if cell.answered
        }
        if kinds:
            answers[unit.name] = kinds
        for kind, n in kinds.items():
            left[kind] = [max(a - b, 0) for a, b in zip(left[kind], n, strict=True)]
    others = {kind: (d, n0, p) for kind, (d, n0, p) in left.items() if d + n0 + p}
    return compared(answers, [others] if others else [], _few(found, units, others, smallest))


def _few(
    found: Mapping[UUID, Found], units: Sequence[Unit], others: Mapping[str, Counts], smallest: int
) -> set[str]:
    """The names of units that must be hidden. Answers of no unit are one more group, which nobody sees."""
    nobody = Cell((sum(map(sum, others.values())), *(0,) * (SCORES - 1)))
    cells = {unit.name: found[unit.pk].total() for unit in units}
    return unseen({**cells, NO_VALUE: nobody}, smallest)
