"""Files with surveys: what is carried over, what is listed, and what is refused."""

import json
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likely.ask.assembly import Imported
from likely.ask.condition import holds
from likely.ask.definition import Definition
from likely.ask.survey_file import LARGEST_FILE, file_of, read_survey_file
from likely.lib.refusal import Refusal
from tests.ask.survey_files import NPS, eleven, lime, logic, lss, qsf, qsf_nps, surveyjs
from tests.ask.survey_strategies import definitions


def reasons(imported: Imported, place: str) -> str:
    return " ".join(one.reason for one in imported.left_out if one.place == place)


# ---- ours ----
@given(definitions())
@settings(max_examples=20, deadline=None)
def test_what_is_exported_comes_back_as_it_was(definition: Definition) -> None:
    found = read_survey_file(file_of(definition))
    assert found.definition == definition
    assert found.left_out == ()
    assert len(found.carried) == len(definition.questions)


# ---- the samples ----
def test_the_sample_of_qualtrics_begins_with_its_score_and_loses_nothing_unsaid(shared: Path) -> None:
    data = (shared / "data/format_samples/qualtrics_survey_with_nps.qsf").read_bytes()
    found = read_survey_file(data)
    score = found.definition.leading
    assert (found.definition.kind, score.key, score.low) == ("rnps", "score", {"en": "Not at all likely"})
    told = {one.place.split(":")[0].split("_")[0] for one in (*found.carried, *found.left_out)}
    elements = json.loads(data)["SurveyElements"]
    tags = {one["Payload"]["DataExportTag"] for one in elements if one["Element"] == "SQ"}
    assert tags <= told, "every question is in one of the two lists"
    q4 = found.definition.question("q4")
    assert q4 is not None
    assert q4.other
    assert "ExclusiveAnswer" in reasons(found, "Q4: None")
    assert "Rank Order" in reasons(found, "Q10")
    assert "Looping" in reasons(found, "Block 8")
    assert "rule" in reasons(found, "Q31")


def test_the_sample_of_limesurvey_is_one_scale_in_two_languages(shared: Path) -> None:
    found = read_survey_file((shared / "data/format_samples/limesurvey_nps_demo.lss").read_bytes())
    assert found.definition.languages == ("en", "de")
    assert found.definition.leading.key == "score"
    assert found.definition.leading.high == {"en": "Extremely likely", "de": "Sehr wahrscheinlich"}
    assert "weiter" not in found.definition.leading.text["de"]
    assert "<" not in json.dumps(found.definition.to_json())
    assert found.left_out == ()


# ---- SurveyJS ----
def test_why_asked_for_each_group_becomes_one_comment_question() -> None:
    found = read_survey_file(
        surveyjs(
            NPS,
            {"type": "comment", "name": "love", "title": "What do you love?", "visibleIf": "{nps} >= 9"},
            {
                "type": "comment",
                "name": "mid",
                "title": "What is missing?",
                "visibleIf": "{nps} > 6 and {nps} < 9",
            },
            {"type": "comment", "name": "bad", "title": "What went wrong?", "visibleIf": "{nps} <= 6"},
            completedHtml="<h3>Thank you</h3>",
            completedHtmlOnCondition=[{"expression": "{nps} >= 9", "html": "Tell a <b>friend</b>!"}],
        )
    )
    score, reason = found.definition.questions
    assert score.required
    assert reason.key == "reason"
    said = [reason.wording(group)["en"] for group in ("detractor", "passive", "promoter")]
    assert said == ["What went wrong?", "What is missing?", "What do you love?"]
    assert not reason.show_if
    assert found.definition.thanks == {"all": {"en": "Thank you"}, "promoter": {"en": "Tell a friend!"}}
    assert found.carried[1].place == "love, mid, bad"
    assert found.left_out == ()


