"""A stranger's columns under our names: the one place where a file becomes a table of responses."""

from collections.abc import Mapping, Sequence
from typing import Any

from likely.store.columns import Role
from likely.store.dates import DateReading, read_dates
from likely.store.query import ask
from likely.store.scores import NAN_WORDS
from likely.store.slice import GRAINS
from likely.store.table import IbisTable

# Ibis is imported where it is used: `import likely` must stay light.
IbisColumn = Any

CANONICAL_OF: dict[Role, str] = {
    "score": "score", "comment": "comment", "date": "day", "weight": "weight", "person": "person"
}  # fmt: skip
CANONICAL = ("score", "comment", "at", "day", "weight", "person")
RESERVED = {*CANONICAL, *GRAINS, "group", "commented", "words", "by", "since", "until"}
NO_COMMENT = ("na", "n/a", "#n/a", "null", "-", "--", ".", "(blank)", *NAN_WORDS)


def table_names(names: Sequence[str], taken: set[str], reserved: set[str]) -> dict[str, str]:
    """file column -> its name in the table. `taken` columns went into canonical ones and have no own name.

    A `reserved` name, one that means something to us (`day`, `group`, `score`), gets an underscore.
    """
    used = set(reserved)
    renamed: dict[str, str] = {}
    for name in names:
        if name in taken:
            continue
        own = name
        while own.casefold() in used:
            own += "_"
        used.add(own.casefold())
        renamed[name] = own
    return renamed


def canonical_columns(
    rows: IbisTable, roles: Mapping[Role, str | None], score: IbisColumn, dates: DateReading | None
) -> dict[str, IbisColumn]:
    """The canonical columns that the file can give, by name."""
    columns: dict[str, IbisColumn] = {"score": score}
    if comment := roles["comment"]:
        columns["comment"] = _comment(rows[comment])
    if (date := roles["date"]) and dates:
        columns["at"], columns["day"] = read_dates(rows[date], dates)
    if weight := roles["weight"]:
        columns["weight"] = _weight(rows[weight])
    if person := roles["person"]:
        columns["person"] = tidied(rows[person]).cast("string")
    return columns


def _comment(column: IbisColumn) -> IbisColumn:
    import ibis

    text = column.cast("string").replace("\r\n", "\n").replace("\r", "\n").strip()
    return ibis.ifelse(text.lower().isin(["", *NO_COMMENT]), None, text)


def _weight(column: IbisColumn) -> IbisColumn:
    import ibis

    number = number_of(column)
    return ibis.ifelse((number > 0) & ~number.isinf() & ~number.isnan(), number, None)


def tidied(column: IbisColumn) -> IbisColumn:
    """Text without blanks around it, null where nothing is left."""
    return column.strip().nullif("") if column.type().is_string() else column


def is_tidy(rows: IbisTable, name: str) -> bool:
    """Whether a column of few values is tidied text already: one look at its values spares each later row."""
    if not rows[name].type().is_string():
        return True
    value = rows.select(value=rows[name]).distinct().value
    untidy = (value != value.strip()) | (value == "")
    return not ask(untidy.any().name("untidy").as_table())["untidy"][0].as_py()


def number_of(column: IbisColumn) -> IbisColumn:
    """float64, with a decimal comma read as a point; null where it is no number."""
    if column.type().is_string():
        return column.strip().replace(",", ".").try_cast("float64")
    return column.cast("float64")
