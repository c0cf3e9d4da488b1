"""The whole report: on real files whose figures are known, and on small ones made here."""

import json
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from likely.analyse.report import Report, make_report, to_json
from likely.store.file import open_file
from tests.analyse.files import opened, parquet

CONTRACT = {
    "rows",
    "answered",
    "ignored",
    "score",
    "weighted",
    "by",
    "trend",
    "changes",
    "drivers",
    "themes",
    "reasons",
    "warnings",
}
SCORE = {"value", "low", "high", "level", "n", "method", "promoters", "passives", "detractors"}


@cache
def report_on(path: Path, by: tuple[str, ...] = ()) -> Report:
    return make_report(open_file(path), by)


def standard_error(report: Report) -> float:
    score = report.score
    assert score
    theta = score.value / 100
    return 100 * (((score.promoters + score.detractors) / score.n - theta**2) / score.n) ** 0.5


@pytest.mark.parametrize(
    ("name", "points", "error", "n"),
    [
        ("nps_retail_fr", 52.6, 0.67, 9630),
        ("nps_telecom_en", -27.6, 2.17, 1629),
        ("nps_airport_en", 38.1, 1.61, 1925),
        ("nps_workshop_longterm", 36.3, 3.78, 402),
        ("nps_instructor_training", 47.5, 2.53, 632),
    ],
)
def test_known_scores(shared: Path, name: str, points: float, error: float, n: int) -> None:
    report = report_on(shared / "data" / f"{name}.parquet")
    assert report.score
    assert round(report.score.value, 1) == points
    assert round(standard_error(report), 2) == error
    assert report.score.n == report.answered == n
    assert report.rows == n + sum(report.ignored.values())


def test_known_touchpoints(shared: Path) -> None:
    report = report_on(shared / "data" / "nps_telecom_en.parquet", ("touchpoint",))
    found = {
        row.value: (round(row.score.value, 1), row.score.n) for row in report.by["touchpoint"] if row.score
    }
    assert found == {
        "Order": (-11.9, 657),
        "First Payment": (-31.2, 781),
        "Equipment Received": (-65.0, 163),
        "Service in Use": (-75.0, 28),
    }


def test_known_weighted_score(shared: Path) -> None:
    report = report_on(shared / "data" / "nps_airport_en.parquet")
    assert report.weighted
    assert round(report.weighted.value, 1) == 38.2


def test_known_share_with_a_comment(shared: Path) -> None:
    report = report_on(shared / "data" / "nps_retail_fr.parquet")
    assert {group: round(share, 3) for group, share in report.commented.items()} == {
        "detractor": 0.518,
        "passive": 0.269,
        "promoter": 0.242,
    }


def test_what_is_odd_in_real_data_is_said(shared: Path) -> None:
    said = " ".join(report_on(shared / "data" / "nps_retail_fr.parquet").warnings)
    assert "was the scale 1–10?" in said
    assert "Detractors comment more often than promoters (52\u00a0% against 24\u00a0%)" in said
    assert "no trend" in said


@pytest.mark.parametrize("name", ["nps_telecom_en", "nps_retail_fr"])
def test_real_comments_give_three_reasons_each_way(shared: Path, name: str) -> None:
    report = report_on(shared / "data" / f"{name}.parquet")
    assert len(report.recommend) == len(report.not_recommend) == 3
    assert not set(report.recommend) & set(report.not_recommend)


def test_a_dip_is_found_in_the_real_trend(shared: Path) -> None:
    report = report_on(shared / "data" / "nps_telecom_en.parquet")
    assert report.grain == "month"
    assert [period.period for period in report.trend] == ["2017-12", *(f"2018-0{m}" for m in range(1, 7))]
    assert report.changes[0].verdict == "above"


def test_the_contract_of_the_json(shared: Path) -> None:
    data = json.loads(json.dumps(to_json(report_on(shared / "data" / "nps_airport_en.parquet"))))
    assert data.keys() >= CONTRACT
    assert data["score"].keys() == SCORE
    assert data["weighted"].keys() >= SCORE
    for rows in data["by"].values():
        assert all(row.keys() == {"value", "score", "verdict"} for row in rows)
    assert all(row.keys() >= {"period", "score"} for row in data["trend"])
    assert all(row.keys() >= {"period", "from", "to", "verdict", "p"} for row in data["changes"])
    assert all(row.keys() >= {"name", "share", "low", "high", "direction"} for row in data["drivers"])
    assert sum(row["share"] for row in data["drivers"]) == pytest.approx(100)
    assert all(
        row.keys() >= {"name", "n", "score", "effect", "low", "high", "quotes"} for row in data["themes"]
    )
    assert data["reasons"].keys() == {"recommend", "not_recommend"}


def made(**columns: Any) -> dict[str, Any]:
    n = len(columns["score"])
    start = datetime(2026, 1, 5, 9)
    return {
        "at": [start + timedelta(hours=6 * i) for i in range(n)],
        "shop": [("North", "South")[i % 2] for i in range(n)],
        **columns,
    }


