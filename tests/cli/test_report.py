import json
from pathlib import Path

import pytest

from tests.cli.commands import RUN_WITHOUT_DJANGO, assert_refused, likely, likely_here

KEYS = {"rows", "answered", "ignored", "score", "weighted", "by"} | {
    "trend",
    "changes",
    "drivers",
    "themes",
    "reasons",
    "warnings",
}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seventy answers of two regions in four months: 48, 18 and 4 in the groups, and an 11."""
    scores = [10] * 30 + [9] * 18 + [8] * 10 + [7] * 8 + [3] * 4
    lines = ["score,region,comment,at"]
    for place, score in enumerate(scores):
        region = "North" if place % 2 else "South"
        lines.append(f"{score},{region},quick and friendly {place},2026-0{1 + place % 4}-11")
    lines.append("11,North,,2026-01-11")
    file = tmp_path_factory.mktemp("files") / "answers.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_json_is_one_object_by_the_names_of_the_contract(answers: Path) -> None:
    done = likely("report", answers, "--by", "region", "--json", code=RUN_WITHOUT_DJANGO)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found.keys() >= KEYS
    assert found["answered"] == 70
    assert sum(found["ignored"].values()) == 1
    assert found["score"]["value"] == pytest.approx(62.857142857)
    assert {row["value"] for row in found["by"]["region"]} == {"North", "South"}
    assert all(row["verdict"] in ("above", "below", "same", "too_few") for row in found["by"]["region"])
    assert set(found["reasons"]) == {"recommend", "not_recommend"}


def test_the_terminal_page_and_the_files_come_from_one_run(answers: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    done = likely_here("report", answers, "--html", out, "--pdf", out.with_suffix(".pdf"))
    assert done.returncode == 0, done.stderr
    assert "(+47 to +75) · n 70" in done.stdout
    assert "\x1b" not in done.stdout
    assert f"wrote {out}" in done.stderr
    assert "+63" in out.read_text(encoding="utf-8")
    assert out.with_suffix(".pdf").read_bytes().startswith(b"%PDF")


def test_a_column_that_is_not_there_is_named(answers: Path) -> None:
    assert_refused(likely_here("report", answers, "--score", "nps"), "nps")
    assert_refused(likely_here("report", answers, "--by", "shop", "--json"), "shop")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert_refused(likely_here("report", tmp_path / "none.csv"), "none.csv")


def test_a_language_that_is_not_there_lists_those_that_are(answers: Path) -> None:
    assert_refused(likely_here("report", answers, "--language", "xx"), "en, zh, et")


@pytest.mark.parametrize("option", ["--html", "--pdf"])
def test_a_file_that_cannot_be_written_is_one_line(answers: Path, tmp_path: Path, option: str) -> None:
    assert_refused(likely_here("report", answers, option, tmp_path / "no" / "out"), option)


@pytest.mark.parametrize("wrong", [["report"], ["report", "--nope"], ["report", "a.csv", "--html"]])
def test_usage_errors_are_one_line(wrong: list[str]) -> None:
    assert_refused(likely_here(*wrong))
