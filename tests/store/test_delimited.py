"""Any table that a tool may write as text comes back row for row."""

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likely.lib.refusal import Refusal
from likely.store.delimited import read_delimited
from likely.store.query import ask
from likely.store.sheet import Sheet

LEADS = "".join(map(chr, range(0xC2, 0xF5)))  # with a letter behind they may be UTF-8 spelled twice
CELL = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=["Cc", "Cs", "Zl", "Zp"],
        include_characters="\n",
        exclude_characters=LEADS,
    ),
    max_size=12,
).map(lambda text: text.strip())
WESTERN_CELL = st.text(st.sampled_from("abc ÄÖÜäöüßéèàç'\";,|\t\n"), max_size=12).map(
    lambda text: text.strip()
)


def sheet(folder: Path, data: bytes | str) -> Sheet:
    path = folder / "answers.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_delimited(path, folder)


def rows(sheet: Sheet) -> list[tuple[str | None, ...]]:
    return [tuple(row.values()) for row in ask(sheet.rows).to_pylist()]


def written(head: list[str], table: list[list[str]], delimiter: str, ending: str) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=ending)
    writer.writerows([head, *table])
    return text.getvalue()


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_what_was_written_is_read(data: st.DataObject) -> None:
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
    cell = WESTERN_CELL if encoding == "cp1252" else CELL
    table = data.draw(st.lists(st.tuples(st.integers(0, 10).map(str), cell, cell), min_size=1, max_size=12))
    delimiter = data.draw(st.sampled_from(",;\t|"))
    ending = data.draw(st.sampled_from(["\n", "\r\n"]))
    text = written(["score", "comment", "größe"], [list(row) for row in table], delimiter, ending)
    with TemporaryDirectory() as folder:
        found = sheet(Path(folder), text.encode(encoding))
        assert found.rows.columns == ("score", "comment", "größe")
        assert found.ignored == {}
        assert rows(found) == [tuple(value or None for value in row) for row in table]


def test_rows_that_do_not_fit_are_counted(tmp_path: Path) -> None:
    found = sheet(tmp_path, "score,comment\n9,a\n3,b,c,d\n8\n7,ok\n10,ok\n")
    assert rows(found) == [("9", "a"), ("7", "ok"), ("10", "ok")]
    assert found.ignored == {"ragged_row": 2}


def test_a_table_that_is_mostly_broken_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="20 of 21 rows do not have the 2 columns"):
        sheet(tmp_path, "score,comment\n9,a\n" + "3,b,c\n" * 20)


def test_a_quote_that_swallows_the_rest_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="quotation mark in line 3 is never closed"):
        sheet(tmp_path, 'score,comment\n9,a\n3,"b\n' + "8,ok\n" * 20)


def test_a_cell_of_ten_megabytes_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="the row in line 3 has over"):
        sheet(tmp_path, "score,comment\n9,a\n3," + "x" * 10_000_000 + "\n")


def test_row_names_and_closing_delimiters_do_not_make_rows_ragged(tmp_path: Path) -> None:
    named = sheet(tmp_path, "score,comment\n1,9,a\n2,3,b\n3,10,c\n")
    assert rows(named) == [("1", "9", "a"), ("2", "3", "b"), ("3", "10", "c")]
    assert named.rows.columns == ("row_name", "score", "comment")
    assert rows(sheet(tmp_path, "score,comment\n9,a,\n3,b,\n")) == [("9", "a", None), ("3", "b", None)]


def test_a_line_that_names_the_separator_is_followed(tmp_path: Path) -> None:
    assert rows(sheet(tmp_path, "sep=;\r\nscore;comment\r\n9;a,b\r\n")) == [("9", "a,b")]


def test_head_cells_may_hold_line_breaks_and_repeat(tmp_path: Path) -> None:
    found = sheet(tmp_path, '"How likely\nare you?",Why,why,\n9,a,b,c\n')
    assert found.rows.columns == ("How likely are you?", "Why", "why (2)", "column_4")


@pytest.mark.parametrize("text", ["\n\n \n", ",,\n"])
def test_nothing_is_refused_as_empty(tmp_path: Path, text: str) -> None:
    with pytest.raises(Refusal, match="holds no text"):
        sheet(tmp_path, text)


def test_formulas_are_text(tmp_path: Path) -> None:
    assert rows(sheet(tmp_path, 'score,comment\n9,=1+1\n3,"=CMD(""x"")"\n')) == [
        ("9", "=1+1"),
        ("3", '=CMD("x")'),
    ]
