"""One survey that asks in every way that a survey can, for the tests of the respondent's page."""

from typing import Any, Final

from likely.ask.definition import Definition

CHOICES: Final = [
    {"key": key, "text": {"en": text}}
    for key, text in (("price", "The price"), ("speed", "The speed"), ("staff", "The staff"))
]
ROWS: Final = [
    {"key": "clean", "text": {"en": "Cleanliness"}},
    {"key": "quiet", "text": {"en": "Quiet"}},
]
QUESTIONS: Final[list[dict[str, Any]]] = [
    {"key": "csat", "kind": "csat", "points": 5, "not_applicable": True, "text": {"en": "And the visit?"}},
    {"key": "stars", "kind": "rating", "points": 11, "text": {"en": "How warm was it?"},
     "low": {"en": "Cold"}, "high": {"en": "Hot"}},
    {"key": "rooms", "kind": "rating", "rows": ROWS, "not_applicable": True, "text": {"en": "Rate the rooms"},
     "low": {"en": "Bad"}, "high": {"en": "Good"}},
    {"key": "why", "kind": "choice", "choices": CHOICES, "other": True, "text": {"en": "What counted most?"},
     "help": {"en": "One of them."}},
    {"key": "liked", "kind": "choices", "choices": CHOICES, "other": True, "most": 2, "randomised": True,
     "text": {"en": "What did you like?"}},
    {"key": "town", "kind": "text", "short": True, "text": {"en": "Which town?"}},
    {"key": "reason", "kind": "text", "text": {"en": "Why?"},
     "by_group": {"detractor": {"en": "What went wrong?"}}},
    {"key": "again", "kind": "yes_no", "text": {"en": "Will you come again?"}},
    {"key": "never", "kind": "text", "text": {"en": "Why not?"}, "show_if": {"on": "again", "is": [False]}},
    {"key": "shop", "kind": "hidden", "known_as": "shop"},
    {"key": "permission", "kind": "yes_no", "text": {"en": "May we write to you?"}},
    {"key": "contact", "kind": "contact", "by": ["email"], "text": {"en": "Where to?"}},
]  # fmt: skip
SCORE: Final = {
    "key": "score", "kind": "scale", "text": {"en": "How likely are you to recommend {subject}?"},
    "low": {"en": "Not at all"}, "high": {"en": "Very"},
}  # fmt: skip


def every_kind(**more: Any) -> Definition:
    return survey_of(SCORE, *QUESTIONS, **more)


def survey_of(*questions: dict[str, Any], **more: Any) -> Definition:
    return Definition.from_json(
        {
            "schema": "likely.survey/1",
            "kind": "custom",
            "subject": {"en": "Nordic Hardware"},
            "languages": ["en"],
            "questions": list(questions),
            "thanks": {"all": {"en": "Thanks to all."}, "promoter": {"en": "Thanks, friend."}},
            **more,
        }
    )
