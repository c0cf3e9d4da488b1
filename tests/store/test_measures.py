"""Which columns say yes, no or how good, where no column holds a score."""

import pytest

from likely.store.measures import measures_of
from likely.store.profile import profiles
from likely.store.query import table_of
from likely.store.sheet import Sheet


def found(name: str, *values: str) -> list[tuple[str, int, int]]:
    """(kind, positives, n) of the measures in one column."""
    rows = table_of(
        f'SELECT x AS "{name}" FROM (VALUES ' + ", ".join(f"('{v}')" for v in values) + ") AS t(x)"
    )
    measures = measures_of(rows, profiles(Sheet(rows), len(values)))
    return [(measure.kind, measure.positives, measure.n) for measure in measures]


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("recommended", ("1", "1", "0", ""), [("share", 2, 3)]),
        ("Would you recommend us?", ("Yes", "No", "yes"), [("share", 2, 3)]),
        ("has_recommended", ("Yes", "No", "I do not remember"), []),
        ("fft_answer", ("1", "2", "5", "6", "7"), [("share", 2, 3)]),
        ("FFT", ("Very good", "Good", "Poor", "Do not know"), [("share", 2, 3)]),
        ("rating", ("1", "4", "5", "5"), [("rating", 3, 4)]),
        ("rating", ("1.0", "4.0", "5.0", "5.0"), [("rating", 3, 4)]),
        ("satisfaction", ("Satisfied", "Neutral or Dissatisfied"), [("share", 1, 2)]),
        ("price", ("1", "4", "5"), []),
        ("rating", ("1", "47", "5"), []),
    ],
)
def test_a_column_is_measured_by_its_name_and_values(
    name: str, values: tuple[str, ...], expected: list[tuple[str, int, int]]
) -> None:
    assert found(name, *values) == expected
