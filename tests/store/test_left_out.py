"""What filters leave out, against counting by hand; on any engine."""

import os
from collections import Counter, defaultdict
from dataclasses import replace
from typing import Any

from hypothesis import given, settings

from likely.store.aggregate import counts
from likely.store.left_out import FAILS, left_out
from likely.store.slice import Slice
from tests.store.test_aggregate import rows_strategy, table_of

EXAMPLES = 5 if os.environ.get("LIKELY_TEST_ENGINE") == "spark" else 20  # there a question takes a second
WHERE = (("plan", ("free", "")), ("speed", ("3",)))
SLICE = Slice(where=(*WHERE, ("group", ("promoter",)), ("commented", ("yes",))), guarded=True)


def pattern_of(row: dict[str, Any]) -> tuple[Any, ...]:
    """Which of several values, a missing one among them, is met; of a single one, whether it is."""
    plan = row["plan"] or ""
    return plan if plan in {"free", ""} else FAILS, row["speed"] == 3


@settings(max_examples=EXAMPLES, deadline=None)
@given(rows_strategy())
def test_what_is_left_out_is_counted_by_the_filters_that_it_fails(rows: list[dict[str, Any]]) -> None:
    found = left_out(table_of(rows), SLICE.cut("month"))
    expected: dict[Any, Counter[Any]] = defaultdict(Counter)
    for row in rows:
        if row["score"] is not None and row["comment"]:  # the group is shown with every score
            expected[row["day"].replace(day=1),][pattern_of(row)] += 1
    assert found == expected


@settings(max_examples=EXAMPLES, deadline=None)
@given(rows_strategy())
def test_a_cell_knows_what_is_beside_it_and_so_does_their_sum(rows: list[dict[str, Any]]) -> None:
    table = table_of(rows)
    cells = counts(table, SLICE.cut("month")).cells
    atoms = left_out(table, SLICE.cut("month"))
    assert all(cell.atoms == atoms.get(key, {}) for key, cell in cells.items())
    together = sum((Counter(atoms.get(key, {})) for key in cells), Counter())
    assert dict(counts(table, SLICE.cut("month")).total().atoms) == together


def test_what_is_beside_a_segment_is_the_rest_of_the_whole() -> None:
    table = table_of([{"score": 9, "plan": plan, "speed": 3.0} for plan in ("free", "pro", "pro", None)])
    part = replace(table, rows=table.rows.filter(table.rows["plan"] == "pro"), whole=table)
    assert left_out(part, Slice()) == {(): {(True,): 2, (False,): 2}}
    assert left_out(part, Slice(where=(("plan", ("pro",)),))) == {
        (): {(True, True): 2, (True, False): 0, (False, False): 2}
    }
    assert left_out(table, Slice(where=(("kind", ("nps",)), ("group", ("promoter",))))) == {}
