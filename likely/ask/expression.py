"""Rules as SurveyJS and LimeSurvey write them, as far as our own can say the same."""

import re
from dataclasses import dataclass
from typing import Any, Final

from likely.ask.foreign import Rule

LONGEST: Final = 2000  # characters
DEEPEST: Final = 12  # brackets within brackets
TOKEN: Final = re.compile(
    r"""\s*(?:(?P<name>\{[^{}]{1,200}\})
    |(?P<text>'[^'\\]*'|"[^"\\]*")
    |(?P<number>-?\d{1,9}(?:\.\d{1,9})?)(?![\w.])
    |(?P<sign>&&|\|\||==|!=|<>|>=|<=|[=><!()\[\],])
    |(?P<word>\w[\w.:]{0,199}))""",
    re.X,
)
COMPARED: Final = {
    "=": "=", "==": "=", "eq": "=", "equal": "=", "equals": "=", "!=": "!=", "<>": "!=", "ne": "!=",
    "notequal": "!=", ">": ">", "gt": ">", "greater": ">", ">=": ">=", "ge": ">=", "greaterorequal": ">=",
    "<": "<", "lt": "<", "less": "<", "<=": "<=", "le": "<=", "lessorequal": "<=",
    "contains": "has", "contain": "has", "anyof": "any", "notcontains": "has not",
}  # fmt: skip
TURNED: Final = {"=": "=", "!=": "!=", ">": "<", ">=": "<=", "<": ">", "<=": ">="}
SUFFIX: Final = re.compile(r"\.(?:NAOK|code|value|valueNAOK)$")


class Unsayable(Exception):  # noqa: N818 - nothing is broken: our rules can't say it
    """A rule that has no counterpart."""


@dataclass(frozen=True)
class Token:
    form: str  # name, value, sign, word
    said: Any


def read_expression(source: str) -> Rule | None:
    """The rule that it means, None for one that always holds. Unsayable for every other."""
    if source.strip() in ("", "1", "true"):
        return None
    if len(source) > LONGEST:
        raise Unsayable
    reader = _Reader(_tokens(source))
    rule = reader.any(0)
    reader.end()
    return rule


def compared(name: str, sign: str, value: Any) -> Rule:
    """name sign value, with = != > >= < <= has any. part: true where it is about one of several answers."""
    if sign == "has not":
        return {"not": compared(name, "has", value)}
    if sign in ("has", "any"):
        values = value if isinstance(value, list) else [value]
        if sign == "any":
            return {"on": name, "is": values, "part": True}
        each: list[Rule] = [{"on": name, "is": [one], "part": True} for one in values]
        return each[0] if len(each) == 1 else {"all": each}
    if sign in ("=", "!="):
        values = value if isinstance(value, list) else [value]
        if values == [""]:
            return {"on": name, "answered": sign != "="}
        found: Rule = {"on": name, "is": values}
        return found if sign == "=" else {"not": found}
    number = _number(value)
    return {"on": name, {">": "above", ">=": "from", "<": "below", "<=": "to"}[sign]: number}


def _number(value: Any) -> int | float:
    if isinstance(value, str):
        if not re.fullmatch(r"-?\d{1,9}(\.\d{1,9})?", value):
            raise Unsayable
        return float(value) if "." in value else int(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unsayable
    return value


def _tokens(source: str) -> list[Token]:
    found, at, source = [], 0, source.strip()
    while at < len(source):
        match = TOKEN.match(source, at)
        if match is None:
            raise Unsayable
        at = match.end()
        found.append(_token(str(match.lastgroup), match[str(match.lastgroup)]))
    return found


def _token(form: str, said: str) -> Token:
    match form:
        case "name":
            return Token("name", said[1:-1].strip())
        case "text":
            return Token("value", said[1:-1])
        case "number":
            return Token("value", float(said) if "." in said else int(said))
        case "word" if said.lower() in ("true", "false"):
            return Token("value", said.lower() == "true")
        case _:
            return Token(form, said)


class _Reader:
    """Down from or to and to not to one comparison."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens, self.at = tokens, 0

    def any(self, deep: int) -> Rule:
        parts = [self.all(deep)]
        while self._takes("||", "or"):
            parts.append(self.all(deep))
        return parts[0] if len(parts) == 1 else {"any": parts}

    def all(self, deep: int) -> Rule:
        parts = [self.one(deep)]
        while self._takes("&&", "and"):
            parts.append(self.one(deep))
        return parts[0] if len(parts) == 1 else {"all": parts}

    def one(self, deep: int) -> Rule:
        if deep > DEEPEST:
            raise Unsayable
        if self._takes("!", "not"):
            return {"not": self.one(deep + 1)}
        if self._takes("("):
            found = self.any(deep + 1)
            self._needs(")")
            return found
        return self._comparison()

    def end(self) -> None:
        if self.at != len(self.tokens):
            raise Unsayable

    def _comparison(self) -> Rule:
        left = self._next()
        if left.form == "word" and left.said.lower() in ("is_empty", "empty") and self._takes("("):
            name = self._name(self._next())
            self._needs(")")
            return {"on": name, "answered": False}
        if left.form != "value":
            return self._about(self._name(left))
        sign = TURNED.get(COMPARED.get(str(self._next().said).lower(), ""))
        if sign is None:
            raise Unsayable
        return compared(self._name(self._next()), sign, left.said)

    def _about(self, name: str) -> Rule:
        if self._takes("notempty"):
            return {"on": name, "answered": True}
        if self._takes("empty"):
            return {"on": name, "answered": False}
        sign = COMPARED.get(str(self._next().said).lower())
        if sign is None:
            raise Unsayable
        return compared(name, sign, self._value())

    def _value(self) -> Any:
        if not self._takes("["):
            return self._single()
        values = [self._single()]
        while self._takes(","):
            values.append(self._single())
        self._needs("]")
        return values

    def _single(self) -> Any:
        found = self._next()
        if found.form != "value":
            raise Unsayable
        return found.said

    def _name(self, token: Token) -> str:
        if token.form not in ("name", "word"):
            raise Unsayable
        return SUFFIX.sub("", str(token.said))

    def _next(self) -> Token:
        if self.at >= len(self.tokens):
            raise Unsayable
        self.at += 1
        return self.tokens[self.at - 1]

    def _takes(self, *signs: str) -> bool:
        """Whether one of these comes next; if so, it is done with."""
        here = self.tokens[self.at] if self.at < len(self.tokens) else None
        if here is None or here.form not in ("sign", "word") or str(here.said).lower() not in signs:
            return False
        self.at += 1
        return True

    def _needs(self, sign: str) -> None:
        if not self._takes(sign):
            raise Unsayable
