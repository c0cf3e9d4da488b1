import json

from likely.analyse.report_json import SCORE_KEYS, score_object, to_json
from tests.analyse.example import empty_report, full_report, scored


def test_a_score_has_the_nine_names_of_the_contract() -> None:
    found = score_object(scored(4, 18, 48))
    assert found is not None
    assert tuple(found) == SCORE_KEYS
    assert found["promoters"] == 48
    assert score_object(None) is None


def test_the_report_is_json_without_anything_that_json_has_no_word_for() -> None:
    for report in (full_report(), empty_report()):
        assert json.loads(json.dumps(to_json(report), allow_nan=False))["source"] == "answers.csv"


def test_the_rows_carry_the_names_of_the_contract() -> None:
    found = to_json(full_report())
    assert found["by"]["region"][0].keys() == {"value", "score", "verdict"}
    assert found["by"]["region"][3]["score"] is None
    assert found["trend"][0].keys() == {"period", "score"}
    assert found["changes"][1] == {
        "period": "2026-03", "from": 58.3, "to": -40.0, "verdict": "below", "p": 0.0004
    }  # fmt: skip
    assert {"name", "share", "low", "high", "direction"} <= found["drivers"][0].keys()
    assert {"name", "n", "score", "effect", "low", "high", "quotes"} <= found["themes"][0].keys()
    assert found["reasons"] == {
        "recommend": ["staff", "quick answer", "fair price"],
        "not_recommend": ["delivery", "waiting"],
    }
    assert found["warnings"] == ["Detractors comment three times as often as promoters."]


def test_nothing_counted_has_no_score_and_not_zero() -> None:
    found = to_json(empty_report())
    assert found["score"] is None
    assert found["weighted"] is None
    assert found["ignored"] == {"score_blank": 75}
