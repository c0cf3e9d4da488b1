"""The Python face: light to import, strict with input, small results that a notebook can show."""

import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

import likely
from likely.analyse.results import Chart
from tests.analyse.files import parquet

HEAVY = ("django", "numpy", "scipy", "pandas", "ibis", "duckdb", "pyarrow", "deltalake", "jinja2", "pydantic")


def test_the_import_is_light_and_the_score_needs_no_engine() -> None:
    program = (
        "import sys, time; start = time.process_time(); import likely; "
        "score = likely.score(promoters=48, passives=18, detractors=4); likely.compare([1, 9], [9, 10]); "
        "spent = time.process_time() - start; likely.read; "
        f"print(spent, [name for name in {HEAVY!r} if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    seconds, _, heavy = run.stdout.strip().partition(" ")
    assert heavy == "[]"
    assert float(seconds) < 0.3


def test_a_score_of_answers_and_of_counts() -> None:
    assert likely.score([10, 9, 7, 3]).value == 25
    score = likely.score(promoters=48, passives=18, detractors=4)
    assert score.value == pytest.approx(62.857, abs=1e-3)
    assert isinstance(score, likely.Estimate)
    assert score.low < score.value < score.high
    assert "+63" in score._repr_html_()
    assert "n 70" in score._repr_html_()


def test_numbers_of_numpy_and_pandas_are_numbers() -> None:
    import numpy as np
    import pandas as pd
    import polars as pl

    for scores in (np.array([10, 9, 7, 3]), pd.Series([10, 9, 7, 3]), pl.Series([10, 9, 7, 3])):
        assert likely.score(scores).value == 25


@pytest.mark.parametrize(
    ("scores", "code"),
    [
        ([10, 6.5], "score_not_whole"),
        ([10, "9"], "score_is_text"),
        ([True], "score_is_boolean"),
        ([11], "score_out_of_range"),
        ([-1], "score_out_of_range"),
        ([float("nan")], "score_is_nan"),
        ([None], "score_is_missing"),
        ([], "no_answers"),
        ("10 9 7", "scores_are_text"),
        (None, "score_of_what"),
    ],
)
def test_loose_input_is_refused_with_its_reason(scores: object, code: str) -> None:
    with pytest.raises(likely.Refusal) as refused:
        likely.score(scores)  # type: ignore[arg-type]
    assert refused.value.code == code


def test_answers_and_counts_together_are_refused() -> None:
    with pytest.raises(likely.Refusal):
        likely.score([10], promoters=3)
    with pytest.raises(likely.Refusal):
        likely.score(promoters=-3)


def test_a_comparison_says_whether_it_can_be_told() -> None:
    before, after = [10, 9, 3, 2, 7] * 20, [10, 9, 9, 9, 7] * 20
    told = likely.compare(before, after)
    assert told.value == pytest.approx(likely.score(after).value - likely.score(before).value)
    assert told.verdict == "above"
    assert told.low > 0
    assert told.p < 0.05
    assert told.words.startswith("up 80, real (p")
    assert likely.compare(after, before).verdict == "below"
    unsure = likely.compare([10, 9, 3], [10, 9, 9])
    assert unsure.verdict == "same"
    assert "within noise" in unsure.words
    assert "within noise" in unsure._repr_html_()


def test_lists_scores_and_counts_compare_alike() -> None:
    counts = {"promoters": 2, "passives": 1, "detractors": 1}
    answers = [10, 9, 7, 3]
    figures = {
        likely.compare(one, other).p
        for one in (answers, counts, likely.score(answers))
        for other in ([9] * 6, {"promoter": 6}, likely.score(promoters=6))
    }
    assert len(figures) == 1
    with pytest.raises(likely.Refusal) as refused:
        likely.compare({"fans": 3}, answers)
    assert refused.value.code == "unknown_group"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> likely.Data:
    n = 480
    start = datetime(2026, 1, 1, 12)
    path = parquet(
        tmp_path_factory.mktemp("data"),
        {
            "q1": [(10, 9, 7, 3, 10, 0)[i % 6] for i in range(n)],
            "q2": [
                (
                    "fast delivery as promised",
                    "staff was helpful",
                    "",
                    "parcel arrived damaged",
                    "fast delivery",
                    "",
                )[i % 6]
                for i in range(n)
            ],
            "at": [start + timedelta(hours=6 * i) for i in range(n)],
            "region": [("North", "South", "North")[i % 3] for i in range(n)],
            "plan": [("free", "paid")[i // 240] for i in range(n)],
            "speed": [(5, 5, 3, 1, 4, 1)[(i + i // 50) % 6] for i in range(n)],
            "price": [1 + (i * 7) % 5 for i in range(n)],
        },
    )
    return likely.read(path, score="q1", comment="q2", date="at")


def test_the_score_and_its_cuts(data: likely.Data) -> None:
    assert data.score().n == 480
    table = data.score(by="region")
    assert {row.value: row.score.n for row in table if row.score} == {"North": 320, "South": 160}
    assert [row.verdict for row in table] == ["above", "below"] or len(table) == 2
    assert data.score(by=["region", "plan"])[0].value.count(" · ") == 1
    assert data.only("region", "South").score().n == 160
    assert data.between(date(2026, 1, 1), date(2026, 1, 10)).score().n == 38


def test_trend_drivers_and_themes(data: likely.Data) -> None:
    trend = data.trend("month")
    assert [row.period for row in trend] == ["2026-01", "2026-02", "2026-03", "2026-04/2026-05"]
    assert sum(row.score.n for row in trend if row.score) == 480
    drivers = data.drivers(["speed", "price"])
    assert drivers[0].name == "speed"
    within = data.drivers(["speed", "price"], by="plan")
    assert within.keys() == {"free", "paid"}
    themes = data.themes()
    assert any("delivery" in name for name in themes.recommend)
    assert any("parcel" in name for name in themes.not_recommend)


def test_a_notebook_shows_tables_and_charts(data: likely.Data) -> None:
    for result in (
        data.score(by="region"),
        data.trend("month"),
        data.drivers(["speed", "price"]),
        data.themes(),
    ):
        html = result._repr_html_()
        assert html.startswith("<table>")
        assert html.count("<tr>") == len(result) + 1
        chart = result.chart()
        assert isinstance(chart, Chart)
        assert str(chart).startswith("<svg")
        assert chart._repr_svg_() == chart.svg
    assert "answers.parquet" in data._repr_html_()


def test_the_report_is_one_file(data: likely.Data, tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    report = data.report(out, by=["plan"], language="et")
    assert list(report.by) == ["plan"]
    html = out.read_text(encoding="utf-8")
    assert 'lang="et"' in html
    assert "<script" not in html
    assert data.to_json(by=["plan"])["score"]["n"] == 480


def test_unknown_names_are_refused(data: likely.Data) -> None:
    for ask in (
        lambda: data.score(by="color"),
        lambda: data.drivers(["color"]),
        lambda: data.trend("fortnight"),  # type: ignore[arg-type]
        lambda: likely.read("/nowhere/answers.csv"),
    ):
        with pytest.raises(likely.Refusal):
            ask()


def test_an_unknown_name_of_the_package_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError):
        likely.nps  # noqa: B018
    assert set(likely.__all__) <= set(dir(likely))
