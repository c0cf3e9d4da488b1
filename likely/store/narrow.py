"""What a slice means on a table: its filters and its cuts, as Ibis expressions for any engine."""

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any

from likely.lib.refusal import Refusal
from likely.stats.scale import GROUP_SCORES
from likely.store.accents import without_accents
from likely.store.bins import bin_of, plain_number
from likely.store.cut_name import MOST_FINE, bins_named
from likely.store.slice import GRAINS, Slice
from likely.store.table import IbisTable, Responses
from likely.text.comment_words import wanted
from likely.text.tag_code import pieces_of

# Ibis is imported where it is used: `import likely` must stay light.
IbisColumn = Any

UNITS = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
THEME = "theme"  # asks a table with themes beside its rows (store/theme_columns.py)
MISSING = ""  # as a value of `where`: the column is null or empty


def narrow(table: Responses, slice: Slice) -> IbisTable:
    """The rows that the slice asks for."""
    kept = [rule for part in (_days, _values, _words) for rule in part(table, slice)]
    return table.rows.filter(kept) if kept else table.rows


def column_of(table: Responses, name: str) -> IbisColumn:
    """A column to filter or cut by, as strings. Refuses what the table does not have."""
    if name in VIRTUAL and VIRTUAL_NEEDS[name] in table.has:
        return VIRTUAL[name](table.rows)
    if name not in table.dimensions:
        return _number(table, name)
    column = table.rows[name]
    return column if column.type().is_string() else column.cast("string")


def _number(table: Responses, name: str) -> IbisColumn:
    """A rated column, or a number in the bins that the name gives."""
    if name in table.ratings:
        return plain_number(table, name)
    bins = bins_named(name, MOST_FINE)
    if bins is None or bins.column not in (*table.dimensions, *table.ratings):
        raise unknown_column(name, table.dimensions)
    return bin_of(table, bins)


def cut_of(table: Responses, name: str) -> IbisColumn:
    """A cut: a dimension, `group`, `commented`, or a time grain (the first day of its period)."""
    if name in GRAINS and "day" in table.has:
        day = table.rows["day"]
        # By way of a timestamp: DuckDB truncates a date to one, whatever Ibis takes it for.
        return day if name == "day" else day.truncate(UNITS[name]).cast("timestamp").cast("date")
    if name in GRAINS and name not in table.dimensions:
        raise Refusal(
            "no_dates",
            f"by: {name} needs a date of each response, and this table has none.",
            cure="Name the column that holds the date.",
            field="by",
        )
    return column_of(table, name)


def unknown_column(name: str, known: tuple[str, ...]) -> Refusal:
    named = ", ".join(known[:20])
    cure = f"There are: {named}." if known else "This table has no columns to filter or cut by."
    return Refusal("unknown_column", f"There is no column {name!r} here.", cure=cure, field=name)


def need(table: Responses, column: str, why: str) -> None:
    """Refuses when the table lacks a canonical column."""
    if column not in table.has:
        raise Refusal(
            "unknown_column", f"{why} needs a column {column}, and this table has none.", field=column
        )


def _days(table: Responses, slice: Slice) -> list[IbisColumn]:
    rules: list[IbisColumn] = []
    if slice.since or slice.until:
        need(table, "day", "A period")
    if slice.since:
        rules.append(table.rows["day"] >= slice.since)
    if slice.until:
        rules.append(table.rows["day"] <= slice.until)
    return rules


def _values(table: Responses, slice: Slice) -> list[IbisColumn]:
    return [
        _speaks_of(table.rows["themes"], values)
        if name == THEME and "themes" in table.has
        else _one_of(column_of(table, name), values)
        for name, values in slice.where
        if values
    ]


def _speaks_of(code: IbisColumn, themes: tuple[str, ...]) -> IbisColumn:
    """Comments of any of the themes ("price"), of one side of them ("price-"), or, for "", of none."""
    rules = [
        code.contains(piece) if theme else (code == MISSING)
        for theme in themes
        for piece in (pieces_of(theme) if theme else (MISSING,))
    ]
    return reduce(or_, rules).fill_null(False)


def one_of(table: Responses, name: str, values: tuple[str, ...]) -> IbisColumn:
    """Whether the column has one of the values; never null."""
    return _one_of(column_of(table, name), values).fill_null(False)


def _one_of(column: IbisColumn, values: tuple[str, ...]) -> IbisColumn:
    named = [value for value in values if value != MISSING]
    missing = column.isnull() | (column == MISSING)
    if not named:
        return missing
    return column.isin(named) | missing if MISSING in values else column.isin(named)


def _words(table: Responses, slice: Slice) -> list[IbisColumn]:
    if not slice.words:
        return []
    need(table, "comment", "A search for words")
    plain = without_accents(table.rows["comment"].lower())
    return [plain.re_search(term.pattern) for term in wanted(slice.words)]


def _group(rows: IbisTable) -> IbisColumn:
    import ibis

    score = rows["score"]
    passive, promoter = GROUP_SCORES["passive"][0], GROUP_SCORES["promoter"][0]
    return ibis.cases(
        (score.isnull(), ibis.null(str)),
        (score >= promoter, "promoter"),
        (score >= passive, "passive"),
        else_="detractor",
    )


def _commented(rows: IbisTable) -> IbisColumn:
    comment = rows["comment"]
    return (comment.notnull() & (comment != "")).ifelse("yes", "no")


VIRTUAL: dict[str, Callable[[IbisTable], IbisColumn]] = {"group": _group, "commented": _commented}
VIRTUAL_NEEDS = {"group": "score", "commented": "comment"}
