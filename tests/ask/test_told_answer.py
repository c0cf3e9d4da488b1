"""Answers as staff read them: in words, whatever kind the question has."""

from likely.ask.definition import Definition
from likely.ask.told_answer import told_answers

DEFINITION = Definition.from_json(
    {
        "schema": "likely.survey/1", "kind": "custom", "subject": {"en": "us"}, "languages": ["en"],
        "consent": {"text": {"en": "I agree."}},
        "questions": [
            {"key": "used", "kind": "choices", "text": {"en": "What do you use?"}, "other": True, "choices": [
                {"key": "app", "text": {"en": "The app"}}, {"key": "web", "text": {"en": "The site"}}]},
            {"key": "rated", "kind": "rating", "text": {"en": "How good?"}, "not_applicable": True, "rows": [
                {"key": "speed", "text": {"en": "Speed"}}, {"key": "price", "text": {"en": "Price"}}]},
            {"key": "again", "kind": "yes_no", "text": {"en": "Again?"}},
        ],
    }
)  # fmt: skip


def test_each_kind_is_told_in_words_and_in_the_order_of_the_survey() -> None:
    answers = {
        "gone": "old", "again": True, "price": "na", "speed": 4, "used_other": "By phone",
        "used": ["app", "other"], "consent": True,
    }  # fmt: skip
    assert list(told_answers(DEFINITION, answers, "en")) == [
        ("What do you use?", "The app, other"),
        ("What do you use? (in their own words)", "By phone"),
        ("How good? Speed", 4),
        ("How good? Price", "does not apply"),
        ("Again?", "yes"),
        ("gone", "old"),
        ("I agree.", "yes"),
    ]
