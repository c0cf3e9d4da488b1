"""Files out: whole or not at all, safe for a spreadsheet, and readable again."""

import csv
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet
import pytest
import typer
from django.utils import timezone
from typer.testing import CliRunner

from likely.act.case import Opening, open_case
from likely.act.case_work import change_case
from likely.cli.export import part_file, register
from likely.lib.refusal import Refusal
from tests.web.conftest import answer, person, survey  # noqa: F401 - fixtures

app = typer.Typer()
register(app)


def run(*words: str | Path) -> str:
    told = CliRunner().invoke(app, ["export", *map(str, words)])
    if told.exception is not None and not isinstance(told.exception, SystemExit):
        raise told.exception
    assert told.exit_code == 0, told.output
    return told.stdout


def rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))


def test_responses_as_csv(answer: Any, tmp_path: Path) -> None:  # noqa: F811
    answer(3, comment="=cmd|' /C calc'!A0", properties={"region": "North"})
    answer(None, comment="no score")
    answer(9, state="dismissed")
    out = tmp_path / "answers.csv"
    assert "answers.csv" in run("responses", out)
    found = rows(out)
    assert sorted(row["score"] for row in found) == ["", "3"]
    assert next(row for row in found if row["score"])["region"] == "North"
    assert next(row for row in found if row["score"])["comment"].startswith("'=")
    assert [path.name for path in tmp_path.iterdir()] == ["answers.csv"]


def test_responses_of_every_state_as_parquet(answer: Any, tmp_path: Path) -> None:  # noqa: F811
    answer(3)
    answer(9, state="dismissed")
    out = tmp_path / "answers.parquet"
    run("responses", out, "--all-states")
    assert sorted(parquet.read_table(out)["score"].to_pylist()) == [3, 9]


def test_people_as_csv_that_can_be_loaded_again(person: Any, tmp_path: Path) -> None:  # noqa: F811
    person.properties |= {"vip": True, "note": "@SUM(1)"}
    person.save()
    out = tmp_path / "people.csv"
    run("people", out)
    assert rows(out) == [
        {
            "external_id": "",
            "email": "mari@example.org",
            "phone": "",
            "name": person.name,
            "language": "",
            **dict.fromkeys(("time_zone", "channel", "account", "account_name", "account_value"), ""),
            "population": "customers",
            "note": "'@SUM(1)",
            "region": "North",
            "vip": "yes",
        }
    ]


@pytest.mark.parametrize(
    ("what", "name"), [("responses", "a.xlsx"), ("people", "a.parquet"), ("people", "a")]
)
def test_an_unknown_ending_is_refused(workspace: Any, tmp_path: Path, what: str, name: str) -> None:
    with pytest.raises(Refusal, match="does not end in"):
        run(what, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(workspace: Any, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="can't be written"):
        run("people", tmp_path / "nowhere" / "people.csv")


def test_what_fails_half_way_leaves_the_old_file(tmp_path: Path) -> None:
    out = tmp_path / "people.csv"
    out.write_text("old")
    with pytest.raises(ZeroDivisionError):
        break_down_within(out)
    assert out.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["people.csv"]


def break_down_within(out: Path) -> None:
    with part_file(out) as file:
        file.write(b"half")
        raise ZeroDivisionError


def test_taking_people_out_leaves_a_trace(person: Any, tmp_path: Path) -> None:  # noqa: F811
    from likely.base.journal import JournalEntry

    run("people", tmp_path / "people.csv")
    assert JournalEntry.objects.filter(verb="people.exported").exists()


def test_cases_as_csv(answer: Any, person: Any, tmp_path: Path) -> None:  # noqa: F811
    response = answer(2, person=person)
    case, _is_new = open_case(response, Opening(), "system", timezone.now())
    change_case(
        case, {"root_cause": "=late", "promise_kept": False, "tags": ["a", "b"]}, "system", timezone.now()
    )
    out = tmp_path / "cases.csv"
    run("cases", out)
    [row] = rows(out)
    assert (row["id"], row["person"], row["score"], row["state"]) == (str(case.pk), person.email, "2", "new")
    assert (row["root_cause"], row["promise_kept"], row["tags"]) == ("'=late", "no", "a, b")
    assert row["replied_at"] == ""
