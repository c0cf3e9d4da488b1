"""Surveys of every shape, made by chance, for the properties that hold for all of them."""

from typing import Any

from hypothesis import strategies as st

from likely.ask.definition import LEADING, Definition

GROUPS = ("detractor", "passive", "promoter")
PROPERTIES = ("plan", "region")
words = st.text(alphabet="abc és 好", min_size=1, max_size=40).map(lambda text: text.strip() or "x")
values = st.one_of(st.booleans(), st.integers(-2, 12), st.sampled_from(("pro", "free", "a", "b", "na", "5")))
facts = st.one_of(values, st.lists(st.sampled_from(("a", "b", "pro")), max_size=2))


def texts() -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({"en": words}, optional={"et": words, "zh": words})


def rules(names: list[str], leaves: int = 6) -> st.SearchStrategy[dict[str, Any]]:
    """Rules as plain data that look at these names only."""
    name = st.sampled_from(names)
    ends = st.tuples(st.integers(-1, 11), st.integers(-1, 11)).map(sorted)
    leaf = st.one_of(
        st.builds(lambda on, ends: {"on": on, "from": ends[0], "to": ends[1]}, name, ends),
        st.builds(lambda on, end: {"on": on, "from": end}, name, st.integers(-1, 11)),
        st.builds(lambda on, end: {"on": on, "to": end}, name, st.integers(-1, 11)),
        st.builds(lambda on, some: {"on": on, "is": some}, name, st.lists(values, min_size=1, max_size=3)),
        st.builds(lambda on, yes: {"on": on, "answered": yes}, name, st.booleans()),
    )
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            inner.map(lambda rule: {"not": rule}),
            st.lists(inner, min_size=1, max_size=2).map(lambda parts: {"all": parts}),
            st.lists(inner, min_size=1, max_size=2).map(lambda parts: {"any": parts}),
        ),
        max_leaves=leaves,
    ).filter(lambda rule: depth(rule) <= 6)


def depth(rule: dict[str, Any]) -> int:
    inner = [rule["not"]] if "not" in rule else rule.get("all") or rule.get("any") or []
    return 1 + max(map(depth, inner), default=0)


@st.composite
def questions(draw: st.DrawFn, number: int, earlier: list[str], grouped: bool) -> dict[str, Any]:
    kind = draw(
        st.sampled_from(("scale", "csat", "ces", "rating", "choice", "choices", "text", "yes_no", "hidden"))
    )
    made: dict[str, Any] = {"key": f"q{number}", "kind": kind, "text": draw(texts())}
    if kind in ("choice", "choices"):
        made["choices"] = [{"key": key, "text": draw(texts())} for key in ("a", "b")]
        made |= {"other": draw(st.booleans()), "randomised": draw(st.booleans())}
    if kind == "rating" and draw(st.booleans()):
        made["rows"] = [{"key": f"q{number}_{row}", "text": draw(texts())} for row in range(2)]
    if kind != "hidden":
        made |= {"required": draw(st.booleans())}
        if draw(st.booleans()):
            made["show_if"] = draw(rules([*earlier, *PROPERTIES, "channel", *(["group"] if grouped else [])]))
    if grouped and draw(st.booleans()):
        made["groups"] = draw(st.lists(st.sampled_from(GROUPS), unique=True, max_size=2))
    if kind in ("text", "yes_no", "choice") and draw(st.booleans()):
        made["known_as"] = draw(st.sampled_from(PROPERTIES))
    return made


@st.composite
def definitions(draw: st.DrawFn) -> Definition:
    kind = draw(st.sampled_from((*LEADING, "custom")))
    key, leading, points = LEADING.get(kind, ("score", "scale", 11))
    first = {"key": key, "kind": leading, "text": draw(texts()), "required": draw(st.booleans())}
    asked: list[dict[str, Any]] = [first | ({"points": points} if leading == "csat" else {})]
    earlier = [key]
    for number in range(draw(st.integers(0, 5))):
        made = draw(questions(number, list(earlier), grouped=leading == "scale"))
        asked.append(made)
        earlier += [row["key"] for row in made.get("rows", ())] or [made["key"]]
    data: dict[str, Any] = {
        "schema": "likely.survey/1", "kind": kind, "subject": {"en": "Nordic"},
        "touchpoint": {"en": "the visit"}, "languages": ["en", "et"], "questions": asked,
        "anonymous": draw(st.booleans()),
    }  # fmt: skip
    return Definition.from_json(data)


@st.composite
def answers_to(draw: st.DrawFn, definition: Definition) -> dict[str, Any]:
    """Some answers of possible types, under any of the keys."""
    found: dict[str, Any] = {}
    for question in definition.questions:
        for key in question.answer_keys:
            if draw(st.booleans()):
                found[key] = draw(st.sampled_from(list(question.steps)) if question.steps else facts)
    return found
