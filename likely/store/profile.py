"""What a column looks like, learnt from a sample that is spread over the whole file."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any

from likely.store.query import ask
from likely.store.scores import MISSING_WORDS, NAN_WORDS
from likely.store.sheet import Sheet

SAMPLE_ROWS = 20_000
SAMPLE_PLACES = 10  # a sorted file must not fool the sample
NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,15})?")
ABSENT = {"", *MISSING_WORDS, *NAN_WORDS}


@dataclass(frozen=True)
class Profile:
    """name: the column. label: what was asked, or empty. values: shown value -> times in the sample.

    native: the engine's own type in one word: text, whole, fraction, boolean, time, other.
    """

    name: str
    label: str
    native: str
    values: Mapping[str, int]

    @property
    def asked(self) -> str:
        """Name and label as words in lower case, for the guesses."""
        return words_of(f"{self.name} {self.label}")

    @cached_property
    def present(self) -> dict[str, int]:
        return {value: n for value, n in self.values.items() if value.casefold() not in ABSENT}

    @cached_property
    def n(self) -> int:
        return sum(self.present.values())

    @cached_property
    def some_numbers(self) -> dict[float, int]:
        """Those of the values that are numbers."""
        if self.native in ("boolean", "time", "other"):
            return {}
        read: Counter[float] = Counter()
        for value, n in self.present.items():
            if NUMBER.fullmatch(value):
                read[float(value.replace(",", "."))] += n
        return dict(read)

    @cached_property
    def numbers(self) -> dict[float, int]:
        """The values as numbers; empty where more than a twentieth of the column is none."""
        return self.some_numbers if sum(self.some_numbers.values()) >= 0.95 * self.n else {}

    @cached_property
    def whole(self) -> bool:
        return bool(self.numbers) and all(number.is_integer() for number in self.numbers)

    @cached_property
    def longest(self) -> int:
        return max(map(len, self.present), default=0)

    @cached_property
    def usual_length(self) -> float:
        """Mean length in characters of a value that is present."""
        return sum(len(value) * n for value, n in self.present.items()) / self.n if self.n else 0.0

    def share(self, low: float, high: float) -> float:
        """Share of the present values that are whole numbers of low..high, 0..1."""
        inside = sum(n for x, n in self.some_numbers.items() if x.is_integer() and low <= x <= high)
        return inside / self.n if self.n else 0.0


def words_of(text: str) -> str:
    """`NetPro_raw`, `netPro raw` and `netpro-raw` are the same words; `q19age` ends with one."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=\d)(?=[A-Za-z]{2})", " ", text)
    return " ".join(re.findall(r"[^\W_]+", spaced.casefold()))


def profiles(sheet: Sheet, total_rows: int) -> list[Profile]:
    """One profile a column, in the file's order."""
    sample = _sample(sheet, total_rows)
    return [
        Profile(
            name, sheet.labels.get(name, ""), _native(sheet.rows[name].type()), _counted(sample.column(name))
        )
        for name in sheet.rows.columns
    ]


def _sample(sheet: Sheet, total_rows: int) -> Any:
    if total_rows <= SAMPLE_ROWS:
        return ask(sheet.rows)
    each = SAMPLE_ROWS // SAMPLE_PLACES
    step = (total_rows - each) // (SAMPLE_PLACES - 1)
    parts = (sheet.rows.limit(each, offset=place * step) for place in range(SAMPLE_PLACES))
    return ask(reduce(lambda before, part: before.union(part), parts))  # in the order of the file


def _native(kind: Any) -> str:
    tests = (
        ("text", kind.is_string()),
        ("boolean", kind.is_boolean()),
        ("whole", kind.is_integer()),
        ("fraction", kind.is_floating() or kind.is_decimal()),
        ("time", kind.is_timestamp() or kind.is_date()),
    )
    return next((name for name, holds in tests if holds), "other")


def _counted(column: Any) -> dict[str, int]:
    import pyarrow

    if pyarrow.types.is_nested(column.type) or pyarrow.types.is_binary(column.type):
        return {}
    counted: Counter[str] = Counter()
    # Counted here and not by pyarrow.compute: loading that takes longer than counting a sample.
    for value, n in Counter(column.to_pylist()).items():
        counted[_shown(value)] += n
    return dict(counted)


def _shown(value: object) -> str:
    if value is None or value != value:  # NaN is not itself
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
