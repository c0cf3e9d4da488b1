"""JSON from strangers: one value or a Refusal, never a crash and never two readings of the same bytes."""

import json
from typing import Final

from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal

SHOWN: Final = 40  # characters of a name that a refusal repeats
DIGITS: Final = 20  # one more than the longest number of 64 bits has


def parse_json(body: bytes) -> object:
    """The value. Refused: other encodings, a name twice in one object, NaN and Infinity, endless nesting."""
    try:
        return STRICT.decode(body.decode("utf-8"))
    except UnicodeDecodeError:
        raise Refusal("not_utf8", "The body must be UTF-8.") from None
    except RecursionError:
        raise Refusal("not_json", "The body is nested too deeply.") from None
    except json.JSONDecodeError as error:
        raise Refusal("not_json", f"The body is no JSON: {error.msg} at character {error.pos}.") from None


def shown_name(name: str) -> str:
    """A stranger's name for something, short and clean enough to be repeated to them."""
    return clean_text(name[:SHOWN], "name", SHOWN)


def twice(name: str) -> Refusal:
    return Refusal("key_twice", f"{shown_name(name)!r} stands twice.", field=shown_name(name))


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    whole = dict(pairs)
    if len(whole) < len(pairs):
        names = [name for name, _ in pairs]
        raise twice(next(name for name in names if names.count(name) > 1))
    return whole


def _no_number(name: str) -> object:
    raise Refusal("not_json", f"The body is no JSON: it holds {name}.")


def _whole(digits: str) -> int:
    """Numbers beyond any use stay harmless: no database holds them and reading them takes long."""
    return int(digits) if len(digits) < DIGITS else int(digits[:DIGITS])


STRICT: Final = json.JSONDecoder(object_pairs_hook=_each_once, parse_constant=_no_number, parse_int=_whole)
