"""Which open question of an imported survey is the "why" whose answer is the comment of the response."""

from typing import Any, Final

from likely.ask.condition import holds, names_in, read_condition
from likely.ask.question import COMMENT_KEY, SCORE_KEY
from likely.stats.scale import Group

SCORES: Final[dict[Group, range]] = {
    "detractor": range(7),
    "passive": range(7, 9),
    "promoter": range(9, 11),
}
NEAR: Final = 2  # questions behind the leading one among which the "why" is looked for
SAME: Final = {"key", "text", "show_if"}  # all else must agree in questions that become one

Asked = list[dict[str, Any]]


def with_comment(questions: Asked) -> tuple[Asked, tuple[str, ...]]:
    """The long text question right behind the leading one gets its key; also the keys that it had before.

    Where it is one of several, each for another score group, they become one question with other words for
    each group: the comments of all groups stay in one column then.
    """
    leading = next((n for n, question in enumerate(questions) if question["kind"] != "hidden"), None)
    if leading is None or questions[leading]["kind"] not in ("scale", "csat", "ces", "rating"):
        return questions, ()
    near = range(leading + 1, min(leading + 1 + NEAR, len(questions)))
    at = next((n for n in near if _is_open(questions[n])), None)
    if at is None:
        return questions, ()
    joined, more = _joined(questions, at)
    renamed = [_renamed(question, questions[at]["key"]) for question in questions[at + more :]]
    return [*questions[:at], joined, *renamed], tuple(one["key"] for one in questions[at : at + more])


def _is_open(question: dict[str, Any]) -> bool:
    return question["kind"] == "text" and not question.get("short")


def _joined(questions: Asked, at: int) -> tuple[dict[str, Any], int]:
    """The comment question, and how many of theirs it is."""
    first = questions[at]
    found: dict[Group, dict[str, Any]] = {}
    for question in questions[at:]:
        groups = groups_of(question.get("show_if"))
        if not groups or set(groups) & set(found) or not _is_like(question, first):
            break
        found |= dict.fromkeys(groups, question)
    each = {id(question): question for question in found.values()}
    if len(each) < 2 or _is_looked_at([*each.values()], questions):
        return first | {"key": COMMENT_KEY}, 1
    words = {group: question["text"] for group, question in found.items() if question is not first}
    groups_said = {} if len(found) == len(SCORES) else {"groups": [g for g in SCORES if g in found]}
    kept = {name: value for name, value in first.items() if name != "show_if"}
    return kept | {"key": COMMENT_KEY, "by_group": words} | groups_said, len(each)


def _is_like(question: dict[str, Any], first: dict[str, Any]) -> bool:
    return {k: v for k, v in question.items() if k not in SAME} == {
        k: v for k, v in first.items() if k not in SAME
    }


def _is_looked_at(some: Asked, questions: Asked) -> bool:
    keys = {question["key"] for question in some}
    rules = [question["show_if"] for question in questions if "show_if" in question]
    return any(keys & names_in(read_condition(rule)) for rule in rules)


def groups_of(rule: dict[str, Any] | None) -> tuple[Group, ...]:
    """The score groups for which the rule holds; none where it looks at more, or parts a group."""
    if rule is None:
        return ()
    condition = read_condition(rule)
    if names_in(condition) != {SCORE_KEY}:
        return ()
    found: list[Group] = []
    for group, scores in SCORES.items():
        true = [holds(condition, {SCORE_KEY: score}) for score in scores]
        if any(true) and not all(true):
            return ()
        if all(true):
            found.append(group)
    return tuple(found)


def _renamed(question: dict[str, Any], old: str) -> dict[str, Any]:
    if "show_if" not in question:
        return question
    return question | {"show_if": _rule_renamed(question["show_if"], old)}


def _rule_renamed(rule: Any, old: str) -> Any:
    if isinstance(rule, list):
        return [_rule_renamed(part, old) for part in rule]
    if not isinstance(rule, dict):
        return rule
    if "on" in rule:
        return rule | {"on": COMMENT_KEY} if rule["on"] == old else rule
    return {joint: _rule_renamed(part, old) for joint, part in rule.items()}
