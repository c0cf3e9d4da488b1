"""The fields of a draft by their place: "questions/reason/text/en" is one text of one question.

A place names questions, rows and choices by their keys, so that it stays right when the order changes.
"""

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any, Final

from likely.ask.definition import read_definition
from likely.ask.draft import Data
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal

LONGEST: Final = 1000  # characters of one text
QUESTION: Final = r"questions/[a-z][a-z0-9_]*"
GROUP: Final = r"(?:detractor|passive|promoter)"
# what stands at a place -> which places those are
FORMS: Final = {
    "text": re.compile(
        rf"(?:subject|touchpoint|consent/text|thanks/(?:{GROUP}|all)|links/\d{{1,2}}/text"
        rf"|{QUESTION}/(?:text|help|low|high|by_group/{GROUP}|(?:rows|choices)/[a-z0-9][a-z0-9_-]*/text))"
        r"/[A-Za-z0-9-]{2,12}"
    ),
    "yes": re.compile(
        rf"anonymous|consent/required|{QUESTION}/(?:required|not_applicable|other|randomised|short)"
    ),
    "number": re.compile(rf"link_days|edit_days|{QUESTION}/(?:points|most)"),
    "several": re.compile(rf"{QUESTION}/(?:groups|by)|links/\d{{1,2}}/groups"),
    "word": re.compile(rf"kind|consent/link|links/\d{{1,2}}/(?:kind|url)|{QUESTION}/known_as"),
}
Fields = Mapping[str, Sequence[str]]  # by place, as a form sends them


def put_fields(data: Data, fields: Fields) -> tuple[Data, dict[str, Refusal]]:
    """The data with the fields put in, and why some were not: a wrong one keeps no other out."""
    try:
        return _put_all(data, fields), {}
    except Refusal:
        pass  # some are wrong: which ones is found one by one
    faults = {}
    for name, values in fields.items():
        try:
            data = _put_all(data, {name: values})
        except Refusal as refusal:
            faults[name] = refusal
    return data, faults


def find(data: Any, name: str) -> Any:
    """What stands at the place; None where nothing does."""
    for step in name.split("/"):
        data = _step(data, step)
    return data


def _put_all(data: Data, fields: Fields) -> Data:
    changed = deepcopy(data)
    for name, values in fields.items():
        _put(changed, name, values)
    read_definition(changed)
    return changed


def _put(data: Data, name: str, values: Sequence[str]) -> None:
    form = next((form for form, pattern in FORMS.items() if pattern.fullmatch(name)), None)
    *way, last = name.split("/")
    parent = _parent(data, way) if form else None
    if parent is None or (form == "text" and last not in data["languages"]):
        raise Refusal("no_such_field", "This part of the survey is gone.", field=name)
    value = _READERS[str(form)](values, name)
    if value is None:
        parent.pop(last, None)
    else:
        parent[last] = value
    if form == "text" and not parent:
        _drop(data, way, name)


def _drop(data: Data, way: list[str], name: str) -> None:
    """The last text of something is gone: so is the something, where that is allowed."""
    *above, last = way
    owner = find(data, "/".join(above)) if above else data
    part_of_more = above[:1] != ["questions"] or len(above) > 2
    if last == "subject" or (last == "text" and part_of_more):
        raise Refusal("text_empty", "This text can't be empty.", cure="Write something.", field=name)
    owner.pop(last)
    if last in ("detractor", "passive", "promoter") and above and not owner:
        find(data, "/".join(above[:-1])).pop(above[-1]) if above[:-1] else data.pop(above[-1])


def _parent(data: Any, way: list[str]) -> Any:
    for step in way:
        inner = _step(data, step)
        if inner is None and isinstance(data, dict) and step not in ("consent", "links", "questions"):
            inner = data.setdefault(step, {})
        if inner is None:
            return None
        data = inner
    return data if isinstance(data, dict) else None


def _step(data: Any, step: str) -> Any:
    if isinstance(data, dict):
        return data.get(step)
    named = [one for one in data or () if isinstance(one, dict) and one.get("key") == step]
    if named:
        return named[0]
    at = int(step) if step.isdigit() else -1
    return data[at] if isinstance(data, list) and 0 <= at < len(data) and "key" not in data[at] else None


def _text(values: Sequence[str], name: str) -> str | None:
    return clean_text(values[-1].replace("\r\n", "\n"), name, LONGEST) or None


def _yes(values: Sequence[str], _name: str) -> bool:
    return values[-1] == "yes"


def _number(values: Sequence[str], name: str) -> int | None:
    typed = values[-1].strip()
    if typed and not (typed.isascii() and typed.isdigit() and len(typed) <= 6):
        raise Refusal("not_a_number", "This is no whole number.", field=name)
    return int(typed) if typed else None


def _several(values: Sequence[str], _name: str) -> list[str]:
    return [value for value in values if value]


def _word(values: Sequence[str], _name: str) -> str | None:
    return values[-1].strip() or None


_READERS: Final[dict[str, Any]] = {
    "text": _text, "yes": _yes, "number": _number, "several": _several, "word": _word,
}  # fmt: skip
