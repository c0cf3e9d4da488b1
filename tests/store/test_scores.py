"""The score column is read strictly; what is no score is counted under its reason."""

import ibis
import pytest

from likely.stats.scale import read_score
from likely.store.query import ask, table_of
from likely.store.scores import REASONS, read_scores


def column(sql_type: str, *values: str) -> ibis.Table:
    rows = ", ".join(f"(CAST({value} AS {sql_type}))" for value in values)
    return table_of(f"SELECT * FROM (VALUES {rows}) AS t(x)")


def text(*values: str) -> ibis.Table:
    return column("VARCHAR", *(f"'{value}'" for value in values))


def read(table: ibis.Table) -> list[int | None]:
    return ask(table.select(score=read_scores(table, "x").column))["score"].to_pylist()


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("6.5", "score_not_whole"),
        ("9abc", "score_is_text"),
        ("11", "score_out_of_range"),
        ("-1", "score_out_of_range"),
        ("true", "score_is_boolean"),
        ("NaN", "score_is_nan"),
        ("", "score_blank"),
        ("  ", "score_blank"),
        ("NA", "score_not_available"),
        ("n/a", "score_not_available"),
        ("07", "score_is_text"),
        ("+9", "score_is_text"),
        ("1e1", "score_is_text"),
        ("９", "score_is_text"),
        ("9 10", "score_is_text"),
        ("9.0", "score_written_as_decimal"),
    ],
)
def test_loose_text_is_no_score_and_says_why(value: str, reason: str) -> None:
    table = text("8", value)
    found = read_scores(table, "x")
    assert found.ignored == {reason: 1}
    assert found.answered == 1
    assert read(table) == [8, None]
    assert reason in REASONS


def test_every_whole_number_of_the_scale_is_a_score() -> None:
    values = [str(score) for score in range(11)]
    table = text(*values)
    assert read(table) == [read_score(score) for score in range(11)]
    assert read_scores(table, "x").distribution == (1,) * 11


def test_decimals_count_only_where_the_whole_column_writes_them() -> None:
    written_by_a_tool = text("9.0", "10.0", "6.5", "")
    assert read(written_by_a_tool) == [9, 10, None, None]
    assert read_scores(written_by_a_tool, "x").ignored == {"score_not_whole": 1, "score_blank": 1}
    assert read(text("9.0", "10")) == [None, 10]


def test_missing_words_of_a_tool_are_no_answer_rather_than_out_of_range() -> None:
    assert read_scores(text("9", "-99"), "x", ("-99",)).ignored == {"score_not_available": 1}
    assert read_scores(text("9", "-99"), "x").ignored == {"score_out_of_range": 1}


def test_numbers_of_a_typed_file() -> None:
    fractions = column("DOUBLE", "9.0", "6.5", "'nan'::DOUBLE", "11.0", "NULL", "'inf'::DOUBLE")
    assert read(fractions) == [9, None, None, None, None, None]
    assert read_scores(fractions, "x").ignored == {
        "score_not_whole": 1,
        "score_is_nan": 2,
        "score_out_of_range": 1,
        "score_blank": 1,
    }
    assert read(column("INTEGER", "0", "10", "11", "-1", "300")) == [0, 10, None, None, None]
    assert read_scores(column("BOOLEAN", "true", "NULL"), "x").ignored == {
        "score_is_boolean": 1,
        "score_blank": 1,
    }
    assert read_scores(column("DATE", "'2026-11-26'"), "x").ignored == {"score_is_text": 1}
