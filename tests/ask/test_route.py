"""The walk through a survey: what is asked depends on what was answered before, never on what comes later."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likely.ask.condition import holds
from likely.ask.definition import Definition
from likely.ask.route import Surroundings, asked, known_answers, may_be_asked, rule_for_page, standings
from likely.ask.template import make_definition
from likely.stats.scale import GROUPS, group_of
from tests.ask.survey_strategies import answers_to, definitions, facts

properties = st.dictionaries(st.sampled_from(("plan", "region")), facts)


@given(st.data(), definitions(), properties)
@settings(max_examples=150, deadline=None)
def test_what_is_asked_never_depends_on_a_later_answer(
    data: st.DataObject, definition: Definition, known: dict[str, Any]
) -> None:
    around = Surroundings(properties=known, channel="link")
    given_ = data.draw(answers_to(definition))
    found = standings(definition, given_, around)
    at = data.draw(st.integers(0, len(definition.questions) - 1))
    later = {key for question in definition.questions[at:] for key in question.answer_keys}
    earlier_only = {key: value for key, value in given_.items() if key not in later}
    other = {
        **earlier_only,
        **{key: value for key, value in data.draw(answers_to(definition)).items() if key in later},
    }
    key = definition.questions[at].key
    assert standings(definition, earlier_only, around)[key] == found[key]
    assert standings(definition, other, around)[key] == found[key]


@given(st.data(), definitions())
@settings(deadline=None)
def test_whoever_is_asked_might_have_been(data: st.DataObject, definition: Definition) -> None:
    given_ = data.draw(answers_to(definition))
    group = group_of(given_["score"]) if given_.get("score") is not None else None
    for question in asked(definition, given_, Surroundings(channel="link")):
        if group or definition.question("score") is None:
            assert may_be_asked(definition, question, group), question


@given(st.data(), definitions(), properties)
@settings(deadline=None)
def test_the_page_needs_no_property_to_follow_a_rule(
    data: st.DataObject, definition: Definition, known: dict[str, Any]
) -> None:
    around = Surroundings(properties=known, channel="link")
    given_ = data.draw(answers_to(definition))
    keys = frozenset(key for question in definition.questions for key in question.answer_keys)
    about = {**around.facts(), **given_}
    if "score" in given_:
        about["group"] = group_of(given_["score"])
    for question in definition.questions:
        if question.show_if is None:
            continue
        rule = rule_for_page(question, around, keys)
        shown = {key: value for key, value in about.items() if key in keys or key == "group"}
        assert (rule if isinstance(rule, bool) else holds(rule, shown)) == holds(question.show_if, about)


def test_an_answer_to_what_fell_away_counts_no_more() -> None:
    definition = Definition.from_json(
        {
            "schema": "likely.survey/1", "kind": "rnps", "subject": {"en": "us"}, "languages": ["en"],
            "questions": [
                {"key": "score", "kind": "scale", "text": {"en": "?"}},
                {"key": "again", "kind": "yes_no", "text": {"en": "?"}, "show_if": {"on": "score", "to": 6}},
                {"key": "at", "kind": "text", "text": {"en": "?"}, "show_if": {"on": "again", "is": [True]}},
            ],
        }
    )  # fmt: skip
    keys = [question.key for question in asked(definition, {"score": 3, "again": True})]
    assert keys == ["score", "again", "at"]
    assert [question.key for question in asked(definition, {"score": 9, "again": True})] == ["score"]


@pytest.mark.parametrize(
    ("permission", "reachable", "is_asked"), [(True, False, True), (False, False, False), (True, True, False)]
)
def test_an_address_is_asked_only_where_it_is_permitted_and_unknown(
    permission: bool, reachable: bool, is_asked: bool
) -> None:
    definition = make_definition("rnps", "Nordic", ["en"])
    found = standings(definition, {"score": 3, "permission": permission}, Surroundings(reachable=reachable))
    assert (found["contact"] == "asked") is is_asked


@pytest.mark.parametrize("group", GROUPS)
def test_each_group_meets_its_own_questions(group: str) -> None:
    definition = make_definition("rnps", "Nordic", ["en"])
    improve = definition.question("improve")
    assert improve
    assert may_be_asked(definition, improve, group) is (group == "detractor")  # type: ignore[arg-type]


def test_a_hidden_question_takes_what_is_known_and_is_never_met() -> None:
    made = make_definition("rnps", "Nordic", ["en"]).to_json()
    made["questions"].append({"key": "order", "kind": "hidden"})
    definition = Definition.from_json(made)
    assert standings(definition, {})["order"] == "hidden"
    assert known_answers(definition.questions[-1], {"order": 7}) == {"order": 7}
