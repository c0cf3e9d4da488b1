"""The exports of survey tools: how many head rows, which column plays which role, which rows count.

One line a tool. Facts of the formats, not code of anybody; what no tool claims is read as a plain table.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from likely.store.columns import Role
from likely.store.query import ask
from likely.store.sheet import Sheet

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Tool:
    """recognises: whether the first rows of a file are this tool's. head_rows: rows before the answers.

    roles: role -> columns that play it, the first that is there. The score and the comment are questions,
    so most tools leave them to the guess.
    missing: texts that stand for no answer. left_out: column -> value in lower case -> reason.
    finished: the column that says whether the visitor came to the end, and the texts that say no;
    such answers count and are noted, because a score is kept from the first tap.
    """

    name: str
    recognises: Callable[[Sequence[Row]], bool]
    head_rows: int = 1
    roles: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    left_out: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    finished: tuple[str, tuple[str, ...]] | None = None


def _holds(*names: str) -> Callable[[Sequence[Row]], bool]:
    """The first row has all these columns."""
    wanted = {name.casefold() for name in names}
    return lambda rows: wanted <= {cell.strip().casefold() for cell in rows[0]}


def _qualtrics(rows: Sequence[Row]) -> bool:
    return len(rows) > 2 and any(cell.startswith('{"ImportId"') for cell in rows[2])


def _qualtrics_legacy(rows: Sequence[Row]) -> bool:
    return len(rows) > 1 and rows[0][:2] == ["V1", "V2"] and "ResponseID" in rows[1]


def _surveymonkey(rows: Sequence[Row]) -> bool:
    return rows[0][0].replace(" ", "").casefold() == "respondentid" and any(
        cell.replace(" ", "").casefold() == "collectorid" for cell in rows[0]
    )


def _typeform(rows: Sequence[Row]) -> bool:
    return rows[0][0] in ("#", "Response ID") and "Submit Date (UTC)" in rows[0]


GOOGLE_TIME = (  # the first head cell, in the language of the form's owner
    "timestamp", "horodateur", "zeitstempel", "marca temporal", "carimbo de data/hora", "ajatempel",
    "informazioni cronologiche", "tijdstempel", "sygnatura czasowa", "отметка времени", "时间戳记", "时间戳",
    "タイムスタンプ", "tidsstämpel", "tidsstempel", "aikaleima",
)  # fmt: skip


def _google(rows: Sequence[Row]) -> bool:
    return len(rows[0]) > 1 and rows[0][0].strip().casefold() in GOOGLE_TIME


def _limesurvey(rows: Sequence[Row]) -> bool:
    head = [cell.casefold() for cell in rows[0]]
    return head[0] == "id" and {"submitdate", "lastpage", "startlanguage"} <= set(head)


TEST = dict.fromkeys(("1", "2", "9", "17", "survey preview", "survey test", "preview", "test",
    "umfragevorschau", "offline survey preview"), "test_response")  # fmt: skip
SPAM = dict.fromkeys(("8", "12", "spam", "possible spam"), "possible_spam")
NOT_DONE = ("0", "false", "no", "falsch", "faux", "non", "nein")

OWN: Final = Tool(  # day: the workspace's, as on its pages; `at` and `completed_at` are moments in UTC
    "Likely",
    _holds("id", "survey", "at", "day", "score", "completed_at", "touchpoint", "state", "verdict"),
    roles={"score": ("score",), "comment": ("comment",), "date": ("day",), "person": ("person",)},
    left_out={"state": {"quarantined": "excluded_by_tool", "dismissed": "excluded_by_tool"}},
)
TOOLS: tuple[Tool, ...] = (
    OWN,
    Tool(
        "Qualtrics",
        _qualtrics,
        head_rows=3,
        roles={
            "date": ("RecordedDate", "EndDate", "StartDate"),
            "person": ("ExternalReference", "ResponseId"),
        },
        missing=("-99",),
        left_out={"Status": {**TEST, **SPAM}},
        finished=("Finished", NOT_DONE),
    ),
    Tool(
        "Qualtrics (legacy)",
        _qualtrics_legacy,
        head_rows=2,
        roles={"date": ("EndDate", "StartDate"), "person": ("ExternalDataReference", "ResponseID")},
        missing=("-99",),
        left_out={"Status": {**TEST, **SPAM}},
        finished=("Finished", NOT_DONE),
    ),
    Tool(
        "SurveyMonkey",
        _surveymonkey,
        head_rows=2,
        roles={
            "date": ("End Date", "EndDate", "Start Date", "StartDate"),
            "person": ("Respondent ID", "RespondentID"),
        },
    ),
    Tool(
        "Typeform",
        _typeform,
        roles={"date": ("Submit Date (UTC)", "Stage Date (UTC)", "Start Date (UTC)"), "person": ("#",)},
        finished=("Response Type", ("started", "partial")),
    ),
    Tool("Google Forms", _google),  # its first column is the date, whatever it is called
    Tool(
        "LimeSurvey",
        _limesurvey,
        roles={"date": ("submitdate", "datestamp", "startdate"), "person": ("token", "id")},
        finished=("submitdate", ("",)),
    ),
    Tool(
        "Formbricks",
        _holds("Response ID", "Timestamp", "Finished", "Survey ID"),
        roles={"date": ("Timestamp",), "person": ("User ID", "Response ID")},
        finished=("Finished", NOT_DONE),
    ),
    Tool(
        "Wootric",
        _holds("score", "text", "excluded_from_calculations"),
        roles={"score": ("score",), "comment": ("text",), "date": ("created_at",),
               "person": ("end_user.email", "end_user_email", "email", "end_user.id", "end_user_id")},
        left_out={"excluded_from_calculations": {"true": "excluded_by_tool", "1": "excluded_by_tool"}},
        finished=("completed", NOT_DONE),
    ),
    Tool(
        "Delighted",
        _holds("survey_type", "score", "comment"),
        roles={"score": ("score",), "comment": ("comment",), "date": ("created_at",),
               "person": ("person_email", "person.email", "email", "person_id", "person")},
    ),
    Tool(
        "Delighted (table)",
        _holds("Score", "Comment", "Delighted Source"),
        roles={"score": ("Score",), "comment": ("Comment",), "date": ("Response Date", "Created At", "Time")},
    ),
    Tool(
        "Help Scout",
        _holds("value", "category", "comment", "timestamp"),
        roles={"score": ("value",), "comment": ("comment",), "date": ("timestamp",)},
    ),
    Tool(
        "Open Data Interchange",
        _holds("CustomerNumber", "Email", "SMSTelephone"),
        roles={"person": ("CustomerNumber",)},
    ),
)  # fmt: skip


def tool_of(rows: Sequence[Row]) -> Tool | None:
    """The tool whose export begins with these rows, or None."""
    return next((tool for tool in TOOLS if rows and rows[0] and tool.recognises(rows)), None)


def tool_named(name: str) -> Tool | None:
    return next((tool for tool in TOOLS if tool.name == name), None)


def head_of(tool: Tool | None, rows: Sequence[Row]) -> tuple[list[str], list[str]]:
    """(names, labels) out of a file's head rows."""
    first = list(rows[0])
    if tool is None or tool.head_rows == 1:
        return first, [""] * len(first)
    second = [*rows[1], *[""] * len(first)][: len(first)]
    if tool.name == "SurveyMonkey":
        return _questions(first, second), [""] * len(first)
    if tool.name == "Qualtrics (legacy)":  # V1..V10 say nothing; the second row does
        return [b if re.fullmatch(r"V\d+", a) else a for a, b in zip(first, second, strict=True)], second
    return first, second


