"""The widget walks through a survey as the server does: the same rules, the same questions, case by case."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Page

from likely.ask.condition import holds, read_condition
from likely.ask.definition import Definition
from likely.ask.route import Surroundings, asked
from likely.ask.widget_rules import WidgetRules
from likely.public.widget_data import widget_data
from tests.public.widget_surveys import EVERY

pytestmark = pytest.mark.browser

RULES = Path(__file__).parents[2] / "likely" / "static" / "widget" / "src" / "rules.js"
VALUES: tuple[Any, ...] = (
    0,
    3,
    6,
    7,
    9,
    10,
    2.5,
    True,
    False,
    "",
    "pro",
    "shop",
    "web",
    "promoter",
    "3",
    ["size"],
)
NAMES = ("score", "group", "plan", "channel_used", "missing", "region")


def in_browser(page: Page, use: str, cases: list[Any]) -> Any:
    script = re.sub(r"^export ", "", RULES.read_text("utf-8"), flags=re.MULTILINE)
    return page.evaluate(f"(cases) => {{ {script}\n return cases.map({use}) }}", cases)


def rule(luck: Random, depth: int = 0) -> dict[str, Any]:
    kind = luck.choice(("from", "to", "both", "is", "answered", "not", "all", "any")[: 5 if depth > 2 else 8])
    name = luck.choice(NAMES)
    match kind:
        case "not":
            return {"not": rule(luck, depth + 1)}
        case "all" | "any":
            return {kind: [rule(luck, depth + 1) for _ in range(luck.randint(1, 3))]}
        case "is":
            plain = [value for value in VALUES if not isinstance(value, list)]
            return {"on": name, "is": luck.sample(plain, 2)}
        case "answered":
            return {"on": name, "answered": luck.random() < 0.5}
    ends = {"from": {"from": 3}, "to": {"to": 7}, "both": {"from": 2.5, "to": 9}}
    return {"on": name, **ends[kind]}


def facts(luck: Random) -> dict[str, Any]:
    return {name: luck.choice(VALUES) for name in NAMES if luck.random() < 0.7}


def test_a_rule_means_the_same_in_the_browser(open_page: Callable[..., Page]) -> None:
    luck = Random(7)
    cases = [[rule(luck), facts(luck)] for _ in range(2000)]
    here = [holds(read_condition(one), known) for one, known in cases]
    assert 200 < sum(here) < 1800
    assert in_browser(open_page(), "([rule, facts]) => holds(rule, facts)", cases) == here


def test_the_same_questions_are_met_in_the_browser(open_page: Callable[..., Page]) -> None:
    luck = Random(11)
    more = [
        {"key": "tier", "kind": "hidden", "known_as": "segment"},
        {"key": "gold", "kind": "text", "text": {"en": "Gold?"}, "show_if": {"on": "tier", "is": ["gold"]}},
        {"key": "low", "kind": "text", "text": {"en": "Low?"}, "groups": ["detractor"]},
        {"key": "cold", "kind": "text", "text": {"en": "Cold?"}, "show_if": {"on": "low", "answered": True}},
        {"key": "shop", "kind": "choice", "text": {"en": "Shop?"}, "known_as": "shop", "choices": SHOPS},
        {
            "key": "far",
            "kind": "yes_no",
            "text": {"en": "Far?"},
            "show_if": {"on": "channel", "is": ["mail"]},
        },
        {
            "key": "near",
            "kind": "yes_no",
            "text": {"en": "Near?"},
            "show_if": {"on": "channel", "is": ["widget"]},
        },
    ]
    definition = Definition.from_json({**EVERY, "questions": [*EVERY["questions"], *more]})
    data = widget_data(definition, "en", version=1, sender="", rules=WidgetRules())
    cases = [[given(luck), known(luck)] for _ in range(500)]
    there = in_browser(
        open_page(),
        f"([answers, known]) => [...asked({json.dumps(data)}, answers, known)]",
        cases,
    )
    for (answers, properties), found in zip(cases, there, strict=True):
        reachable = bool(properties.get("email"))
        around = Surroundings(properties, channel="widget", language="en", reachable=reachable)
        assert found == [question.key for question in asked(definition, answers, around)], (
            answers,
            properties,
        )


SHOPS = [{"key": "old_town", "text": {"en": "Old Town"}}, {"key": "port", "text": {"en": "Port"}}]


def given(luck: Random) -> dict[str, Any]:
    every = {
        "score": luck.randint(0, 10),
        "channel_used": luck.choice(("shop", "web", "other")),
        "low": luck.choice(("", "cold")),
        "speed": luck.randint(1, 5),
    }
    some = {name: value for name, value in every.items() if luck.random() < 0.8}
    return {**some, "permission": luck.random() < 0.5}


def known(luck: Random) -> dict[str, Any]:
    every = {
        "segment": luck.choice(("gold", "silver")),
        "shop": luck.choice(("old_town", "PORT", "elsewhere", 4)),
        "plan": luck.choice(("pro", 4, "")),
        "email": "mari@example.org",
    }
    return {name: value for name, value in every.items() if luck.random() < 0.5}


def test_an_order_of_its_own_puts_every_choice_everywhere_and_stays(open_page: Callable[..., Page]) -> None:
    """Keys alike but for their last letter, as the editor makes them, over the keys of many responses."""
    source = (RULES.parent / "field.js").read_text("utf-8")
    shuffled = source[source.index("const shuffled") : source.index("export const fieldOf")]
    parts = [{"key": f"choice_{number}"} for number in range(1, 6)]
    seeds = [f"{Random(number).randbytes(18).hex()}" for number in range(1000)]
    question = {"key": "liked", "randomised": True}
    script = f"""([parts, question, seeds]) => {{ {shuffled}
        return seeds.map((seed) => shuffled(parts, question, seed).map(({{ key }}) => key)); }}"""
    page = open_page()
    orders = page.evaluate(script, [parts, question, seeds])
    assert orders == page.evaluate(script, [parts, question, seeds]), "the same at every reload"
    for place in range(5):
        for part in parts:
            times = sum(order[place] == part["key"] for order in orders)
            assert 130 < times < 270, (place, part, times)
    assert len({tuple(order) for order in orders}) == 120, "every order comes up"
    as_asked = [part["key"] for part in parts]
    plain = page.evaluate(script, [parts, {**question, "randomised": False}, seeds[:1]])
    assert plain == [as_asked]
