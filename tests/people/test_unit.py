"""Units in a tree: by hand, by rows, and which answers are whose."""

from typing import Any

import pytest

from likely.lib.refusal import Refusal
from likely.people.unit import (
    Unit,
    UnitFacts,
    change_unit,
    drop_unit,
    make_unit,
    name_levels,
    tree_of,
)
from likely.people.unit_rows import Imported, UnitRow, keep_rows, read_rows, rows_of

FILE = b"""unit;level;property;values
Europe / North;region;region;North
Europe / North / Tallinn;store;store;Tallinn|TLN
Europe / South;region;region;South
"""


def made(workspace: Any, name: str, parent: Unit | None = None, **facts: Any) -> Unit:
    return make_unit(workspace, UnitFacts(name, parent=parent and parent.pk, **facts), "system")


def test_a_file_makes_the_tree_and_read_again_changes_nothing(workspace: Any) -> None:
    assert keep_rows(workspace, read_rows(FILE), "system") == Imported(4, 0, 0)
    assert keep_rows(workspace, read_rows(FILE), "system") == Imported(0, 0, 3)
    tree = tree_of(workspace)
    assert [(one.name, tree.depths[one.pk]) for one in tree.units] == [
        ("Europe", 0), ("North", 1), ("Tallinn", 2), ("South", 1),
    ]  # fmt: skip
    top, north, *_rest = tree.units
    assert tree.matches(top) == {"region": ("North", "South"), "store": ("Tallinn", "TLN")}
    assert tree.matches(north) == {"region": ("North",), "store": ("Tallinn", "TLN")}
    assert [one.name for one in tree.within(north)] == ["North", "Tallinn"]
    file = "\n".join(";".join(row[:4]) for row in rows_of(tree))
    assert keep_rows(workspace, read_rows(file.encode()), "system") == Imported(0, 0, 4)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (UnitRow(()), "unit_no_name"),
        (UnitRow(("A", "B"), level="planet"), "level_unknown"),
        (UnitRow(("A",), property="store"), "rule_half"),
        (UnitRow(("A",), people=("nobody@example.org",)), "member_unknown"),
        (UnitRow(tuple("ABCDEFGHI")), "unit_too_deep"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_kept(workspace: Any, row: UnitRow, code: str) -> None:
    with pytest.raises(Refusal, match="row 2: ") as refused:
        keep_rows(workspace, [UnitRow(("Fine",)), row], "system")
    assert refused.value.code == code
    assert not Unit.objects.exists()


@pytest.mark.parametrize("file", [b"name\nx\n", b"unit,colour\nx,red\n", b"\xff\xfe"])
def test_a_file_of_something_else_is_refused(file: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        read_rows(file)
    assert refused.value.field == "file"


def test_a_unit_never_lies_below_itself(workspace: Any) -> None:
    top = made(workspace, "Top")
    below = made(workspace, "Below", top)
    with pytest.raises(Refusal, match="below itself"):
        change_unit(top, UnitFacts("Top", parent=below.pk), "system")
    with pytest.raises(Refusal, match="units below"):
        drop_unit(top, "system")
    with pytest.raises(Refusal, match="already"):
        made(workspace, "Below", top)
    made(workspace, "Below")  # elsewhere the name is free
    drop_unit(below, "system")
    drop_unit(top, "system")
    assert [one.name for one in tree_of(workspace).units] == ["Below"]


def test_those_of_others_are_unknown(workspace: Any, foreign_workspace: Any) -> None:
    theirs = made(foreign_workspace, "Theirs")
    with pytest.raises(Refusal, match="no such unit"):
        made(workspace, "Mine", theirs)
    assert tree_of(workspace).units == []


def test_a_level_that_is_used_stays(workspace: Any) -> None:
    made(workspace, "A", level="store")
    with pytest.raises(Refusal, match="store"):
        name_levels(workspace, ["Country", "Branch"], "system")
    name_levels(workspace, ["Country", "store"], "system")
    assert made(workspace, "B", level="Country").level == "Country"
