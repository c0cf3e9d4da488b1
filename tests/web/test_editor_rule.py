"""Rules built from selects: what the form says becomes the rule, and nothing that it never offered does."""

from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from likely.ask.condition import Condition, holds, read_condition
from likely.ask.definition import Definition
from likely.web.editor_rule import Group, facts_of, rule_of
from likely.web.editor_rule_form import JOINS, rule_from, typed_values
from tests.public.every_kind import every_kind
from tests.web.editing import Editor, new_editor


@pytest.fixture
def editor(survey: Any) -> Editor:
    return new_editor(survey)


def rule_now(editor: Editor) -> Any:
    return editor.draft.to_json()["questions"][1].get("show_if")


def test_a_rule_is_built_and_said(editor: Editor) -> None:
    answer = editor.send("rule", {"r.new": "score"}, question="reason")
    assert "Show if the score is 0–6." in answer.content.decode()
    fields = {"r-0.on": "score", "r-0.test": "range", "r-0.first": "8", "r-0.last": "3"}
    editor.send("rule", fields, question="reason")
    assert rule_now(editor) == {"on": "score", "from": 3, "to": 8}
    more = {**fields, "r.new": "language", "r.join": "any"}
    editor.send("rule", more, question="reason")
    assert len(editor.draft.question("reason").show_if.any_) == 2
    editor.send("rule", {**fields, "drop": "r-0"}, question="reason")
    assert editor.draft.question("reason").show_if is None


def test_groups_are_chosen_and_turned_round(editor: Editor) -> None:
    fields = {"r-0.on": "group", "r-0.test": "not", "r-0.values": ['"passive"', '"promoter"']}
    assert editor.send("rule", fields, question="reason").status_code == 200
    assert rule_now(editor) == {"not": {"on": "group", "is": ["passive", "promoter"]}}


def test_a_group_within_a_rule_is_begun_filled_turned_and_dropped(editor: Editor) -> None:
    line = {"r-0.on": "score", "r-0.test": "range", "r-0.first": "0", "r-0.last": "6"}
    answer = editor.send("rule", {**line, "r.new": "("}, question="reason")
    assert [*rule_now(editor)["all"][1]] == ["all"]
    assert 'name="r-1.join"' in answer.content.decode()
    inner = {"r-1.join": "none", "r-1-0.on": "language", "r-1-0.test": "is", "r-1-0.values": '"en"'}
    answer = editor.send("rule", {**line, **inner, "r-1.new": "channel"}, question="reason")
    assert rule_now(editor) == {
        "all": [
            {"on": "score", "from": 0, "to": 6},
            {"not": {"any": [{"on": "language", "is": ["en"]}, {"on": "channel", "is": ["mail"]}]}},
        ]
    }
    assert "Show if the score is 0–6 and not (" in answer.content.decode()
    editor.send("rule", {**line, **inner, "drop": "r-1"}, question="reason")
    assert rule_now(editor) == {"on": "score", "from": 0, "to": 6}


def test_a_property_is_typed_and_its_numbers_have_open_ends(editor: Editor, person: Any) -> None:
    """Somebody known has a region. What is still to be typed asks nobody, and can be seen."""
    line = {"r-0.on": "region", "r-0.test": "is"}
    answer = editor.send("rule", line, question="reason")
    assert rule_now(editor) == {"on": "region", "is": ["…"]}
    assert 'name="r-0.typed"' in answer.content.decode()
    editor.send("rule", {**line, "r-0.typed": 'North, "South, West", 3'}, question="reason")
    assert rule_now(editor) == {"on": "region", "is": ["North", "South, West", 3, "3"]}
    editor.send("rule", {"r-0.on": "region", "r-0.test": "outside", "r-0.first": "2,5"}, question="reason")
    assert rule_now(editor) == {"not": {"on": "region", "from": 2.5}}