def test_each_kind_of_surveyjs_becomes_ours() -> None:
    found = read_survey_file(
        surveyjs(
            {"type": "radiogroup", "name": "plan", "title": {"default": "Plan?", "et": "Pakett?"},
             "choices": ["free", {"value": "pro", "text": {"default": "Pro", "et": "Proff"}}],
             "hasOther": True},
            {"type": "checkbox", "name": "used", "title": "Used?", "choices": ["a", "b", "c"],
             "choicesOrder": "random", "maxSelectedChoices": 2, "visibleIf": "{plan} = 'pro'"},
            {"type": "boolean", "name": "again", "title": "Again?", "visibleIf": "{used} contains 'a'"},
            {"type": "matrix", "name": "m", "title": "Rate", "columns": ["bad", "fair", "good"],
             "rows": [{"value": "speed", "text": "Speed"}, "price"]},
            {"type": "text", "name": "city", "title": "City?",
             "visibleIf": "{m.speed} = 'good' and {again} = true"},
            NPS,
        )
    )  # fmt: skip
    whole = found.definition
    assert [(q.key, q.kind) for q in whole.questions] == [
        ("score", "scale"), ("plan", "choice"), ("used", "choices"), ("again", "yes_no"), ("m", "rating"),
        ("city", "text"),
    ]  # fmt: skip
    _score, plan, used, again, matrix, city = whole.questions
    assert plan.other
    assert plan.choices[1].text == {"en": "Pro", "et": "Proff"}
    assert used.randomised
    assert used.most == 2
    assert used.show_if
    assert holds(used.show_if, {"plan": "pro"})
    assert again.show_if
    assert holds(again.show_if, {"used": ["b", "a"]})
    assert [row.key for row in matrix.rows] == ["m_speed", "m_price"]
    assert matrix.points == 3
    assert city.show_if
    assert holds(city.show_if, {"m_speed": 3, "again": True})
    assert not holds(city.show_if, {"m_speed": 2, "again": True})
    assert "first" in reasons(found, "nps")
    assert "fair" in reasons(found, "m")


def test_what_surveyjs_says_beyond_us_is_listed() -> None:
    found = read_survey_file(
        surveyjs(
            NPS,
            {"type": "html", "name": "intro", "html": "<p>Welcome</p>"},
            {"type": "signaturepad", "name": "sign", "title": "Sign"},
            {"type": "text", "name": "mail", "title": "Hello {firstName}", "inputType": "email",
             "visibleIf": "age({birth}) > 18"},
            triggers=[{"type": "complete"}],
        )
    )  # fmt: skip
    assert "Welcome" in reasons(found, "intro")
    assert "signaturepad" in reasons(found, "sign")
    assert "inputType" in reasons(found, "mail")
    assert "{firstName}" in reasons(found, "mail")
    assert "rule" in reasons(found, "mail")
    assert "triggers" in reasons(found, "survey")
    mail = found.definition.question("mail")
    assert mail is not None
    assert mail.text == {"en": "Hello …"}


def test_of_two_scales_the_one_that_asks_to_recommend_leads() -> None:
    taste = {**NPS, "name": "taste", "title": "How do you like the taste?"}
    found = read_survey_file(surveyjs(taste, NPS, {**NPS, "name": "nps2"}))
    assert [(q.key, q.kind) for q in found.definition.questions] == [
        ("score", "scale"), ("taste", "scale"), ("nps2", "scale"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "last", "kind"),
    [
        ("How satisfied are you?", 5, "csat5"),
        ("How satisfied are you?", 10, "csat10"),
        ("It was easy to get help.", 7, "ces"),
        ("How warm was it?", 5, "custom"),
    ],
)
def test_without_a_recommendation_the_kind_is_what_the_first_question_says(
    title: str, last: int, kind: str
) -> None:
    found = read_survey_file(surveyjs({"type": "rating", "name": "r", "title": title, "rateMax": last}))
    assert found.definition.kind == kind


def test_a_matrix_alone_comes_apart() -> None:
    matrix = {"type": "matrix", "name": "m", "title": "Rate", "columns": ["1", "2"], "rows": ["a", "b"]}
    found = read_survey_file(surveyjs(matrix))
    assert [q.key for q in found.definition.questions] == ["m_a", "m_b"]
    assert "single questions" in reasons(found, "m")


def test_a_rule_that_looks_ahead_is_listed_and_not_kept() -> None:
    ahead = {"type": "text", "name": "a", "title": "A?", "visibleIf": "{b} = 'x'"}
    found = read_survey_file(surveyjs(NPS, ahead, {"type": "text", "name": "b", "title": "B?"}))
    assert "rule" in reasons(found, "a")
    assert not any(q.show_if for q in found.definition.questions)


