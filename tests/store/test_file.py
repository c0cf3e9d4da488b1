"""Real files by strangers open without a word; broken ones are refused in one line that says why."""

import os
from pathlib import Path

import pytest

from likely.lib.refusal import Refusal
from likely.store.aggregate import counts
from likely.store.engine import new_cursor
from likely.store.file import ResponseFile, open_file
from likely.store.query import ask
from likely.store.slice import Slice


def written(folder: Path, text: str | bytes, name: str = "answers.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def points(n: tuple[int, ...]) -> float:
    return 100 * (n[9] + n[10] - sum(n[:7])) / sum(n)


def score(file: ResponseFile) -> tuple[float, int]:
    n = counts(file.table, Slice()).total().n
    assert sum(n) == file.answered
    return round(points(n), 1), sum(n)


@pytest.mark.parametrize(
    ("name", "expected", "answered"),
    [
        ("nps_retail_fr", 52.6, 9630),
        ("nps_telecom_en", -27.6, 1629),
        ("nps_airport_en", 38.1, 1925),
        ("nps_workshop_longterm", 36.3, 402),
        ("nps_instructor_training", 47.5, 632),
    ],
)
def test_published_scores_come_out_of_guessed_columns(
    shared: Path, name: str, expected: float, answered: int
) -> None:
    file = open_file(shared / "data" / f"{name}.parquet")
    assert score(file) == (expected, answered)
    assert file.columns["score"] == "score"
    assert "score" in file.guessed


def test_segments_of_a_real_file(shared: Path) -> None:
    file = open_file(shared / "data" / "nps_telecom_en.parquet")
    found = counts(file.asked(by=("touchpoint",)), Slice(by=("touchpoint",))).cells
    assert {key[0]: (round(points(cell.n), 1), sum(cell.n)) for key, cell in found.items()} == {
        "Equipment Received": (-65.0, 163),
        "First Payment": (-31.2, 781),
        "Order": (-11.9, 657),
        "Service in Use": (-75.0, 28),
    }


def test_weights_of_a_real_file(shared: Path) -> None:
    file = open_file(shared / "data" / "nps_airport_en.parquet")
    assert file.columns["weight"] == "weight"
    assert round(points(counts(file.table, Slice(weighted=True)).total().w), 1) == 38.2  # type: ignore[arg-type]


def test_codes_for_not_rated_leave_the_ratings_of_a_real_file(shared: Path) -> None:
    file = open_file(shared / "data" / "nps_airport_en.parquet")
    assert any(note.startswith("codes_not_rated:0 and 6 (q7art, q7food,") for note in file.notes)
    steps = ask(file.table.rows.select("q7art").distinct())["q7art"].to_pylist()
    assert set(steps) == {None, 1, 2, 3, 4, 5}
    assert not {"q20gender", "q16live", "strata"} & set(file.table.ratings)
    assert "day_" in file.table.dimensions  # the file's own `day` is a weekday, not a date


def test_a_damaged_file_of_windows_letters(shared: Path) -> None:
    file = open_file(shared / "data" / "format_samples" / "messy_cp1252_mojibake.csv")
    assert (file.rows, file.answered, file.ignored) == (1500, 1463, {"score_not_available": 37})
    assert (file.columns["score"], file.columns["comment"]) == ("nps", "explication")
    assert "encoding:cp1252" in file.notes
    commented = ask(file.table.rows.filter(file.table.rows.comment.notnull()))["comment"].to_pylist()
    assert "NA" not in commented
    assert any("débutante" in comment for comment in commented)


def test_a_file_of_yes_and_no_gives_a_share_and_no_score(shared: Path) -> None:
    file = open_file(shared / "data" / "recommend_clothing_en.parquet")
    recommended, rating = file.measures
    assert (recommended.column, recommended.kind, rating.kind) == ("recommended", "share", "rating")
    assert round(100 * recommended.positives / recommended.n, 1) == 82.1
    mean = sum(int(step) * n for step, n in rating.counts.items()) / rating.n
    assert round(mean, 3) == 4.192
    assert file.answered == 0
    assert file.ignored == {"no_score_column": 16420}


def test_friends_and_family_leaves_out_those_who_do_not_know(shared: Path) -> None:
    file = open_file(shared / "data" / "recommend_patient_fft_en.parquet")
    (answer,) = file.measures
    assert round(100 * answer.positives / answer.n, 1) == 85.6
    assert "person_repeats:1262" in file.notes


def test_rows_are_answered_or_ignored_for_a_reason(tmp_path: Path) -> None:
    file = open_file(written(tmp_path, "score,comment\n9,a\n6.5,b\n,c\n3\n11,d\nx,e\n10,f\n"))
    assert file.rows == 7
    assert file.answered == 2
    assert file.ignored == {
        "ragged_row": 1,
        "score_not_whole": 1,
        "score_blank": 1,
        "score_out_of_range": 1,
        "score_is_text": 1,
    }


def test_columns_may_be_named_by_name_or_question_in_any_case(tmp_path: Path) -> None:
    path = written(tmp_path, "q1,q2,q3\n9,a,5\n3,b,1\n")
    file = open_file(path, score="Q1", comment="q2")
    assert file.columns["score"] == "q1"
    assert file.guessed == ()
    assert file.column("Q1") == "score"
    assert file.column("q3") == "q3"


def test_a_driver_that_a_person_names_becomes_a_number(tmp_path: Path) -> None:
    file = open_file(written(tmp_path, 'score,minutes,plan\n9,"1,5",a\n3,20,b\n'))
    asked = file.asked(by=("plan",), drivers=("minutes",))
    assert ask(asked.rows)["minutes"].to_pylist() == [1.5, 20.0]
    assert "plan" in asked.dimensions
    with pytest.raises(Refusal, match="plan: a driver must be rated in numbers"):
        file.asked(drivers=("plan",))


def test_a_table_of_people_needs_no_score_and_keeps_its_names(tmp_path: Path) -> None:
    path = written(tmp_path, "email,day,score\na@example.org,MON,high\n")
    file = open_file(path, answers=False)
    assert ask(file.table.rows).to_pylist() == [{"email": "a@example.org", "day": "MON", "score": "high"}]


def test_the_converted_rows_go_with_the_file(tmp_path: Path) -> None:
    file = open_file(written(tmp_path, "score\n9\n3\n"))
    folder = Path(file.folder.name)
    assert [path.name for path in folder.iterdir()] == ["responses.parquet"]
    del file
    assert not folder.exists()


FIVE_STEPS = "rating,why\n" + "5,a\n4,b\n1,c\n" * 20
BROKEN = {
    "empty.csv": (b"", "empty.csv: the file is empty"),
    "blank.csv": (b"\n\n", "holds no text"),
    "head.csv": (b"score,comment\n", "no rows"),
    "noise.csv": (bytes(range(256)) * 40, "no table of text"),
    "broken.parquet": (b"PAR1" + b"\x00" * 500, "this Parquet file cannot be read"),
    "text.parquet": (b"score\n9\n", "this Parquet file cannot be read"),
    "broken.xlsx": (b"PK\x03\x04" + b"\x01" * 500, "this workbook cannot be read"),
    "text.xlsx": (b"score\n9\n", "this workbook cannot be read"),
    "old.xls": (b"\xd0\xcf\x11\xe0" + b"\x01" * 500, "this workbook cannot be read"),
    "survey.json": (b'{"answers": []}', "this is JSON, not a table"),
    "survey.lss": (b"<?xml version='1.0'?><document/>", "this is XML, not a table"),
    "words.txt": (b"Dear all,\nthe survey went well.\n", "1 of 1 rows do not have the 2 columns"),
    "five.csv": (FIVE_STEPS.encode(), None),
}


@pytest.mark.parametrize("name", [name for name, (_, said) in BROKEN.items() if said])
def test_a_malformed_file_of_each_kind_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    data, said = BROKEN[name]
    with pytest.raises(Refusal) as refused:
        open_file(written(tmp_path, data, name))
    assert said
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="there is no such file"):
        open_file(tmp_path / "missing.csv")
    with pytest.raises(Refusal, match="this is no file"):
        open_file(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "score\n9\n")
    path.chmod(0)
    with pytest.raises(Refusal, match="may not be read"):
        open_file(path)


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("nps", "nps: the file has no such column. It has: rating, why."),
        ("rating", "rating: its answers run from 1 to 5; a score needs the scale from 0 to 10."),
        ("why", "why: a score is a whole number from 0 to 10, and 60 of its 60 values are none (text: 60)."),
    ],
)
def test_a_wrong_score_column_is_named_with_the_rule(tmp_path: Path, column: str, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        open_file(written(tmp_path, FIVE_STEPS), score=column)
    assert str(refused.value) == said


def test_a_date_column_without_dates_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="why: none of its values is a date"):
        open_file(written(tmp_path, "score,why\n9,a\n"), date="why")


