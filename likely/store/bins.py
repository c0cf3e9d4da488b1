"""Numbers of a table as bins and as text, in Ibis. How bins are named: likely/store/cut_name.py."""

from typing import Any

from likely.store.canonical import number_of
from likely.store.cut_name import Bins
from likely.store.table import Responses

# Ibis is imported where it is used: `import likely` must stay light.
IbisColumn = Any

YES, NO = ("yes", "true"), ("no", "false")


def bin_of(table: Responses, bins: Bins) -> IbisColumn:
    """The bin of each row as text; null where there is no number."""
    import ibis

    number, values = number_in(table, bins.column), bins.values
    below = [(number <= edge, value) for edge, value in zip(bins.edges, values, strict=False)]
    return ibis.cases((number.isnull(), ibis.null(str)), *below, else_=values[-1])


def number_in(table: Responses, column: str) -> IbisColumn:
    """A column as numbers (float64); null where it holds none."""
    import ibis

    number = number_of(table.rows[column])
    return ibis.ifelse(number.isnan() | number.isinf(), ibis.null("float64"), number)


def figure_in(table: Responses, column: str) -> IbisColumn:
    """As `number_in`, with 1 for yes and 0 for no."""
    import ibis

    if not table.rows[column].type().is_string():
        return number_in(table, column)
    said = table.rows[column].strip().lower()
    told = ((said.isin(YES), 1.0), (said.isin(NO), 0.0))
    return ibis.cases(*told, else_=number_in(table, column))


def plain_number(table: Responses, column: str) -> IbisColumn:
    """A number as text: 4, not 4.0."""
    import ibis

    number = number_in(table, column)
    whole = (number == number.floor()) & (number.abs() < 2**53)
    return ibis.ifelse(whole, number.try_cast("int64").cast("string"), number.cast("string"))