# ---- Qualtrics ----
def test_qualtrics_rules_translations_properties_and_thanks() -> None:
    found = read_survey_file(
        qsf(
            qsf_nps(
                Validation={"Settings": {"ForceResponse": "ON"}},
                Language={"ET": {"QuestionText": "Kas soovitaksite?"}},
            ),
            {
                "QuestionText": "Which?", "QuestionType": "MC", "Selector": "MAVR",
                "Choices": {"1": {"Display": "Price"}, "2": {"Display": "Speed"}},
                "Randomization": {"Type": "All"},
                "DisplayLogic": logic({"LeftOperand": "q://QID1/SelectableChoice/3", "Operator": "Selected"}),
            },
            {
                "QuestionText": "Tell ${e://Field/Name}", "QuestionType": "TE", "Selector": "SL",
                "DisplayLogic": logic({"LeftOperand": "q://QID2/SelectableChoice/2", "Operator": "Selected"}),
            },
            flow=[
                {"Type": "EmbeddedData", "EmbeddedData": [{"Field": "Region"}]},
                {
                    "Type": "Branch", "FlowID": "FL_2", "Flow": [{"Type": "Block", "ID": "BL_1"}],
                    "BranchLogic": logic(
                        {"LogicType": "EmbeddedField", "LeftOperand": "Region", "Operator": "EqualTo",
                         "RightOperand": "North"}
                    ),
                },
            ],
            EOSMessage="<b>Bye</b>",
        )
    )  # fmt: skip
    hidden, score, which, tell = found.definition.questions
    assert (hidden.kind, hidden.known_as) == ("hidden", "region")
    assert score.required
    assert score.text == {"en": "How likely are you to recommend us?", "et": "Kas soovitaksite?"}
    assert which.randomised
    assert which.show_if
    assert holds(which.show_if, {"region": "North", "score": 3})
    assert not holds(which.show_if, {"region": "South", "score": 3})
    assert tell.show_if
    assert holds(tell.show_if, {"region": "North", "q2": ["2"]})
    assert found.definition.thanks == {"all": {"en": "Bye"}}
    assert "${e://Field/Name}" in reasons(found, "Q3")
    assert "first question is asked of everybody" in reasons(found, "Q1")


def test_sliders_that_fit_are_ratings_and_others_are_listed() -> None:
    def slider(lowest: int, highest: int) -> dict[str, Any]:
        return {
            "QuestionText": "Rate", "QuestionType": "Slider", "Selector": "HSLIDER",
            "Configuration": {"CSSliderMin": lowest, "CSSliderMax": highest},
            "Choices": {"1": {"Display": "Price"}, "2": {"Display": "Speed"}},
        }  # fmt: skip

    found = read_survey_file(qsf(qsf_nps(), slider(1, 7), slider(0, 100)))
    assert found.definition.questions[1].points == 7
    assert "Slider HSLIDER" in reasons(found, "Q3")


# ---- LimeSurvey ----
@pytest.mark.parametrize("version", [3, 4])
def test_limesurvey_of_both_layouts(version: int) -> None:
    questions = [
        lime(1, "L", "Q1", "<p>Recommend us?</p>"),
        lime(2, "M", "Q2", "Which?", relevance='((Q1.NAOK <= "6"))', other="Y"),
        lime(3, "T", "Q3", "Why, {TOKEN:FIRSTNAME}?", relevance='Q2_SQ1.NAOK == "Y"', mandatory="Y"),
        lime(4, "F", "Q4", "Rate"),
        lime(5, "X", "Q5", "Just <i>read</i>"),
        lime(6, "|", "Q6", "Upload"),
    ]
    inner = [
        lime(21, "T", "SQ1", "Price", parent_qid="2"), lime(22, "T", "SQ2", "Speed", parent_qid="2"),
        lime(41, "T", "SQ1", "Staff", parent_qid="4"),
    ]  # fmt: skip
    points = [{"qid": "4", "code": f"A{n}", "answer": word, "sortorder": str(n), "language": "en"}
              for n, word in enumerate(("bad", "fair", "good"))]  # fmt: skip
    tables: dict[str, list[dict[str, str]]] = {"questions": questions, "subquestions": inner}
    if version == 4:
        tables["question_l10ns"] = [
            {"qid": row["qid"], "question": row.pop("question"), "language": row.pop("language")}
            for row in (*questions, *inner)
        ]
    found = read_survey_file(lss(**tables, answers=[*eleven(1), *points]))
    score, which, why, rate = found.definition.questions
    assert (score.key, score.text) == ("score", {"en": "Recommend us?"})
    assert which.other
    assert which.show_if
    assert holds(which.show_if, {"score": 6})
    assert not holds(which.show_if, {"score": 7})
    assert why.required
    assert why.show_if
    assert holds(why.show_if, {"q2": ["sq1"]})
    assert [row.key for row in rate.rows] == ["q4_sq1"]
    assert rate.points == 3
    assert "Just read" in reasons(found, "Q5")
    assert "file upload" in reasons(found, "Q6")
    assert "{TOKEN:FIRSTNAME}" in reasons(found, "Q3")


