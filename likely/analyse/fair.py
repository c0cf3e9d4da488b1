"""Agents, teams, shops side by side: the mix of cases taken out, small numbers believed less. One query."""

from collections.abc import Sequence, Set
from dataclasses import replace

from likely.analyse.segments import NO_VALUE, SMALLEST_GROUP, written
from likely.analyse.small_groups import unseen
from likely.lib.refusal import Refusal
from likely.stats.fair import FEWEST, Comparison, Counts, compare
from likely.stats.score import counts_of_cell
from likely.store.aggregate import counts
from likely.store.slice import Slice
from likely.store.table import Responses


def compare_members(
    table: Responses,
    slice: Slice,
    member: str,
    cases: Sequence[str] = (),
    *,
    level: float = 0.95,
    fewest: int = FEWEST,
    smallest: int = SMALLEST_GROUP,
) -> Comparison:
    """member: the column that names them. cases: columns that tell kinds of case apart; none: all alike.

    Answers that name no member count towards the norms of their kind, and as nobody's. So do those of members
    who must be hidden, so that the company minus all that is shown gives no small group away.
    """
    if member in cases:
        raise Refusal("same_cut", f"{member} can't be a kind of case too.", field="cases")
    found = counts(table, replace(slice, by=(member, *cases)))
    answers: dict[str, dict[str, Counts]] = {}
    for key, cell in found.cells.items():
        if cell.answered:
            answers.setdefault(written(key[:1]), {})[written(key[1:])] = counts_of_cell(cell.n)
    others = [answers.pop(NO_VALUE)] if NO_VALUE in answers else []
    few = {written(key) for key in unseen(found.over(member).cells, smallest)}
    return compared(answers, others, few, level=level, fewest=fewest)


def compared(
    answers: dict[str, dict[str, Counts]],
    others: list[dict[str, Counts]],
    few: Set[str],
    *,
    level: float = 0.95,
    fewest: int = FEWEST,
) -> Comparison:
    """answers: member -> kind of case -> counts. others: of nobody in particular. few: who must be hidden."""
    few = few & answers.keys()
    others = [*others, *(answers.pop(name) for name in sorted(few))]
    made = compare(answers, level=level, fewest=fewest, others=_together(others))
    return replace(made, left_out=tuple(sorted((*made.left_out, *few))))


def _together(parts: Sequence[dict[str, Counts]]) -> dict[str, Counts]:
    made: dict[str, Counts] = {}
    for part in parts:
        for kind, (d, n0, p) in part.items():
            before = made.get(kind, (0, 0, 0))
            made[kind] = before[0] + d, before[1] + n0, before[2] + p
    return made
