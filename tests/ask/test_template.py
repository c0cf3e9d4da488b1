"""The templates: every text is there in every language, and every survey made from them is valid."""

import re
from itertools import product
from typing import get_args

import pytest

from likely.ask.advice import advice
from likely.ask.definition import Definition
from likely.ask.template import FOLLOW_UPS, TEMPLATES, TemplateName, follow_up, make_definition
from likely.ask.wording import COMPLETE, LANGUAGES, _read, wording
from likely.lib.refusal import Refusal
from likely.stats.scale import GROUPS

TOUCHPOINT = {"en": "your call", "zh": "您的来电", "et": "teie kõne"}


def made(template: str) -> Definition:
    touchpoint = TOUCHPOINT if TEMPLATES[template].needs_touchpoint else None  # type: ignore[index]
    return make_definition(template, "Nordic Hardware", COMPLETE, touchpoint)


@pytest.mark.parametrize("template", TEMPLATES)
def test_each_template_makes_a_valid_survey_that_survives_storage(template: str) -> None:
    definition = made(template)
    assert Definition.from_json(definition.to_json()) == definition
    assert definition.kind == TEMPLATES[template].kind
    wanted = {"one_question"} if template == "enps" else set()  # R14
    assert {piece.code for piece in advice(definition)} == wanted, advice(definition)


@pytest.mark.parametrize(("template", "language"), list(product(TEMPLATES, COMPLETE)))
def test_every_question_is_worded_in_every_language(template: str, language: str) -> None:
    definition = made(template)
    for question in definition.questions:
        for group in (None, *GROUPS):
            said = definition.say(question.wording(group), language)
            assert said, (question.key, group)
            assert not re.search(r"[{}]", said), said
        assert language in question.text
        assert all(row.text[language] for row in question.rows)
        assert not question.rows or question.low[language] != question.high[language]
    assert "Nordic Hardware" in definition.say(definition.leading.text, language)
    assert all(definition.thanks_of(group)[language] for group in GROUPS)
    if definition.leading.steps:
        assert definition.leading.low[language] != definition.leading.high[language]


def test_the_table_of_templates_is_the_type_of_their_names() -> None:
    assert set(TEMPLATES) == set(get_args(TemplateName))


def test_passives_and_promoters_are_not_asked_the_same_thing_twice() -> None:
    improve = made("rnps").question("improve")
    assert improve
    assert [group for group in GROUPS if improve.asked_of(group)] == ["detractor"]


def test_the_words_of_the_reason_differ_by_group() -> None:
    reason = made("rnps").question("reason")
    assert reason
    assert len({reason.wording(group)["en"] for group in GROUPS}) == 3


@pytest.mark.parametrize("template", [name for name, plan in TEMPLATES.items() if plan.touchpoint])
def test_a_template_of_a_touchpoint_names_it_in_every_language(template: str) -> None:
    definition = make_definition(template, "Nordic Hardware", LANGUAGES)
    for language in COMPLETE:
        assert definition.touchpoint[language] in definition.say(definition.leading.text, language)
    renamed = make_definition(template, "Nordic Hardware", ["en"], "your talk with Mari")
    assert renamed.touchpoint == {"en": "your talk with Mari"}


def test_the_follow_ups_of_each_group_are_three_and_their_own() -> None:
    said = [follow_up(name, ["en"])["en"] for names in FOLLOW_UPS.values() for name in names]
    assert len(set(said)) == 9
    asked = make_definition("rnps_followups", "Nordic Hardware", ["en"])
    reason, improve = asked.question("reason"), asked.question("improve")
    assert reason
    assert improve
    assert len({question.wording(group)["en"] for question in (reason, improve) for group in GROUPS}) == 6


def test_the_engagement_set_stands_beside_the_one_question() -> None:
    definition = made("engagement")
    rated = definition.question("rated")
    assert definition.kind == "enps"
    assert rated
    assert len(rated.rows) == 9


def test_a_language_with_the_standard_part_alone_borrows_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that the language lacks is left out of it, so that the editor can tell what is missing."""
    standard = {"name": "Ours", "direction": "rtl", "templates": {"rnps": {"score": "{subject}?"}}}
    words = {**{code: _read(code) for code in COMPLETE}, "xx": standard}
    monkeypatch.setattr("likely.ask.wording._read", words.__getitem__)
    monkeypatch.setattr("likely.ask.template.LANGUAGES", (*LANGUAGES, "xx"))
    definition = make_definition("rnps_shop", "Nordic Hardware", ["xx"])
    rated = definition.question("rated")
    assert rated
    assert definition.say(definition.leading.text, "xx") == "Nordic Hardware?"
    assert set(rated.text) == {"en"}
    assert definition.say(rated.text, "xx") == _read("en")["ratings"]["question"]
    assert wording.__wrapped__("xx").page == wording("en").page
    assert wording.__wrapped__("xx").direction == "rtl"


def test_a_transactional_survey_names_its_touchpoint() -> None:
    definition = made("tnps")
    assert definition.say(definition.questions[0].text, "en").startswith("After your call, how likely")
    with pytest.raises(Refusal, match="touchpoint"):
        make_definition("tnps", "Nordic Hardware", ["en"])


def test_employees_are_asked_anonymously_and_for_no_permission() -> None:
    definition = made("enps")
    assert definition.anonymous
    assert definition.question("permission") is None
    assert definition.question("contact") is None


def test_a_subject_may_differ_by_language() -> None:
    definition = make_definition("rnps", {"et": "meie pood", "zh": "我们的店"}, ["et", "zh", "en"])
    assert "我们的店" in definition.say(definition.questions[0].text, "zh")
    assert "meie pood" in definition.say(definition.questions[0].text, "en")


@pytest.mark.parametrize(
    ("template", "subject", "languages", "field"),
    [
        ("nps", "Us", ["en"], "template"),
        ("rnps", " ", ["en"], "subject"),
        ("rnps", {"zh": "我们"}, ["en"], "subject"),
        ("rnps", "Us", [], "languages"),
        ("rnps", "Us", ["en", "tlh"], "languages"),
    ],
)
def test_what_is_missing_is_named(template: str, subject: str, languages: list[str], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        make_definition(template, subject, languages)
    assert refused.value.field == field
