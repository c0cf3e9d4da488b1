"""The surveys that the widget is tested with: the usual one, one with every kind of question, and consent."""

from typing import Any

from likely.ask.definition import Definition
from likely.ask.template import make_definition


def text(said: str) -> dict[str, str]:
    return {"en": said}


def choice(key: str, said: str) -> dict[str, Any]:
    return {"key": key, "text": text(said)}


SCORE = {
    "key": "score",
    "kind": "scale",
    "text": text("How likely are you to recommend {subject} to a friend?"),
    "low": text("Not at all likely"),
    "high": text("Extremely likely"),
}
REASON = {
    "key": "reason",
    "kind": "text",
    "text": text("Why?"),
    "by_group": {"detractor": text("What went wrong?")},
}
BASE = {
    "schema": "likely.survey/1",
    "kind": "rnps",
    "subject": text("us"),
    "languages": ["en"],
    "thanks": {"all": text("We read every word."), "promoter": text("That made our day.")},
}
EVERY = {
    **BASE,
    "questions": [
        SCORE,
        REASON,
        {
            "key": "speed",
            "kind": "csat",
            "text": text("How was the speed?"),
            "low": text("Bad"),
            "high": text("Good"),
        },
        {"key": "effort", "kind": "ces", "text": text("It was easy."), "not_applicable": True},
        {
            "key": "rated",
            "kind": "rating",
            "text": text("How good were these?"),
            "rows": [choice("staff", "The staff"), choice("price", "The price")],
        },
        {
            "key": "channel_used",
            "kind": "choice",
            "text": text("Where did you buy?"),
            "choices": [choice("shop", "In a shop"), choice("web", "On the web")],
            "other": True,
        },
        {
            "key": "missing",
            "kind": "choices",
            "text": text("What did you miss?"),
            "choices": [choice("size", "My size"), choice("colour", "My colour"), choice("help", "Help")],
            "most": 2,
            "show_if": {"on": "channel_used", "is": ["shop"]},
        },
        {
            "key": "plan_wish",
            "kind": "text",
            "short": True,
            "text": text("Which plan next?"),
            "known_as": "plan",
        },
        {"key": "permission", "kind": "yes_no", "text": text("May we contact you?")},
        {"key": "contact", "kind": "contact", "by": ["email"], "text": text("Your address")},
    ],
    "links": [
        {
            "kind": "review",
            "url": "https://reviews.example/us",
            "text": text("Write a review"),
            "groups": ["promoter"],
        },
        {"kind": "share", "url": "https://share.example/us", "text": text("Tell a friend")},
    ],
}
CONSENT = {
    **BASE,
    "questions": [SCORE, {**REASON, "required": True}],
    "consent": {"text": text("I agree that my answer is stored."), "link": "https://shop.example/privacy"},
}
SURVEYS = ("usual", "every", "consent")


def make(name: str) -> Definition:
    if name == "usual":
        definition = make_definition("rnps", "Nordic Hardware", ("en", "zh", "et"))
        return Definition.from_json({**definition.to_json(), "languages": ["en", "zh", "et", "ar"]})
    return Definition.from_json(EVERY if name == "every" else CONSENT)
