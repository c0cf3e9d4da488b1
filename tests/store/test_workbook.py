"""Workbooks are read as the CSV of the same sheet would be."""

from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from likely.lib.refusal import Refusal
from likely.store.file import open_file
from likely.store.query import ask


def saved(folder: Path, *sheets: list[list[object]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    path = folder / "answers.xlsx"
    book.save(path)
    return path


def test_cells_of_every_kind(tmp_path: Path) -> None:
    path = saved(tmp_path, [
        ["When", "Score", "Comment"],
        [datetime(2026, 3, 1, 10), 9, "quick"],
        [datetime(2026, 3, 2, 11, 30), "10", "kind"],
        [None, 6.5, "between"],
        [None, True, "yes"],
        [None, None, None],
        [None, "NA", "=1+1"],
    ])  # fmt: skip
    file = open_file(path)
    assert (file.rows, file.answered) == (5, 2)
    assert file.ignored == {"score_not_whole": 1, "score_is_boolean": 1, "score_not_available": 1}
    rows = ask(file.table.rows).to_pylist()
    assert [row["score"] for row in rows] == [9, 10, None, None, None]
    assert rows[1]["at"] == datetime(2026, 3, 2, 11, 30)


def test_a_title_above_the_head_and_an_empty_first_sheet(tmp_path: Path) -> None:
    path = saved(
        tmp_path,
        [["notes"]],
        [["Survey of March", None, None], ["nps", "why", "plan"], [9, "fine", "a"], [2, "bad", "b"]],
    )
    file = open_file(path)
    assert (file.columns["score"], file.columns["comment"], file.answered) == ("nps", "why", 2)
    assert "sheet:Sheet1" in file.notes


def test_a_workbook_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no sheet of the workbook has a head row and rows"):
        open_file(saved(tmp_path, [["score"]]))
