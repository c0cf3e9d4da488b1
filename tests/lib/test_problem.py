"""A refusal as a machine reads it."""

import json

from likely.lib.problem import problem_body, status_of
from likely.lib.refusal import Refusal


def test_a_problem_names_field_and_rule_and_leaves_out_what_is_not_said() -> None:
    told = json.loads(problem_body(Refusal("score_not_whole", "The score is not whole.", field="score")))
    assert told["status"] == 422
    assert (told["type"], told["code"], told["field"]) == ("about:blank", "score_not_whole", "score")
    assert told["detail"] == "The score is not whole."
    assert "cure" not in told


def test_a_status_follows_the_code() -> None:
    codes = {
        "not_json": 400,
        "survey_unknown": 404,
        "survey_closed": 410,
        "store_unavailable": 503,
        "other": 422,
    }
    assert {code: status_of(Refusal(code, "")) for code in codes} == codes
