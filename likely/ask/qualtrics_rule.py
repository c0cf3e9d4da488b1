"""Display and branch logic of Qualtrics as a rule."""

import re
from collections.abc import Mapping
from typing import Any, Final

from likely.ask.expression import Unsayable, compared
from likely.ask.foreign import Rule, mapping, text

LOCATOR: Final = re.compile(r"q://(QID\w{1,20})/(\w{1,40})(?:/(\w{1,20}))?(?:/(\w{1,20}))?")
SIGNS: Final = {
    "EqualTo": "=", "NotEqualTo": "!=", "GreaterThan": ">", "GreaterThanOrEqual": ">=", "LessThan": "<",
    "LessThanOrEqual": "<=",
}  # fmt: skip
CHOSEN: Final = ("SelectableChoice", "SelectableAnswer", "ChoiceDisplayed")


def read_logic(logic: object) -> Rule | None:
    """Sets of rules, joined by the word that each but the first begins with. Unsayable for all others."""
    whole = mapping(logic)
    if not whole:
        return None
    sets = [part for name, part in whole.items() if name.isdigit() and isinstance(part, dict)]
    if not sets or whole.get("Type", "BooleanExpression") != "BooleanExpression":
        raise Unsayable
    return _joined([(_joint(text(part.get("Type"))), _set(part)) for part in sets])


def _set(part: Mapping[str, Any]) -> Rule:
    rules = [rule for name, rule in part.items() if name.isdigit() and isinstance(rule, dict)]
    if not rules:
        raise Unsayable
    # "Conjuction" is how Qualtrics itself spells it
    return _joined(
        [(_joint(text(rule.get("Conjuction", rule.get("Conjunction")))), _one(rule)) for rule in rules]
    )


def _joint(word: str) -> str:
    return "any" if word.lower().startswith("or") else "all"


def _joined(parts: list[tuple[str, Rule]]) -> Rule:
    """and binds closer than or."""
    groups: list[list[Rule]] = []
    for joint, rule in parts:
        if joint == "any" or not groups:
            groups.append([])
        groups[-1].append(rule)
    each: list[Rule] = [group[0] if len(group) == 1 else {"all": group} for group in groups]
    return each[0] if len(each) == 1 else {"any": each}


def _one(rule: Mapping[str, Any]) -> Rule:
    operator, kind = text(rule.get("Operator")), text(rule.get("LogicType"))
    value = text(rule.get("RightOperand"))
    if kind == "EmbeddedField" and operator in SIGNS:
        return compared(f"ed:{text(rule.get('LeftOperand'))}", SIGNS[operator], value)
    if kind == "EmbeddedField" and operator in ("Empty", "NotEmpty"):
        return {"on": f"ed:{text(rule.get('LeftOperand'))}", "answered": operator == "NotEmpty"}
    place = LOCATOR.fullmatch(text(rule.get("LeftOperand")) or text(rule.get("ChoiceLocator")))
    if kind != "Question" or place is None:
        raise Unsayable
    return _of_a_question(operator, value, *place.groups())


def _of_a_question(
    operator: str, value: str, question: str, what: str, first: str | None, second: str | None
) -> Rule:
    name = f"{question}.{first}" if second else question
    chosen = second or first
    if operator in ("Selected", "NotSelected") and what in CHOSEN[:2] and chosen:
        found: Rule = {"on": name, "is": [chosen], "part": True}
        return found if operator == "Selected" else {"not": found}
    if operator in ("Empty", "NotEmpty", "Displayed"):
        if operator == "Displayed":
            raise Unsayable
        return {"on": question, "answered": operator == "NotEmpty"}
    if operator in SIGNS and what != "SelectedChoicesCount":
        return compared(question, SIGNS[operator], value)
    raise Unsayable