def test_what_the_form_never_offered_makes_no_rule(editor: Editor) -> None:
    fields = {"r-0.on": "permission", "r-0.test": "is", "r-0.values": "true"}  # asked later
    assert editor.send("rule", fields, question="reason").status_code == 200
    assert editor.draft.question("reason").show_if is None
    fields = {"r-0.on": "group", "r-0.test": "is", "r-0.values": "{bad", "r-1.on": "x"}
    assert editor.send("rule", fields, question="reason").status_code == 200
    assert rule_now(editor) == {"on": "group", "is": ["detractor"]}
    assert editor.send("rule", {"r.new": "score"}, question="nothing").status_code == 422
    deep = {f"r{'-0' * n}.join": "all" for n in range(1, 40)} | {f"r{'-0' * 40}.on": "score"}
    assert editor.send("rule", deep, question="reason").status_code == 200


def test_what_is_typed_is_read_as_it_is_shown() -> None:
    assert typed_values(' a , "b, c",, true') == ["a", "b, c", True, "true"]
    assert typed_values("") == []


NAMES = st.sampled_from(
    ["score", "group", "csat", "stars", "clean", "why", "liked", "again", "plan", "language"]
)
VALUES = st.one_of(
    st.integers(0, 10), st.sampled_from(["price", "detractor", "en", "North", "a, b"]), st.booleans()
)
LEAVES = st.one_of(
    st.builds(
        lambda on, ends: {"on": on, "from": min(ends), "to": max(ends)},
        NAMES, st.tuples(st.integers(0, 10), st.integers(0, 10)),
    ),
    st.builds(lambda on, end: {"on": on, "from": end}, NAMES, st.integers(0, 10)),
    st.builds(lambda on, is_: {"on": on, "is": is_}, NAMES, st.lists(VALUES, min_size=1, max_size=3)),
    st.builds(lambda on, given: {"on": on, "answered": given}, NAMES, st.booleans()),
)  # fmt: skip
RULES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda part: {"not": part}, inner),
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
    ),
    max_leaves=6,
)
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "score": st.integers(0, 10), "group": st.sampled_from(["detractor", "passive", "promoter"]),
        "csat": st.integers(1, 5), "stars": st.integers(1, 11), "clean": st.integers(1, 5),
        "why": st.sampled_from(["price", "speed"]), "liked": st.lists(st.sampled_from(["price", "staff"])),
        "again": st.booleans(),
        "plan": st.one_of(st.integers(0, 10), st.sampled_from(["North", "a, b"])),
        "language": st.just("en"),
    },
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(rule=RULES, facts=st.lists(FACTS, min_size=1, max_size=8))
def test_any_rule_that_is_shown_and_sent_back_untouched_still_means_the_same(
    rule: dict[str, Any], facts: list[dict[str, Any]]
) -> None:
    """However deeply it is nested: the form can say all that the grammar can."""
    condition = read_condition(rule)
    definition = _showing_by(condition)
    question = definition.question("never")
    assert question
    back = rule_from(_sent(rule_of(definition, question).group), facts_of(definition, question))
    assert back is not None
    again = read_condition(back)
    for one in facts:
        assert holds(again, one) is holds(condition, one), (rule, back)


def _showing_by(condition: Condition) -> Definition:
    definition = every_kind()
    questions = (
        one.model_copy(update={"show_if": condition}) if one.key == "never" else one
        for one in definition.questions
    )
    return definition.model_copy(update={"questions": tuple(questions)})


def _sent(group: Group) -> QueryDict:
    """What a browser sends of the form as it stands."""
    form = QueryDict(mutable=True)
    if group.is_joined:
        form[f"{group.path}.join"] = group.join
    assert group.join in JOINS
    for item in group.items:
        if isinstance(item, Group):
            form.update(_sent(item))
            continue
        form[f"{item.path}.on"] = item.fact.name
        form[f"{item.path}.test"] = item.test
        form[f"{item.path}.first"], form[f"{item.path}.last"] = item.first, item.last
        form.setlist(f"{item.path}.values", [value for value, _label, on in item.options if on])
        form[f"{item.path}.typed"] = item.typed
    return form
