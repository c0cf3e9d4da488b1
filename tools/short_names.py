"""Short names for what a script declares itself, so that fewer bytes travel.

A word is renamed everywhere at once, whatever its scope. That changes nothing as long as it is only ever a
name: declared in the script, and never a property, a key, a method or a shorthand. What can't be told from
one of these keeps its name. Words in quotes, in templates and in regular expressions are left alone.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import product
from string import ascii_letters
from typing import Final

QUOTED: Final = r'"(?:\\.|[^"\\])*"' + r"|'(?:\\.|[^'\\])*'"
PATTERN: Final = r"(?<=[(,=:\[!&|?{};])/(?![/*])(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\[\n])+/[a-z]*"
TOKEN: Final = re.compile(rf"{QUOTED}|{PATTERN}|[A-Za-z_$][\w$]*|\d[\w.]*|\.\.\.|=>|\s+|.", re.DOTALL)
SAID: Final = re.compile(r"(?:\\.|\$(?!\{)|[^`\\$])+", re.DOTALL)  # the words of a template
WORD: Final = re.compile(r"[A-Za-z_$][\w$]*")
DECLARED: Final = (
    re.compile(r"\b(?:const|let|function)\s+([\w$]+)"),
    re.compile(r"\b(?:const|let) ?\[([\w$, ]*)\]"),
    re.compile(r"\bfunction [\w$]*\(([\w$, ]*)\)"),
    re.compile(r"\(([\w$, ]*)\)=>"),
    re.compile(r"([\w$]+)=>"),
)
RESERVED: Final = frozenset({"as", "do", "if", "in", "of"})
CLOSING: Final = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    is_code: bool = True  # False: the words of a template

    @property
    def is_word(self) -> bool:
        return self.is_code and bool(WORD.fullmatch(self.text))


def shortened(script: str, kept: Set[str]) -> str:
    """The script, without needless white space already, with short names. kept: names known to others."""
    tokens: list[Token] = []
    _read(script, 0, tokens)
    words = Counter(token.text for token in tokens if token.is_word)
    names = (_declared(script) & set(words)) - _bound(tokens) - kept
    free = (name for name in _short() if name not in words and name not in RESERVED)
    often = sorted(names, key=lambda name: (-words[name], name))
    short = {name: new for name, new in zip(often, free, strict=False) if len(new) < len(name)}
    return "".join(short.get(token.text, token.text) if token.is_word else token.text for token in tokens)


def _short() -> Iterator[str]:
    yield from ascii_letters
    yield from map("".join, product(ascii_letters, repeat=2))


def _read(script: str, at: int, tokens: list[Token], *, in_template: bool = False) -> int:
    """Reads code to its end, or to the bracket that ends a place of a template. Where it ended."""
    depth = 0
    while at < len(script):
        found = TOKEN.match(script, at)
        assert found
        tokens.append(Token(found[0]))
        at = found.end()
        if found[0] == "`":
            at = _read_template(script, at, tokens)
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if in_template and depth < 0:
            return at
    return at


def _read_template(script: str, at: int, tokens: list[Token]) -> int:
    while script[at] != "`":
        if script.startswith("${", at):
            tokens.append(Token("${"))
            at = _read(script, at + 2, tokens, in_template=True)
        elif said := SAID.match(script, at):
            tokens.append(Token(said[0], is_code=False))
            at = said.end()
    tokens.append(Token("`"))
    return at + 1


def _declared(script: str) -> set[str]:
    found = (words for pattern in DECLARED for words in pattern.findall(script))
    return {word for words in found for word in WORD.findall(words)}


def _bound(tokens: Sequence[Token]) -> set[str]:
    """Words that stand, or may stand, where their spelling means something."""
    bound, inside = set[str](), [""]
    for place, token in enumerate(tokens):
        if token.text in ("(", "[", "{", "${"):
            inside.append(token.text)
        elif token.is_code and token.text in CLOSING:
            inside.pop()
        elif token.is_word:
            before, after = tokens[place - 1].text if place else "", tokens[place + 1].text
            listed = before in ("{", ",") and inside[-1] == "{"
            if before in (".", "get", "set", "async") or (listed and after in (",", "}", "=", ":", "(")):
                bound.add(token.text)
    return bound
