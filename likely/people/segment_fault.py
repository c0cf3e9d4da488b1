"""What is wrong with a segment's condition: where, what was expected there, what stands there."""

from typing import Final

from likely.lib.refusal import Refusal

# What a place may hold, in words; other languages say them in `web/segment_words.py`.
EXPECTED: Final = {
    "condition": "a condition, such as: plan is pro",
    "sign": "what is asked of it, such as is, under, before or is known",
    "value": "a value; one of several words stands in quotes",
    "number": "a number",
    "day": "a day, such as 2026-11-26",
    "period": "a number of days, weeks, months or years",
    "count": "how many, from 1 to 1000",
    "unit": "days, weeks, months or years",
    "ago": "ago",
    "times": "times",
    "event": "the name of an event",
    "segment": "the name of a segment",
    "property": "the name of a property",
    "yes": "yes or no",
    "text": "a text",
    "and": "and",
    "joint": "and, or, or the end",
    "bracket": "and, or, or the bracket “)”",
    "quote": "a closing quotation mark",
}


class RuleFault(Refusal):
    """at, length: the characters at fault, counted from 0. expected: a key of EXPECTED, or empty."""

    def __init__(
        self,
        code: str,
        message: str,
        at: int,
        length: int = 0,
        *,
        expected: str = "",
        found: str = "",
        cure: str = "",
        about: tuple[str, ...] = (),
    ) -> None:
        super().__init__(code, f"At character {at + 1}: {message}", cure=cure, field="rule")
        self.at, self.length, self.expected, self.found, self.about = at, length, expected, found, about


def unexpected(expected: str, found: str, at: int) -> RuleFault:
    what = f"“{found}” stands there" if found else "the text ends there"
    return RuleFault(
        "rule_expected",
        f"expected {EXPECTED[expected]}; {what}.",
        at,
        len(found),
        expected=expected,
        found=found,
    )
