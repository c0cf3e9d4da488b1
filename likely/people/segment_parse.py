"""Reads a segment's condition: `not` binds closest, then `and`, then `or`; brackets as one likes.

Words may be written in any case. A value of several words stands in quotes, and so does a number or a yes
that is meant as text.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal
from likely.people.segment_fault import RuleFault, unexpected
from likely.people.segment_rule import (
    FACTS,
    All,
    Any,
    Compare,
    Had,
    InSegment,
    Not,
    Period,
    Rule,
    Sign,
    Unit,
    Value,
)

LONGEST: Final = 2000  # characters
DEEPEST: Final = 12  # brackets within brackets
MOST_TIMES: Final = 1000
EARLIEST_YEAR, LATEST_YEAR = 1900, 2200  # of a day: beyond lie calendars that overflow
TOKEN: Final = re.compile(
    r"""(?P<space>\s+)
    |(?P<quoted>"(?:[^"\\]|\\.)*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»)
    |(?P<day>\d{4}-\d{2}-\d{2})(?![\w.])
    |(?P<number>-?\d{1,15}(?:\.\d{1,9})?)(?![\w.])
    |(?P<sign>[(),，（）])
    |(?P<word>[^\W\d][\w.@+-]*)""",
    re.X | re.S,
)
PLAIN: Final = {"，": ",", "（": "(", "）": ")"}
YES_NO: Final = {"yes": True, "true": True, "no": False, "false": False}
# Words that begin or join conditions: as a value or a property they stand in quotes.
JOINING: Final = frozenset({"and", "or", "not", "in", "had", "property", "is"})
# How a sign is written; the first way is the canonical one.
WAYS: Final[dict[Sign, tuple[str, ...]]] = {
    "is": ("is",),
    "is not": ("is not",),
    "is one of": ("is one of",),
    "is none of": ("is none of", "is not one of"),
    "contains": ("contains",),
    "does not contain": ("does not contain",),
    "starts with": ("starts with",),
    "under": ("under", "is under"),
    "over": ("over", "is over"),
    "at least": ("at least", "is at least"),
    "at most": ("at most", "is at most"),
    "between": ("between", "is between"),
    "before": ("before", "is before"),
    "after": ("after", "is after"),
    "in the last": ("in the last", "is in the last", "within the last", "is within the last"),
    "in the next": ("in the next", "is in the next", "within the next", "is within the next"),
    "more than": ("more than", "is more than"),
    "is known": ("is known",),
    "is unknown": ("is unknown", "is not known"),
}
_BY_LENGTH: Final[list[tuple[tuple[str, ...], Sign]]] = sorted(
    ((tuple(way.split()), sign) for sign, ways in WAYS.items() for way in ways),
    key=lambda pair: -len(pair[0]),
)
_FACTS: Final = sorted((tuple(name.split()) for name in FACTS), key=len, reverse=True)
UNITS: Final[dict[str, Unit]] = {
    "day": "days", "days": "days", "week": "weeks", "weeks": "weeks", "month": "months", "months": "months",
    "year": "years", "years": "years",
}  # fmt: skip
Form = Literal["quoted", "day", "number", "sign", "word", "end"]


@dataclass(frozen=True, slots=True)
class Token:
    form: Form
    said: str  # without its quotes
    shown: str  # as it stands
    at: int


def parse(text: str) -> Rule:
    """The rule that the text says; a RuleFault that names the place otherwise."""
    if len(text) > LONGEST:
        raise RuleFault("rule_too_long", f"a condition has at most {LONGEST} characters.", LONGEST)
    reader = _Reader(_tokens(text))
    rule = reader.any(0)
    if reader.here.form != "end":
        raise reader.fault("joint")
    return rule


def _tokens(text: str) -> list[Token]:
    found, at = [], 0
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            mark = "quote" if text[at] in '"“„«' else "value"
            raise unexpected(mark, text[at], at)
        form = str(match.lastgroup)
        if form != "space":
            found.append(_token(form, match[0], at))
        at = match.end()
    return [*found, Token("end", "", "", len(text))]


def _token(form: str, shown: str, at: int) -> Token:
    said = PLAIN.get(shown, shown)
    if form == "quoted":
        inner = re.sub(r"\\(.)", r"\1", shown[1:-1], flags=re.S) if shown[0] == '"' else shown[1:-1]
        try:
            said = clean_text(inner, "rule", LONGEST)
        except Refusal:
            raise unexpected("value", shown, at) from None
    return Token(form, said, shown, at)  # type: ignore[arg-type]


class _Reader:
    """Down from or to and to not to one condition."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens, self.place = tokens, 0

    @property
    def here(self) -> Token:
        return self.tokens[self.place]

    def any(self, deep: int) -> Rule:
        parts = [self.all(deep)]
        while self.takes("or"):
            parts.append(self.all(deep))
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def all(self, deep: int) -> Rule:
        parts = [self.one(deep)]
        while self.takes("and"):
            parts.append(self.one(deep))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def one(self, deep: int) -> Rule:
        at = self.here.at
        if deep > DEEPEST:
            raise RuleFault("rule_too_deep", f"brackets go at most {DEEPEST} deep.", at)
        if self.takes("not"):
            return Not(self.one(deep + 1))
        if self.takes_sign("("):
            rule = self.any(deep + 1)
            if not self.takes_sign(")"):
                raise self.fault("bracket")
            return rule
        if self.takes("in", "segment"):
            return InSegment(self.name("segment"), at=at)
        if self.takes("had"):
            return self.had(at)
        return self.compare(at)

    def had(self, at: int) -> Rule:
        event, times = self.name("event"), 1
        if self.takes("at", "least"):
            times = self.count("count")
            if not (self.takes("times") or self.takes("time")):
                raise self.fault("times")
        within = self.takes("in", "the", "last") or self.takes("within", "the", "last")
        return Had(event, times, self.period() if within else None, at=at)

    def compare(self, at: int) -> Rule:
        fact, own = self.fact()
        sign = next((sign for words, sign in _BY_LENGTH if self.takes(*words)), None)
        if sign is None:
            raise self.fault("sign")
        return Compare(fact, own, sign, self.values(sign), at=at)

    def fact(self) -> tuple[str, bool]:
        """What is asked about, and whether it is a fact of our own."""
        if self.takes("property"):
            return self.name("property"), False
        own = next((words for words in _FACTS if self.takes(*words)), None)
        if own:
            return " ".join(own), True
        if self.here.form not in ("word", "quoted") or self.is_joining():
            raise self.fault("condition")
        return self.name("condition"), False

    def values(self, sign: Sign) -> tuple[Value, ...]:
        if sign in ("is known", "is unknown"):
            return ()
        if sign in ("in the last", "in the next", "more than"):
            period = self.period()
            if sign == "more than" and not self.takes("ago"):
                raise self.fault("ago")
            return (period,)
        values = [self.value()]
        if sign == "between":
            if not self.takes("and"):
                raise self.fault("and")
            return (*values, self.value())
        while sign in ("is one of", "is none of") and self.takes_sign(","):
            values.append(self.value())
        return tuple(values)

    def value(self) -> Value:
        token = self.here
        found: Value
        if token.form == "number":
            found = float(token.said) if "." in token.said else int(token.said)
            found = int(found) if isinstance(found, float) and found.is_integer() else found
        elif token.form == "day":
            found = self.day(token.said)
        elif (token.form == "quoted" and token.said) or (token.form == "word" and not self.is_joining()):
            bare = token.form == "word"
            found = YES_NO.get(token.said.lower(), token.said) if bare else token.said
        else:
            raise self.fault("value")
        self.place += 1
        return found

    def day(self, said: str) -> date:
        try:
            day = date.fromisoformat(said)
        except ValueError:
            raise self.fault("day") from None
        if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
            raise self.fault("day")
        return day

    def period(self) -> Period:
        n = self.count("period")
        unit = UNITS.get(self.here.said.lower()) if self.here.form == "word" else None
        if unit is None:
            raise self.fault("unit")
        self.place += 1
        return Period(n, unit)

    def count(self, expected: str) -> int:
        token = self.here
        if token.form != "number" or not token.said.isdecimal():
            raise self.fault(expected)
        if not 1 <= int(token.said) <= MOST_TIMES:
            raise self.fault("count")
        self.place += 1
        return int(token.said)

    def name(self, expected: str) -> str:
        token = self.here
        if token.form not in ("quoted", "word") or not token.said:
            raise self.fault(expected)
        self.place += 1
        return token.said

    def takes(self, *words: str) -> bool:
        """Whether these words come next, in any case; if so, they are done with."""
        ahead = self.tokens[self.place : self.place + len(words)]
        if [token.said.lower() for token in ahead if token.form == "word"] != list(words):
            return False
        self.place += len(words)
        return True

    def takes_sign(self, sign: str) -> bool:
        if self.here.form != "sign" or self.here.said != sign:
            return False
        self.place += 1
        return True

    def is_joining(self) -> bool:
        return self.here.form == "word" and self.here.said.lower() in JOINING

    def fault(self, expected: str) -> RuleFault:
        return unexpected(expected, self.here.shown, self.here.at)
