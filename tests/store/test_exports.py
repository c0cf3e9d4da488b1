"""Each tool's export, written here by its head rows, is read without a word from the analyst."""

import csv
from pathlib import Path

import duckdb
import pytest

from likely.lib.refusal import Refusal
from likely.store.exports import TOOLS, tool_of
from likely.store.file import ResponseFile, open_file
from likely.store.query import ask

ASKED = "How likely are you to recommend us to a friend or colleague?"
WHY = "What is the main reason for your score?"


def export(folder: Path, *rows: str | list[str]) -> ResponseFile:
    path = folder / "export.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(row.split(",") if isinstance(row, str) else row for row in rows)
    return open_file(path)


def answers(file: ResponseFile) -> list[tuple[int | None, str | None, str]]:
    found = ask(file.table.rows).to_pylist()
    return [(row["score"], row.get("comment"), str(row["day"])) for row in found]


def test_qualtrics_with_three_head_rows_and_a_group_column(tmp_path: Path) -> None:
    names = [
        "StartDate",
        "EndDate",
        "Status",
        "IPAddress",
        "Finished",
        "RecordedDate",
        "ResponseId",
        "Q8_NPS_GROUP",
        "Q8",
        "Q9",
    ]
    labels = [
        "Start",
        "End",
        "Type",
        "IP",
        "Finished",
        "Recorded",
        "Response",
        f"{ASKED} - Group",
        ASKED,
        WHY,
    ]
    ids = [f'{{"ImportId":"{name}"}}' for name in names]
    when = "2026-03-01 10:00:00"

    def answer(key: str, status: str, finished: str, group: str, score: str, why: str) -> list[str]:
        return [when, when, status, "192.0.2.1", finished, when, key, group, score, why]

    file = export(
        tmp_path, names, labels, ids,
        answer("R_1", "0", "1", "3", "9", "they answered quickly"),
        answer("R_2", "IP Address", "False", "1", "3", "nobody answered"),
        answer("R_3", "0", "1", "", "-99", ""),
        answer("R_4", "1", "1", "3", "10", "a preview"),
        answer("R_5", "Spam", "1", "1", "0", "buy now"),
    )  # fmt: skip
    assert file.tool == "Qualtrics"
    assert (file.columns["score"], file.columns["comment"], file.columns["date"]) == (
        "Q8",
        "Q9",
        "RecordedDate",
    )
    assert file.ignored == {"test_response": 1, "possible_spam": 1, "score_not_available": 1}
    assert (file.rows, file.answered) == (5, 2)
    assert answers(file)[:2] == [
        (9, "they answered quickly", "2026-03-01"),
        (3, "nobody answered", "2026-03-01"),
    ]
    assert "unfinished:1" in file.notes
    assert file.column(ASKED) == "score"


def test_qualtrics_of_old_with_two_head_rows(tmp_path: Path) -> None:
    file = export(
        tmp_path,
        "V1,V2,V7,V8,V9,V10,Q1,Q2,",
        ["ResponseID", "ResponseSet", "Status", "StartDate", "EndDate", "Finished", ASKED, WHY, ""],
        "R_1,Default,0,2026-03-01 10:00:00,2026-03-01 10:01:00,1,9,quick and kind,",
        "R_2,Default,0,2026-03-02 10:00:00,2026-03-02 10:01:00,1,2,too slow for me,",
    )
    assert file.tool == "Qualtrics (legacy)"
    assert answers(file) == [(9, "quick and kind", "2026-03-01"), (2, "too slow for me", "2026-03-02")]


def test_surveymonkey_with_two_head_rows(tmp_path: Path) -> None:
    file = export(
        tmp_path,
        [
            "Respondent ID",
            "Collector ID",
            "Start Date",
            "End Date",
            "IP Address",
            f"<b>{ASKED}</b>",
            WHY,
            "Rate us",
            "",
        ],
        ["", "", "", "", "", "Response", "Open-Ended Response", "Speed", "Price"],
        "1,7,03/14/2026 10:00:00,03/14/2026 10:02:11,192.0.2.1,10,fast and friendly,5,4",
        "2,7,03/15/2026 10:00:00,03/15/2026 10:02:11,192.0.2.2,6,it was dear,3,1",
    )
    assert file.tool == "SurveyMonkey"
    assert answers(file) == [(10, "fast and friendly", "2026-03-14"), (6, "it was dear", "2026-03-15")]
    assert {"Rate us - Speed", "Rate us - Price"} <= set(file.names)
    assert file.columns["person"] == "Respondent ID"


def test_typeform(tmp_path: Path) -> None:
    file = export(
        tmp_path,
        [
            "#",
            ASKED,
            WHY,
            "Response Type",
            "Start Date (UTC)",
            "Stage Date (UTC)",
            "Submit Date (UTC)",
            "Network ID",
            "Tags",
        ],
        "a1,9,great, completed,2026-03-01 09:00:00,,2026-03-01 09:01:00,n1,".replace(
            " completed", "completed"
        ),
        "a2,4,meh,completed,2026-03-02 09:00:00,,2026-03-02 09:01:00,n2,",
    )
    assert file.tool == "Typeform"
    assert answers(file) == [(9, "great", "2026-03-01"), (4, "meh", "2026-03-02")]