# ---- refused ----
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<document><LimeSurveyDocType>&b;</LimeSurveyDocType></document>"
)
HOSTILE = {
    "empty": (b"  ", "file_empty"),
    "large": (b"{" + b" " * LARGEST_FILE + b"}", "file_too_large"),
    "no json": (b"hello", "file_unknown"),
    "list": (b"[1]", "file_unknown"),
    "other json": (b'{"a": 1}', "file_unknown"),
    "infinity": (b'{"pages": [Infinity]}', "file_unknown"),
    "long number": (b'{"pages": [' + b"9" * 5000 + b"]}", "file_unknown"),
    "deep json": (b"[" * 200_000, "file_too_deep"),
    "deep object": (b'{"pages":' + b"[" * 70 + b"]" * 70 + b"}", "file_too_deep"),
    "latin": ('{"title": "é"}'.encode("latin-1"), "file_not_utf8"),
    "nothing asked": (b'{"pages": []}', "nothing_to_ask"),
    "no questions": (b'{"SurveyElements": []}', "file_unknown"),
    "laughs": (LAUGHS.encode(), "file_declares"),
    "external": (b'<!DOCTYPE d SYSTEM "file:///etc/passwd"><document/>', "file_declares"),
    "wrong root": (b"<html></html>", "file_unknown"),
    "a group alone": (
        b"<document><LimeSurveyDocType>Group</LimeSurveyDocType></document>", "file_unknown",
    ),
    "cut off": (b"<document><rows>", "file_not_xml"),
    "unknown encoding": (b'<?xml version="1.0" encoding="nonsense"?><document/>', "file_not_xml"),
    "wrong encoding": ('<?xml version="1.0" encoding="utf-8"?><d>é</d>'.encode("latin-1"), "file_not_xml"),
    "deep xml": (b"<a>" * 100_000, "file_too_deep"),
    "our own, wrong": (b'{"schema": "likely.survey/1", "kind": "rnps"}', "definition_invalid"),
    "half a character": (b'{"schema": "likely.survey/1", "kind": "\\ud800"}', "definition_invalid"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_survey_is_refused_with_its_rule(name: str) -> None:
    data, code = HOSTILE[name]
    with pytest.raises(Refusal) as refused:
        read_survey_file(data)
    assert refused.value.code == code
    assert refused.value.field
    assert refused.value.message


@pytest.mark.parametrize(
    "payload",
    [
        "<script>alert(1)</script>Recommend us?",
        "<img src=x onerror=alert(1)>Recommend us?",
        "&lt;script&gt;alert(1)&lt;/script&gt;Recommend us?",
        "&amp;lt;img src=x onerror=alert(1)&amp;gt;Recommend us?",
        "Recommend us?<svg/onload=alert(1)",
        "<scr<script></script>ipt>Recommend us?",
        "<!-- <b> -->Recommend us?",
    ],
)
def test_no_markup_comes_out(payload: str) -> None:
    for data in (surveyjs({**NPS, "title": payload}), qsf(qsf_nps(QuestionText=payload))):
        said = read_survey_file(data).definition.leading.text["en"]
        assert "Recommend us?" in said
        assert not any(f"<{letter}" in said.lower() for letter in "abcdefghijklmnopqrstuvwxyz/!?")


def test_a_long_text_of_openings_takes_no_time() -> None:
    title = "<!--" * 60_000 + "<script>" * 60_000
    with pytest.raises(Refusal):
        read_survey_file(surveyjs({"type": "comment", "name": "", "title": title}))


def test_a_less_than_sign_in_a_sentence_stays() -> None:
    found = read_survey_file(surveyjs({**NPS, "title": "Recommend us at a price < 5 €?"}))
    assert found.definition.leading.text["en"] == "Recommend us at a price < 5 €?"


# ---- mangled ----
RULE = logic({"LeftOperand": "q://QID1/SelectableChoice/3", "Operator": "Selected"})
BOXES = {"type": "checkbox", "name": "c", "title": "C", "choices": ["a", {"value": 1}]}
MATRIX = {"type": "matrix", "name": "m", "title": "M", "columns": ["1", "2"], "rows": ["a"]}
FORM = {
    "QuestionText": "T", "QuestionType": "TE", "Selector": "FORM", "Language": {"ET": {}},
    "Choices": {"1": {"Display": "A"}, "2": {"Display": "B"}},
}  # fmt: skip
SEEDS = [json.loads(surveyjs(NPS, BOXES, MATRIX)), json.loads(qsf(qsf_nps(DisplayLogic=RULE), FORM))]
odd = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 10**12), st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20), st.just([]), st.just({}), st.just([[]]), st.just({"0": {"0": {}}}),
    st.lists(st.integers(), max_size=3), st.just("\ud800"), st.just("${x}" * 200),
)  # fmt: skip


