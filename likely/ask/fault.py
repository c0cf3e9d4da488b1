"""What is wrong with a definition: its place, a stable word for the rule, and what the rule speaks of."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import PydanticCustomError

from likely.lib.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Fault:
    """place: the way to it, by names and by numbers from 0. rule: our own word, or Pydantic's of a type.

    terms: what the rule speaks of, such as the most that may be, or the key of the question.
    """

    place: tuple[str | int, ...]
    rule: str
    terms: Mapping[str, Any]


class DefinitionRefusal(Refusal):
    """The definition breaks a rule. The message is English, for programs; people are told by the fault."""

    def __init__(self, message: str, *, field: str, fault: Fault) -> None:
        super().__init__("definition_invalid", message, field=field)
        self.fault = fault


def broken(rule: str, message: str, **terms: str | int) -> PydanticCustomError:
    """The error of a validator of ours. message: English, with the terms in braces."""
    return PydanticCustomError(rule, message, terms or None)
