"""When a question is asked: a closed grammar of rules as data, and the one meaning that they have everywhere.

A rule looks at facts: what is known under a name. Facts that are missing make every plain rule false.
Types are never mixed: 5 is not "5" and not true. `docs/surveys.md` states the same for scripts.
"""

import json
from collections.abc import Callable, Collection, Mapping
from typing import Annotated, Any, Final, Self

from pydantic import Discriminator, Field, Tag, TypeAdapter, model_validator

from likely.ask.fault import broken
from likely.ask.plain_data import Name, PlainData, Value

Facts = Mapping[str, Any]  # answers by key, and score, group, channel, language, the person's properties
DEEPEST: Final = 6  # rules within rules


class InRange(PlainData):
    """{"on": "score", "from": 0, "to": 6}: a number between the two, both included; one may be left out."""

    on: Name
    from_: int | float | None = Field(default=None, alias="from")
    to: int | float | None = None

    @model_validator(mode="after")
    def _has_an_end(self) -> Self:
        if self.from_ is None and self.to is None:
            raise broken("range_endless", "a range needs from, to or both")
        if self.from_ is not None and self.to is not None and self.from_ > self.to:
            raise broken("range_backwards", "a range runs from the smaller number to the larger")
        return self


class IsOneOf(PlainData):
    """{"on": "plan", "is": ["pro", "team"]}: one of these. Of several chosen answers, any."""

    on: Name
    is_: tuple[Value, ...] = Field(alias="is", min_length=1, max_length=50)


class Answered(PlainData):
    """{"on": "reason", "answered": true}: something is known under the name, or nothing is."""

    on: Name
    answered: bool


class Not(PlainData):
    not_: "Condition" = Field(alias="not")


class AllOf(PlainData):
    all_: "tuple[Condition, ...]" = Field(alias="all", min_length=1, max_length=20)


class AnyOf(PlainData):
    any_: "tuple[Condition, ...]" = Field(alias="any", min_length=1, max_length=20)


Leaf = InRange | IsOneOf | Answered
FORMS: Final = {"not": "Not", "all": "All", "any": "Any", "is": "Is", "answered": "Answered"}


def _form(data: object) -> str:
    """Which rule it means to be, so that a fault in it is told of that rule alone."""
    if isinstance(data, Mapping):
        return next((form for key, form in FORMS.items() if key in data), "Range")
    named = type(data).__name__
    return {"Not": "Not", "AllOf": "All", "AnyOf": "Any", "IsOneOf": "Is", "Answered": "Answered"}.get(
        named, "Range"
    )


Condition = Annotated[
    Annotated[InRange, Tag("Range")]
    | Annotated[IsOneOf, Tag("Is")]
    | Annotated[Answered, Tag("Answered")]
    | Annotated[Not, Tag("Not")]
    | Annotated[AllOf, Tag("All")]
    | Annotated[AnyOf, Tag("Any")],
    Discriminator(_form),
]
for model in (Not, AllOf, AnyOf):
    model.model_rebuild()
_READER: Final[TypeAdapter[Any]] = TypeAdapter(Condition)


def read_condition(data: object) -> Condition:
    """The condition that plain data says; ValidationError for anything else."""
    found: Condition = _READER.validate_json(json.dumps(data), strict=True)
    return found


def holds(condition: Condition, facts: Facts) -> bool:
    """Whether the rule is true of the facts."""
    return settle(condition, facts, ()) is True


def settle(condition: Condition, facts: Facts, open_names: Collection[str]) -> Condition | bool:
    """What is left of the rule when these facts are known: true, false, or a smaller rule.

    open_names: what may still become known; every other missing fact stays missing.
    """
    match condition:
        case Not():
            inner = settle(condition.not_, facts, open_names)
            return not inner if isinstance(inner, bool) else Not.model_validate({"not": inner})
        case AllOf():
            return _joined(condition.all_, facts, open_names, decided=False, key="all")
        case AnyOf():
            return _joined(condition.any_, facts, open_names, decided=True, key="any")
        case _:
            if condition.on not in facts and condition.on in open_names:
                return condition
            return _is_true(condition, facts.get(condition.on))


def names_in(condition: Condition) -> frozenset[str]:
    """Everything that the rule looks at."""
    return frozenset(leaf.on for leaf in leaves(condition))


def leaves(condition: Condition) -> list[Leaf]:
    """The plain rules in it, in their order."""
    match condition:
        case Not():
            return leaves(condition.not_)
        case AllOf():
            return [leaf for part in condition.all_ for leaf in leaves(part)]
        case AnyOf():
            return [leaf for part in condition.any_ for leaf in leaves(part)]
        case _:
            return [condition]


def depth(condition: Condition) -> int:
    match condition:
        case Not():
            return 1 + depth(condition.not_)
        case AllOf():
            return 1 + max(map(depth, condition.all_))
        case AnyOf():
            return 1 + max(map(depth, condition.any_))
        case _:
            return 1


def in_range(on: str, first: float | None = None, last: float | None = None) -> InRange:
    ends = {name: end for name, end in (("from", first), ("to", last)) if end is not None}
    return InRange.model_validate({"on": on, **ends})


def is_one_of(on: str, *values: Value) -> IsOneOf:
    return IsOneOf.model_validate({"on": on, "is": values})


def _joined(
    parts: tuple[Condition, ...], facts: Facts, open_names: Collection[str], *, decided: bool, key: str
) -> Condition | bool:
    """all (decided by one false) and any (decided by one true), with what is known taken out."""
    found = [settle(part, facts, open_names) for part in parts]
    if decided in found:
        return decided
    left = [part for part in found if not isinstance(part, bool)]
    if len(left) < 2:
        return left[0] if left else not decided
    return (AnyOf if decided else AllOf).model_validate({key: tuple(left)})


def _is_true(leaf: Leaf, fact: Any) -> bool:
    return _TESTS[type(leaf)](leaf, fact)


def _in_range(leaf: Any, fact: Any) -> bool:
    if isinstance(fact, bool) or not isinstance(fact, int | float):
        return False
    return (leaf.from_ is None or fact >= leaf.from_) and (leaf.to is None or fact <= leaf.to)


def _is_one_of(leaf: Any, fact: Any) -> bool:
    given = fact if isinstance(fact, list | tuple) else (fact,)
    return any(_same(one, value) for one in given for value in leaf.is_)


def _is_answered(leaf: Any, fact: Any) -> bool:
    return (fact not in (None, "", [], ())) is leaf.answered


def _same(one: Any, other: Any) -> bool:
    """As === in a script: numbers with numbers, true with true, text with text."""
    return isinstance(one, bool) is isinstance(other, bool) and bool(one == other)


_TESTS: Final[dict[type[Leaf], Callable[[Any, Any], bool]]] = {
    InRange: _in_range,
    IsOneOf: _is_one_of,
    Answered: _is_answered,
}
