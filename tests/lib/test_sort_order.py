"""What a click on a head asks for, and rows in that order."""

from dataclasses import dataclass

import pytest

from likely.lib.sort_order import head, ordered

SORTS = ("name", "-name", "n", "-n")


@dataclass
class Row:
    name: str
    n: int | None


@pytest.mark.parametrize(
    ("asked", "column", "wanted"),
    [
        ("", "name", "name"),
        ("name", "name", "-name"),
        ("-name", "name", "name"),
        ("-name", "n", ""),  # the usual order needs no parameter
        ("", "n", "n"),
        ("nonsense", "name", "name"),
    ],
)
def test_a_click_turns_the_order(asked: str, column: str, wanted: str) -> None:
    assert head(asked, SORTS, "-n").next_of(column) == wanted


def test_the_head_says_how_it_is_sorted() -> None:
    now = head("-name", SORTS, "-n")
    assert (now.aria("name"), now.aria("n")) == ("descending", "none")
    assert head("x", SORTS, "-n").aria("n") == "descending"


def test_rows_by_a_column_with_the_unknown_last() -> None:
    rows = [Row("b", 2), Row("A", None), Row("c", 9)]
    assert [row.name for row in ordered(rows, "name")] == ["A", "b", "c"]
    assert [row.name for row in ordered(rows, "n")] == ["b", "c", "A"]
    assert [row.name for row in ordered(rows, "-n")] == ["c", "b", "A"]
