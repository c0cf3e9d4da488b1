"""Rules with another tool's names and codes as rules of ours."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from likely.ask.expression import Unsayable
from likely.ask.foreign import Foreign, Rule, is_on, text, whole
from likely.ask.question import OTHER, POINTED


@dataclass(frozen=True)
class Target:
    """What a name in a rule means: an answer key of a question, or one choice of it.

    at: the place of the question. choices: our keys by their codes. choice: set where the name is one choice.
    """

    at: int
    key: str
    question: Foreign
    choices: Mapping[str, str]
    choice: str | None = None


Targets = Mapping[str, Target]


def resolved(rule: Rule, at: int, targets: Targets) -> Rule:
    """The rule for the question at that place. Unsayable where it looks ahead, or at what there is not."""
    if "not" in rule:
        return {"not": resolved(rule["not"], at, targets)}
    for joint in ("all", "any"):
        if joint in rule:
            parts = [resolved(part, at, targets) for part in rule[joint]]
            return parts[0] if len(parts) == 1 else {joint: parts}
    target = targets.get(rule["on"])
    if target is None or target.at >= at:
        raise Unsayable
    return _leaf(rule, target)


def _leaf(rule: Rule, target: Target) -> Rule:
    if target.choice is not None:
        return _of_a_choice(rule, target)
    if "answered" in rule:
        return {"on": target.key, "answered": rule["answered"]}
    if "is" in rule:
        return {
            "on": target.key,
            "is": [_value(value, target, bool(rule.get("part"))) for value in rule["is"]],
        }
    return _range(rule, target)


def _of_a_choice(rule: Rule, target: Target) -> Rule:
    """Their name of one box: ticked or not."""
    ticked: Rule = {"on": target.key, "is": [target.choice]}
    if "answered" in rule:
        return ticked if rule["answered"] else {"not": ticked}
    if "is" in rule and all(is_on(value) for value in map(_plain, rule["is"])):
        return ticked
    raise Unsayable


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool) else text(value)


def _value(value: Any, target: Target, part: bool) -> Any:
    question = target.question
    if question.kind in ("choice", "choices"):
        key = OTHER if question.other == text(value) else target.choices.get(text(value))
        if key is None or (question.kind == "choices" and not part):
            raise Unsayable
        return key
    if question.kind in POINTED:
        return _point(value, question)
    if question.kind == "yes_no":
        return _yes_or_no(value)
    if part:
        raise Unsayable
    return value


def _point(value: Any, question: Foreign) -> int | str:
    if question.numbers:
        if text(value) not in question.numbers:
            raise Unsayable
        return question.numbers[text(value)]
    number = whole(value)
    if number is None:
        raise Unsayable
    return number + question.shift


def _yes_or_no(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if text(value).lower() not in ("y", "n", "1", "0", "2", "yes", "no", "true", "false"):
        raise Unsayable
    return is_on(text(value))


def _range(rule: Rule, target: Target) -> Rule:
    if target.question.numbers or target.question.kind not in POINTED:
        raise Unsayable
    shift = target.question.shift
    if "above" in rule:
        return {"on": target.key, "from": math.floor(rule["above"]) + 1 + shift}
    if "below" in rule:
        return {"on": target.key, "to": math.ceil(rule["below"]) - 1 + shift}
    return {"on": target.key, **{end: rule[end] + shift for end in ("from", "to") if end in rule}}