def test_nobody_named_a_cut_so_the_file_chooses_and_says_so(tmp_path: Path) -> None:
    report = make_report(opened(tmp_path, **made(score=[10, 3, 9, 7] * 60)))
    assert list(report.by) == ["shop"]
    assert "Nobody named a cut; chosen from the file: shop." in report.warnings


def test_a_named_cut_is_shown_whatever_its_size(tmp_path: Path) -> None:
    clerks = [f"clerk {i % 40}" for i in range(240)]
    report = make_report(opened(tmp_path, **made(score=[10, 3, 9, 7] * 60, clerk=clerks)), by=["clerk"])
    assert list(report.by) == ["clerk"]
    assert len(report.by["clerk"]) == 40
    assert sum(row.score.n for row in report.by["clerk"] if row.score) == 240


def test_drivers_of_a_made_score(tmp_path: Path) -> None:
    speed = [1 + (i * 7) % 5 for i in range(600)]
    price = [1 + (i * 11) % 7 % 5 for i in range(600)]
    score = [min(10, max(0, 2 * s + (i % 3) - 1)) for i, s in enumerate(speed)]
    report = make_report(opened(tmp_path, score=score, speed=speed, price=price), drivers=["speed", "price"])
    assert [driver.name for driver in report.drivers] == ["speed", "price"]
    assert report.drivers[0].share > 95
    assert report.drivers[0].direction == "up"
    assert report.drivers[0].low <= report.drivers[0].share <= report.drivers[0].high


def test_a_rating_not_given_is_no_zero(tmp_path: Path) -> None:
    """Blank ratings leave mean and n alone."""
    speed = [None if i % 4 == 0 else 1 + i % 5 for i in range(800)]
    score = [5 if s is None else 2 * s for s in speed]
    report = make_report(opened(tmp_path, score=score, speed=speed), drivers=["speed"])
    (driver,) = report.drivers
    rated = [s for s in speed if s is not None]
    assert driver.n == len(rated)
    assert driver.mean == pytest.approx(sum(rated) / len(rated))


def test_too_few_answers_for_drivers_is_said(tmp_path: Path) -> None:
    report = make_report(
        opened(tmp_path, score=[10, 9, 3, 7] * 10, speed=[5, 4, 1, 3] * 10), drivers=["speed"]
    )
    assert report.drivers == ()
    assert any(warning.startswith("No drivers:") for warning in report.warnings)


def test_a_file_that_asks_for_a_yes_has_reasons_but_no_score(tmp_path: Path) -> None:
    columns = {
        "recommended": [1, 0] * 100,
        "comment": [
            f"{said} {i}" for i in range(100) for said in ("very comfortable, order", "cheap fabric, order")
        ],
    }
    report = make_report(open_file(parquet(tmp_path, columns), comment="comment"))
    assert report.score is None
    assert report.answered == 0
    assert to_json(report)["score"] is None
    assert any("comfortable" in name for name in report.recommend)
    assert any("fabric" in name or "cheap" in name for name in report.not_recommend)
    assert report.measures


@pytest.mark.parametrize(
    ("name", "liked", "disliked"),
    [("recommend_clothing_en", "fit", "return"), ("recommend_patient_fft_en", "helpful", "wait")],
)
def test_real_files_without_a_score_give_reasons(shared: Path, name: str, liked: str, disliked: str) -> None:
    report = report_on(shared / "data" / f"{name}.parquet")
    assert report.score is None
    assert any(liked in reason for reason in report.recommend)
    assert any(disliked in reason for reason in report.not_recommend)


def test_repeated_persons_are_noticed(tmp_path: Path) -> None:
    persons = [f"customer {i % 50}" for i in range(200)]
    report = make_report(opened(tmp_path, score=[10, 9, 3, 7] * 50, customer_id=persons))
    assert any("at least 4.00 answers a person" in warning for warning in report.warnings)


def test_one_answer_is_a_first_sign(tmp_path: Path) -> None:
    report = make_report(opened(tmp_path, nps=[10, 9, 8]))
    assert report.score
    assert report.score.n == 3
    assert any("first sign" in warning for warning in report.warnings)


def test_comments_of_a_large_file_are_sampled_and_that_is_said(tmp_path: Path) -> None:
    n = 12_000
    kinds = ("fast delivery, order {}", "parcel was damaged, order {}", "kind driver, {}", "wrong size, {}")
    said = [kinds[i % 4].format(i) for i in range(n)]
    columns = made(score=[10, 3] * (n // 2), comment=said)
    report = make_report(open_file(parquet(tmp_path, columns), comment="comment"))
    assert any("delivery" in reason for reason in report.recommend)
    assert any("parcel" in reason for reason in report.not_recommend)
    assert any("even sample of" in warning for warning in report.warnings)