def test_a_score_column_without_an_answer_gives_no_score_rather_than_an_error(tmp_path: Path) -> None:
    file = open_file(written(tmp_path, "score,comment\n,a\n,b\n"))
    assert (file.answered, file.ignored) == (0, {"score_blank": 2})


def test_a_scale_without_zeros_is_noted(tmp_path: Path) -> None:
    rows = "".join(f"{1 + number % 10}\n" for number in range(200))
    assert "scale_from_one" in open_file(written(tmp_path, "nps\n" + rows)).notes


@pytest.mark.parametrize("blanks", ["", " ", "\t"])
def test_a_cut_of_a_parquet_file_is_tidied_where_one_value_is_not(tmp_path: Path, blanks: str) -> None:
    rows = [*(("9", "North"), ("3", "South")) * 40, ("10", f"North{blanks}"), ("10", blanks)]
    values = ", ".join(f"({score}, '{region}')" for score, region in rows)
    path = tmp_path / "answers.parquet"
    sql = f"COPY (SELECT * FROM (VALUES {values}) AS t(score, region)) TO '{path}'"
    new_cursor().execute(sql)
    file = open_file(path)
    found = counts(file.table, Slice().cut("region")).cells
    assert {key: cell.answered for key, cell in found.items()} == {("North",): 41, ("South",): 40, (None,): 1}
    assert counts(file.table, Slice().only("region", "North")).total().answered == 41