@pytest.mark.parametrize(
    ("head", "moment", "day"),
    [
        ("Timestamp", "11/26/2026 8:51:12", "2026-11-26"),
        ("Timestamp", "2026/09/27 3:00:00 PM GMT+3", "2026-09-27"),
        ("Horodateur", "26/11/2026 08:51:12", "2026-11-26"),
        ("Zeitstempel", "26.11.2026 08:51:12", "2026-11-26"),
        ("Ajatempel", "26.11.2026 8:51:12", "2026-11-26"),
        ("时间戳记", "2026/11/26 下午8:51:12", "2026-11-26"),
    ],
)
def test_google_forms_in_the_language_of_its_owner(tmp_path: Path, head: str, moment: str, day: str) -> None:
    file = export(
        tmp_path, [head, "Email Address", ASKED, WHY], [moment, "a@example.org", "9", "kind people"]
    )
    assert file.tool == "Google Forms"
    assert answers(file) == [(9, "kind people", day)]
    assert file.columns["person"] == "Email Address"


def test_limesurvey_counts_what_was_never_submitted_and_says_so(tmp_path: Path) -> None:
    file = export(
        tmp_path,
        "id,token,submitdate,lastpage,startlanguage,seed,startdate,datestamp,ipaddr,nps,why[comment]",
        "1,t1,2026-03-01 10:00:00,2,en,77,2026-03-01 09:58:00,2026-03-01 10:00:00,192.0.2.1,9,good service",
        "2,t2,,1,en,78,2026-03-02 09:58:00,2026-03-02 10:00:00,192.0.2.2,2,slow reply",
    )
    assert file.tool == "LimeSurvey"
    assert file.answered == 2
    assert "unfinished:1" in file.notes
    assert "ipaddr" not in file.table.dimensions


def test_formbricks(tmp_path: Path) -> None:
    file = export(
        tmp_path,
        ["No.", "Response ID", "Timestamp", "Finished", "Survey ID", "Formbricks ID (internal)", "User ID",
         "Tags", "userAgent - browser", f"1. {ASKED}", f"2. {WHY}"],
        ["1", "r1", "2026-03-01T10:00:00.000Z", "Yes", "s", "f", "u1", "", "Firefox", "9", "works well"],
        ["2", "r2", "2026-03-02T10:00:00.000Z", "No", "s", "f", "u2", "", "Chrome", "5", "breaks often"],
    )  # fmt: skip
    assert file.tool == "Formbricks"
    assert answers(file) == [(9, "works well", "2026-03-01"), (5, "breaks often", "2026-03-02")]
    assert file.columns["person"] == "User ID"


def test_delighted_with_unix_seconds(tmp_path: Path) -> None:
    file = export(
        tmp_path,
        "id,person_email,survey_type,score,comment,permalink,created_at",
        "1,a@example.org,nps,9,nice,https://example.org/1,1790000000",
        "2,b@example.org,nps,0,awful,https://example.org/2,1790086400",
    )
    assert file.tool == "Delighted"
    assert answers(file) == [(9, "nice", "2026-09-21"), (0, "awful", "2026-09-22")]
    assert file.columns["person"] == "person_email"


def test_wootric_leaves_out_what_the_tool_excludes(tmp_path: Path) -> None:
    file = export(
        tmp_path,
        "id,score,text,completed,excluded_from_calculations,created_at,end_user_email",
        "1,9,nice,true,false,2026-03-01 10:00:00 -0800,a@example.org",
        "2,0,test,true,true,2026-03-01 10:00:00 -0800,b@example.org",
    )
    assert file.tool == "Wootric"
    assert file.ignored == {"excluded_by_tool": 1}
    assert answers(file) == [(9, "nice", "2026-03-01")]


def test_help_scout_writes_its_score_under_value(tmp_path: Path) -> None:
    file = export(
        tmp_path,
        "value,category,comment,timestamp",
        "9,promoter,kind,2026-03-01T10:00:00Z",
        "3,detractor,rude,2026-03-02T10:00:00Z",
    )
    assert file.tool == "Help Scout"
    assert answers(file) == [(9, "kind", "2026-03-01"), (3, "rude", "2026-03-02")]


def test_tools_have_names_of_their_own_and_claim_no_plain_table() -> None:
    assert len({tool.name for tool in TOOLS}) == len(TOOLS)
    assert tool_of([["score", "comment"], ["9", "a"]]) is None


@pytest.mark.parametrize("name", ["qualtrics_3_header_rows.csv", "qualtrics_legacy_2_header_rows.csv"])
def test_a_real_export_without_the_question_is_refused_and_read_when_told(shared: Path, name: str) -> None:
    path = shared / "data" / "format_samples" / name
    with pytest.raises(Refusal, match="no column holds answers from 0 to 10"):
        open_file(path)
    told = open_file(path, score="Q1")
    assert (told.rows, told.answered) == (1, 1)
    assert answers(told)[0][0] == 2


def test_our_own_export_counts_by_the_days_of_its_pages(tmp_path: Path) -> None:
    """`completed_at` is empty where somebody stopped early, and a day ends at the workspace's midnight."""
    head = "id,survey,kind,person,at,day,score,comment,completed_at,touchpoint,state,verdict,region"
    file = export(
        tmp_path,
        head,
        "1,ours,rnps,Ann,2026-02-28T23:30:00+00:00,2026-03-01,9,good,2026-02-28T23:31:00+00:00,,counted,,North",
        "2,ours,rnps,Ben,2026-03-01T10:00:00+00:00,2026-03-01,3,,,,counted,,East",
        "3,ours,rnps,Ben,2026-03-02T10:00:00+00:00,2026-03-02,0,,,,dismissed,,East",
        "4,ours,rnps,Cleo,2026-03-02T10:00:00+00:00,2026-03-02,10,,,,quarantined,,East",
    )
    assert file.tool == "Likely"
    assert answers(file) == [(9, "good", "2026-03-01"), (3, None, "2026-03-01")]
    assert file.ignored == {"excluded_by_tool": 2}
    path = tmp_path / "export.parquet"
    duckdb.sql(f"COPY (FROM read_csv('{tmp_path / 'export.csv'}')) TO '{path}'")
    assert answers(open_file(path)) == answers(file)
