"""A column of a file of people: what it probably holds, guessed from its name and a sample of its values."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final
from zlib import crc32

from likely.lib.refusal import Refusal
from likely.people.facts import property_key
from likely.people.import_words import WORDS
from likely.people.typed import NO, YES, read_day, read_number

FIELDS: Final = (*WORDS, "ignore")
PROPERTY: Final = "property:"
OWN_NAME: Final = re.compile(r"property:[a-z][a-z0-9_]{0,39}")  # a column of our own export
SHOWN: Final = 3  # values of a sample that are shown
MOST_GUESSED_CHOICES: Final = 12
MOST_CHOICES: Final = 50  # different values of a column that may become a choice by hand
ENOUGH_FOR_CHOICES: Final = 40  # values; below it a few different ones prove nothing
MAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.\w+")
# The ways in which files write days; where two fit all the values, the first is taken.
DAY_FORMS: Final = (
    "", "%d.%m.%Y", "%Y/%m/%d", "%Y.%m.%d", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%Y%m%d", "%Y年%m月%d日",
    "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "%Y/%m/%d %H:%M",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """field: what it is guessed to be: one of FIELDS, or "property:KEY". type, form, choices: as a property.

    form: how strptime reads its days; empty: as ISO. filled: values in the sample.
    """

    name: str
    field: str
    type: str = "text"
    form: str = ""
    choices: tuple[str, ...] = ()
    sample: tuple[str, ...] = ()
    filled: int = 0


def told(columns: Iterable[Column]) -> list[dict[str, Any]]:
    """As JSON keeps them."""
    return [asdict(one) for one in columns]


def read(kept: Iterable[Mapping[str, Any]]) -> list[Column]:
    return [
        Column(**{**one, "choices": tuple(one["choices"]), "sample": tuple(one["sample"])}) for one in kept
    ]


def guess_columns(names: Sequence[str], samples: Mapping[str, Sequence[str]]) -> list[Column]:
    """One a column, in the file's order. No field is given twice; what is left becomes properties."""
    taken: dict[str, str] = {name: name for name in names if OWN_NAME.fullmatch(name)}
    for field, words in WORDS.items():
        free = [name for name in names if name not in taken]
        if found := _named(free, words, field, samples):
            taken[found] = field
    if "email" not in taken.values():
        mails = [name for name in names if name not in taken and _share(samples[name], MAIL) > 0.8]
        taken |= dict.fromkeys(mails[:1], "email")
    _settle_accounts(taken)
    keys = {field.removeprefix(PROPERTY) for field in taken.values() if field.startswith(PROPERTY)}
    return [_column(name, taken.get(name) or _key(name, keys), samples[name]) for name in names]


def plain_words(name: str) -> str:
    """`E-mail_Address`, `emailAddress` and `E-MAIL ADDRESS` are the same words."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    apart = unicodedata.normalize("NFKD", spaced.casefold())
    bare = "".join(letter for letter in apart if unicodedata.category(letter) != "Mn")
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", bare)))


def _named(
    names: Sequence[str], words: Sequence[str], field: str, samples: Mapping[str, Sequence[str]]
) -> str | None:
    """The column whose name is the earliest of the words and whose values do not speak against it."""
    by_words = {plain_words(name): name for name in reversed(names)}
    for word in words:
        name = by_words.get(word)
        if name and (field != "email" or not samples[name] or _share(samples[name], MAIL) > 0.3):
            return name
    return None


def _settle_accounts(taken: dict[str, str]) -> None:
    """A company's name without an id of its own is the account's id as well: the run reads it so."""
    fields = set(taken.values())
    if "account_value" in fields and not fields & {"account", "account_name"}:
        for name in [name for name, field in taken.items() if field == "account_value"]:
            del taken[name]


def own_property(name: str) -> str:
    """The property that a column of the name would be; one in other letters goes by a number of its own."""
    try:
        return PROPERTY + property_key(name)
    except Refusal:
        return f"{PROPERTY}column_{crc32(name.encode()) % 10_000}"


def _key(name: str, keys: set[str]) -> str:
    key = own_property(name).removeprefix(PROPERTY)
    stem, number = key[:36], 2
    while key in keys:
        key, number = f"{stem}_{number}", number + 1
    keys.add(key)
    return PROPERTY + key


def _column(name: str, field: str, values: Sequence[str]) -> Column:
    type, form, choices = guess_type(values) if field.startswith(PROPERTY) else ("text", "", ())
    return Column(name, field, type, form, choices, tuple(dict.fromkeys(values))[:SHOWN], len(values))


def guess_type(values: Sequence[str]) -> tuple[str, str, tuple[str, ...]]:
    """(type, form of its days, choices). One value that does not fit makes it text."""
    different = set(values)
    if not different:
        return "text", "", ()
    if (
        len(different) > 1
        and all(one.strip().lower() in YES | NO for one in different)
        and not _counts(different)
    ):
        return "boolean", "", ()
    for form in DAY_FORMS:
        if all(read_day(one, form) for one in different):
            return "date", form, ()
    if all(read_number(one) is not None for one in different) and not any(_is_code(one) for one in different):
        return "number", "", ()
    few = len(different) <= MOST_GUESSED_CHOICES and len(values) >= ENOUGH_FOR_CHOICES
    choices = tuple(sorted(different)) if len(different) <= MOST_CHOICES else ()
    return "choice" if few else "text", "", choices


def _counts(values: set[str]) -> bool:
    """0 and 1 alone are more often yes and no; beside a word such as yes they are too."""
    return bool(values - {"0", "1"}) and all(one.strip().isdigit() for one in values)


def _is_code(value: str) -> bool:
    """A leading zero or many digits mean a code that must stay as it is written."""
    digits = value.strip().lstrip("+-")
    return (len(digits) > 1 and digits[0] == "0" and digits[1].isdigit()) or len(digits) > 15


def _share(values: Sequence[str], pattern: re.Pattern[str]) -> float:
    return sum(bool(pattern.fullmatch(one.strip())) for one in values) / len(values) if values else 0.0