@st.composite
def mangled(draw: st.DrawFn) -> bytes:
    """A file in which some values are something else."""
    whole = json.loads(json.dumps(draw(st.sampled_from(SEEDS))))
    for _time in range(draw(st.integers(1, 4))):
        here = whole
        for _step in range(draw(st.integers(0, 8))):
            inner = list(here.values() if isinstance(here, dict) else here)
            inner = [one for one in inner if isinstance(one, dict | list) and one]
            if not inner:
                break
            here = draw(st.sampled_from(inner))
        names = list(here) if isinstance(here, dict) else list(range(len(here)))
        if names:
            here[draw(st.sampled_from(names))] = json.loads(json.dumps(draw(odd)))
    return json.dumps(whole).encode()


def reads_or_refuses(data: bytes) -> None:
    try:
        found = read_survey_file(data)
    except Refusal as refusal:
        assert refusal.field
        return
    assert read_survey_file(file_of(found.definition)).definition == found.definition
    json.dumps([*map(str, found.left_out), *map(str, found.carried)], ensure_ascii=False).encode()


@given(mangled())
@settings(max_examples=100, deadline=None)
def test_a_mangled_json_is_read_or_refused(data: bytes) -> None:
    reads_or_refuses(data)


XML = lss(
    questions=[lime(1, "L", "Q1", "Recommend?"), lime(2, "M", "Q2", "Which?")],
    subquestions=[lime(21, "T", "A", "a", parent_qid="2"), lime(22, "T", "B", "b", parent_qid="2")],
    answers=eleven(1),
)


@given(st.integers(0, len(XML) - 1), st.integers(0, 30), st.binary(max_size=8))
@settings(max_examples=50, deadline=None)
def test_a_mangled_xml_is_read_or_refused(at: int, gone: int, instead: bytes) -> None:
    reads_or_refuses(XML[:at] + instead + XML[at + gone :])


CELLS = st.sampled_from(["type", "title", "parent_qid", "gid", "relevance", "other", "qid"])
ODD_CELLS = st.text(alphabet="QLMTF!5ABX01_.<>=()'\" ", max_size=12)


@given(st.lists(st.tuples(CELLS, ODD_CELLS), max_size=6), st.integers(0, 1))
@settings(max_examples=50, deadline=None)
def test_odd_cells_are_read_or_refused(changed: list[tuple[str, str]], which: int) -> None:
    rows = [lime(1, "L", "Q1", "Recommend?"), lime(2, "F", "Q2", "Which?")]
    rows[which] |= dict(changed)
    reads_or_refuses(lss(questions=rows, answers=eleven(1)))


ROWS = "".join(f"<row><qid>{n}</qid><gid>1</gid><type>?</type><title>q{n}</title></row>" for n in range(8000))
MANY = {
    "elements": json.dumps({"pages": [{"elements": [{"type": "?"}] * 60_000}]}).encode(),
    "questions": json.dumps(
        {"elements": [{"type": "text", "name": f"n{n}"} for n in range(25_000)]}
    ).encode(),
    "rows": lss().replace(b"</document>", f"<questions><rows>{ROWS}</rows></questions></document>".encode()),
    "keys": json.dumps({"elements": [{"type": "text", "name": "A"}] * 60}).encode(),
}


@pytest.mark.parametrize("name", MANY)
def test_a_megabyte_of_one_thing_is_read_or_refused_in_seconds(name: str) -> None:
    assert len(MANY[name]) < LARGEST_FILE
    began = process_time()
    reads_or_refuses(MANY[name])
    assert process_time() - began < 5


def test_pictures_and_links_in_a_text_are_listed() -> None:
    found = read_survey_file(surveyjs({**NPS, "title": 'Recommend <a href="https://a.example">us</a>?'}))
    assert "link" in reasons(found, "nps")
    assert found.definition.leading.text["en"] == "Recommend us?"
