"""The score column read strictly: what is a score, and why everything else in it is none (R02).

Nothing is rounded and nothing is parsed loosely. Text must be a whole number of 0..10 exactly; `9.0`
counts only where the whole column is written that way, because then a tool wrote it, not a person.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from likely.store.query import ask
from likely.store.table import IbisTable

# Ibis is imported where it is used: `import likely` must stay light.
IbisColumn = Any

WHOLE, DECIMAL = "whole", "decimal"
DECIMAL_REASON = "score_written_as_decimal"
# reason in `ignored` -> what it says of the value
REASONS = {
    "score_blank": "empty",
    "score_not_available": "a word for missing, such as NA",
    "score_is_boolean": "true or false",
    "score_is_nan": "not a number",
    "score_not_whole": "a fraction, such as 6.5",
    "score_written_as_decimal": "9.0 in a column that otherwise writes 9",
    "score_out_of_range": "outside 0 to 10",
    "score_is_text": "text",
}
MISSING_WORDS = ("na", "n/a", "#n/a", "n.a.", "null", "none", "nil", "-", "--", ".", "?", "(blank)")
BOOLEAN_WORDS = ("true", "false", "yes", "no")
NAN_WORDS = ("nan", "inf", "-inf", "infinity", "-infinity")


@dataclass(frozen=True, slots=True)
class ScoreReading:
    """column: int8, 0..10 or null. distribution: answers at 0..10. ignored: reason -> rows with no score."""

    column: IbisColumn
    distribution: tuple[int, ...]
    ignored: Mapping[str, int]

    @property
    def answered(self) -> int:
        return sum(self.distribution)


def no_scores(rows: int) -> ScoreReading:
    """For a file that asks something else."""
    import ibis

    return ScoreReading(ibis.literal(None, "int8"), (0,) * 11, {"no_score_column": rows})


def read_scores(rows: IbisTable, name: str, missing: tuple[str, ...] = ()) -> ScoreReading:
    """One aggregate over `rows[name]`. missing: further texts that the tool writes for no answer."""
    found = _tally(rows, name, missing)
    text = rows[name].type().is_string()
    taken = [WHOLE] if text and any(said == WHOLE for said, _ in found) else [WHOLE, DECIMAL]
    distribution = [sum(found.get((said, step), 0) for said in taken) for step in range(11)]
    ignored: Counter[str] = Counter()
    for (said, _), n in found.items():
        if said not in taken:
            ignored[DECIMAL_REASON if said == DECIMAL else said] += n
    plain = {said for said, _ in found} <= {WHOLE, "score_blank"}
    column = _whole(rows[name]) if plain else _taken(rows[name], taken, missing)
    return ScoreReading(column, tuple(distribution), dict(ignored))


def _tally(rows: IbisTable, name: str, missing: tuple[str, ...]) -> dict[tuple[str, int | None], int]:
    """(verdict, score) -> rows; the number counts only where the verdict lets it.

    Equal values are counted first, so that each is judged once and not once a row.
    """
    import ibis

    values = rows.group_by(value=rows[name]).aggregate(n=rows.count())
    judged = values.select("n", verdict=_verdict(values["value"], missing), number=_number(values["value"]))
    step = ibis.ifelse(judged.verdict.isin([WHOLE, DECIMAL]), judged.number, ibis.literal(None, "int8"))
    found = ask(judged.group_by(verdict=judged.verdict, step=step).aggregate(n=judged.n.sum()))
    return {(row["verdict"], row["step"]): int(row["n"]) for row in found.to_pylist()}


def _whole(column: IbisColumn) -> IbisColumn:
    """The score of a column that holds nothing but whole numbers of 0..10 and blanks: nothing to judge."""
    return column.strip().try_cast("int8") if column.type().is_string() else column.cast("int8")


def _taken(column: IbisColumn, taken: list[str], missing: tuple[str, ...]) -> IbisColumn:
    import ibis

    kept = _verdict(column, missing).isin(taken)
    return ibis.ifelse(kept, _number(column), ibis.literal(None, "int8"))


def _number(column: IbisColumn) -> IbisColumn:
    number = column.strip().re_extract(r"^[0-9]{1,2}", 0) if column.type().is_string() else column
    return number.try_cast("float64").try_cast("int8")


def _verdict(column: IbisColumn, missing: tuple[str, ...]) -> IbisColumn:
    """What each value is: WHOLE, DECIMAL or a reason."""
    import ibis

    kind = column.type()
    if kind.is_string():
        return _of_text(column.strip(), missing)
    if kind.is_floating() or kind.is_decimal():
        return _of_fraction(column.cast("float64"))
    if kind.is_integer():
        return _cases(column, [(~column.between(0, 10), "score_out_of_range")], WHOLE)
    reason = "score_is_boolean" if kind.is_boolean() else "score_is_text"
    return _cases(column, [], ibis.literal(reason))


def _cases(column: IbisColumn, cases: list[tuple[IbisColumn, str]], otherwise: Any) -> IbisColumn:
    import ibis

    return ibis.cases((column.isnull(), "score_blank"), *cases, else_=otherwise)


def _of_fraction(number: IbisColumn) -> IbisColumn:
    return _cases(
        number,
        [
            (number.isnan() | number.isinf(), "score_is_nan"),
            (number != number.floor(), "score_not_whole"),
            (~number.between(0, 10), "score_out_of_range"),
        ],
        WHOLE,
    )


def _of_text(text: IbisColumn, missing: tuple[str, ...]) -> IbisColumn:
    lower = text.lower()
    return _cases(
        text,
        [
            (text == "", "score_blank"),
            (text.re_search(r"^(10|[0-9])$"), WHOLE),
            (lower.isin([*MISSING_WORDS, *missing]), "score_not_available"),
            (text.re_search(r"^(10|[0-9])[.,]0+$"), DECIMAL),
            (lower.isin(BOOLEAN_WORDS), "score_is_boolean"),
            (lower.isin(NAN_WORDS), "score_is_nan"),
            (text.re_search(r"^[+-]?[0-9]+[.,]0*[1-9][0-9]*$"), "score_not_whole"),
            (text.re_search(r"^(-[1-9][0-9]*|[1-9][0-9]+)([.,]0+)?$"), "score_out_of_range"),
        ],
        "score_is_text",
    )
