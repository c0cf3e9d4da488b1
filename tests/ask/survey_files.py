"""Small files of other tools, made by hand."""

import json
from typing import Any

NPS = {
    "type": "rating", "name": "nps", "title": "How likely are you to recommend us?", "isRequired": True,
    "rateMin": 0, "rateMax": 10, "minRateDescription": "Not at all", "maxRateDescription": "Extremely",
}  # fmt: skip


def surveyjs(*elements: dict[str, Any], **more: Any) -> bytes:
    return json.dumps(
        {"title": "Nordic", "pages": [{"name": "p", "elements": list(elements)}], **more}
    ).encode()


def qsf(*questions: dict[str, Any], flow: list[Any] | None = None, **options: Any) -> bytes:
    """Questions get the ids QID1, QID2 … and stand in one block."""
    ids = [f"QID{n}" for n in range(1, len(questions) + 1)]
    block = {
        "Type": "Default", "ID": "BL_1", "Description": "Block",
        "BlockElements": [{"Type": "Question", "QuestionID": one} for one in ids],
    }  # fmt: skip
    elements: list[dict[str, Any]] = [
        {"Element": "BL", "Payload": [block]},
        {"Element": "FL", "Payload": {"Type": "Root", "Flow": flow or [{"Type": "Block", "ID": "BL_1"}]}},
        {"Element": "SO", "Payload": options},
    ]
    elements += [
        {"Element": "SQ", "PrimaryAttribute": one, "Payload": {"DataExportTag": f"Q{n}", **question}}
        for n, (one, question) in enumerate(zip(ids, questions, strict=True), 1)
    ]
    entry = {"SurveyName": "Nordic", "SurveyLanguage": "EN"}
    return json.dumps({"SurveyEntry": entry, "SurveyElements": elements}).encode()


def qsf_nps(**more: Any) -> dict[str, Any]:
    return {
        "QuestionText": "How likely are you to recommend <b>us</b>?", "QuestionType": "MC", "Selector": "NPS",
        "Choices": [{"Display": str(n)} for n in range(11)], "ChoiceOrder": [str(n) for n in range(11)],
        "ColumnLabels": [{"Display": "Not at all"}, {"Display": "Extremely"}], **more,
    }  # fmt: skip


def logic(*rules: dict[str, str]) -> dict[str, Any]:
    numbered = {str(n): {"LogicType": "Question", **rule} for n, rule in enumerate(rules)}
    return {"0": {**numbered, "Type": "If"}, "Type": "BooleanExpression"}


def lss(**tables: list[dict[str, str]]) -> bytes:
    """Tables of rows; each question has gid 1 unless it says another."""
    said = {
        "surveys": [{"sid": "7", "language": "en", "anonymized": "N"}],
        "groups": [{"gid": "1", "group_name": "One", "group_order": "1", "language": "en"}],
        **tables,
    }
    made = "".join(f"<{name}><rows>{''.join(map(_row, rows))}</rows></{name}>" for name, rows in said.items())
    head = "<LimeSurveyDocType>Survey</LimeSurveyDocType><languages><language>en</language></languages>"
    return f'<?xml version="1.0" encoding="UTF-8"?><document>{head}{made}</document>'.encode()


def _row(cells: dict[str, str]) -> str:
    return (
        "<row>" + "".join(f"<{name}><![CDATA[{said}]]></{name}>" for name, said in cells.items()) + "</row>"
    )


def lime(qid: int, kind: str, title: str, said: str, **more: str) -> dict[str, str]:
    return {
        "qid": str(qid), "parent_qid": "0", "sid": "7", "gid": "1", "type": kind, "title": title,
        "question": said, "other": "N", "mandatory": "N", "question_order": str(qid), "language": "en",
        "relevance": "1", **more,
    }  # fmt: skip


def eleven(qid: int) -> list[dict[str, str]]:
    return [
        {"qid": str(qid), "code": str(n), "answer": str(n), "sortorder": str(n), "language": "en"}
        for n in range(11)
    ]
