"""Rules in words, as a manager would say them."""

from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings

from likely.ask.condition import read_condition
from likely.ask.definition import Definition
from likely.ask.sentence import sentence, shown_if
from tests.ask.survey_strategies import definitions, rules

DEFINITION = Definition.from_json(
    {
        "schema": "likely.survey/1", "kind": "rnps", "subject": {"en": "us"}, "languages": ["en"],
        "questions": [
            {"key": "score", "kind": "scale", "text": {"en": "How likely?"}},
            {"key": "used", "kind": "choice", "text": {"en": "What do you use?"},
             "choices": [{"key": "app", "text": {"en": "The app"}}, {"key": "web", "text": {"en": "Site"}}]},
            {"key": "more", "kind": "text", "text": {"en": "More?"}, "groups": ["passive", "promoter"],
             "show_if": {"on": "used", "is": ["app"]}},
        ],
    }
)  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"on": "score", "from": 0, "to": 6}, "the score is 0–6"),
        ({"on": "score", "from": 9}, "the score is at least 9"),
        ({"on": "score", "to": 6}, "the score is at most 6"),
        ({"on": "score", "from": 7, "to": 7}, "the score is 7"),
        ({"on": "plan", "is": ["pro", "team"]}, "the property plan is pro or team"),
        ({"on": "used", "is": ["app"]}, "the answer to “What do you use?” is “The app”"),
        ({"not": {"on": "plan", "is": ["pro"]}}, "the property plan is not pro"),
        ({"on": "used", "answered": True}, "the answer to “What do you use?” is given"),
        ({"not": {"on": "used", "answered": True}}, "the answer to “What do you use?” is not given"),
        ({"on": "group", "is": ["detractor"]}, "the score group is detractors"),
        ({"on": "channel", "is": ["kiosk"]}, "the channel is kiosk"),
        ({"on": "vip", "is": [True]}, "the property vip is yes"),
        (
            {
                "all": [
                    {"on": "score", "to": 6},
                    {"any": [{"on": "plan", "is": ["a"]}, {"on": "age", "from": 18}]},
                ]
            },
            "the score is at most 6 and (the property plan is a or the property age is at least 18)",
        ),
        ({"not": {"on": "score", "to": 6}}, "not (the score is at most 6)"),
    ],
)
def test_a_rule_reads_as_a_sentence(rule: dict[str, Any], said: str) -> None:
    assert sentence(read_condition(rule), DEFINITION, "en") == said


def test_groups_and_rule_stand_together() -> None:
    assert shown_if(DEFINITION, DEFINITION.questions[2], "en") == (
        "Show if the respondent is one of the passives or promoters and "
        "the answer to “What do you use?” is “The app”."
    )
    assert shown_if(DEFINITION, DEFINITION.questions[0], "en") == ""


def test_it_is_said_in_estonian_and_chinese() -> None:
    rule = read_condition({"on": "score", "from": 0, "to": 6})
    with translation.override("et"):
        assert sentence(rule, DEFINITION, "en") == "hinne on 0–6"
    with translation.override("zh-hans"):
        assert sentence(rule, DEFINITION, "en") == "分数为 0–6"


@given(definitions(), rules(["score", "plan", "q0"]))
@settings(max_examples=50, deadline=None)
def test_every_rule_can_be_said(definition: Definition, rule: dict[str, Any]) -> None:
    assert sentence(read_condition(rule), definition, "en")