def _questions(first: Row, second: Row) -> list[str]:
    """A question's blank cells continue it; the second row then names the part."""
    names, question = [], ""
    for top, part in zip(first, second, strict=True):
        question = without_marks(top) or question
        plain = without_marks(part)
        generic = plain.casefold() in ("", "response", "open-ended response")
        names.append(question if generic else f"{question} - {plain}")
    return names


def without_marks(text: str) -> str:
    """A question without its HTML and line breaks."""
    return " ".join(re.sub(r"<[^<>]{1,200}>", " ", text).split())


def left_out(sheet: Sheet, tool: Tool | None) -> Sheet:
    """The sheet without the rows that the tool itself marks as no answer, each counted with its reason."""
    for column, reasons in (tool.left_out if tool else {}).items():
        if column in sheet.rows.columns:
            sheet = _without(sheet, column, reasons)
    unfinished = _unfinished(sheet, tool)
    return replace(sheet, notes=(*sheet.notes, f"unfinished:{unfinished}")) if unfinished else sheet


def _without(sheet: Sheet, column: str, reasons: Mapping[str, str]) -> Sheet:
    said = sheet.rows[column].cast("string").strip().lower().fill_null("")
    narrow = sheet.rows.select(said=said).filter(lambda table: table.said.isin(list(reasons)))
    counted = ask(narrow.group_by("said").aggregate(n=narrow.count())).to_pylist()
    ignored = dict(sheet.ignored)
    for row in counted:
        ignored[reasons[row["said"]]] = ignored.get(reasons[row["said"]], 0) + row["n"]
    return replace(sheet, rows=sheet.rows.filter(~said.isin(list(reasons))), ignored=ignored)


def _unfinished(sheet: Sheet, tool: Tool | None) -> int:
    if tool is None or tool.finished is None or tool.finished[0] not in sheet.rows.columns:
        return 0
    column, texts = tool.finished
    said = sheet.rows[column].cast("string").strip().lower().fill_null("")
    return int(ask(sheet.rows.aggregate(n=said.isin(texts).sum()))["n"][0].as_py() or 0)
