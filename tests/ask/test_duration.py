"""The estimated time: two minutes are enough for what we offer, and asking more never takes less."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likely.ask.definition import Definition
from likely.ask.duration import LONGEST_SECONDS, estimated_seconds
from likely.ask.template import TEMPLATES, make_definition
from likely.stats.scale import GROUPS
from tests.ask.survey_strategies import definitions


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("language", ["en", "zh", "et"])
def test_every_template_takes_less_than_two_minutes(template: str, language: str) -> None:
    touchpoint = "your visit" if TEMPLATES[template].needs_touchpoint else None  # type: ignore[index]
    definition = make_definition(template, "Nordic", [language], touchpoint)
    for group in (None, *GROUPS):
        assert 5 < estimated_seconds(definition, group) < LONGEST_SECONDS


def test_detractors_are_asked_more_than_promoters() -> None:
    definition = make_definition("rnps", "Nordic", ["en"])
    assert estimated_seconds(definition, "detractor") > estimated_seconds(definition, "promoter") + 20
    assert estimated_seconds(definition) == estimated_seconds(definition, "detractor")


@given(definitions(), st.sampled_from(("text", "yes_no", "rating")))
@settings(max_examples=50, deadline=None)
def test_one_question_more_never_takes_less(definition: Definition, kind: str) -> None:
    made = definition.to_json()
    made["questions"].append({"key": "more", "kind": kind, "text": {"en": "And this?"}})
    more = Definition.from_json(made)
    for group in (None, *GROUPS):
        assert estimated_seconds(more, group) > estimated_seconds(definition, group)


@given(definitions(), st.integers(1, 50))
@settings(max_examples=50, deadline=None)
def test_longer_words_never_take_less(definition: Definition, words: int) -> None:
    made = definition.to_json()
    made["questions"][0]["text"]["en"] += " word" * words
    longer = estimated_seconds(Definition.from_json(made))
    assert longer == pytest.approx(estimated_seconds(definition) + words / 4)


def test_characters_are_read_where_words_are_not_parted() -> None:
    short, long = (make_definition("rnps", subject, ["zh"]) for subject in ("店", "店" * 11))
    assert estimated_seconds(long, "promoter") > estimated_seconds(short, "promoter") + 1
