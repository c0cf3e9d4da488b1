"""A sheet understood: roles found, the score read strictly, everything left out counted with its reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from likely.lib.refusal import Refusal
from likely.store.canonical import CANONICAL_OF, RESERVED, canonical_columns, is_tidy, table_names, tidied
from likely.store.columns import FEW_ANSWERS, GUESSES, ROLES, Role, dimensions_of, guess_date, ratings_of
from likely.store.dates import DateReading, reading_of
from likely.store.exports import Tool, left_out, tool_named
from likely.store.measures import Measure, measures_of
from likely.store.profile import Profile, profiles
from likely.store.query import ask, flattened, stored
from likely.store.ratings import Rating, rating_column, ratings_among
from likely.store.scores import REASONS, ScoreReading, no_scores, read_scores
from likely.store.sheet import Sheet
from likely.store.table import IbisTable, Responses

COUNTED_ROWS = 2_000_000  # above it, facts that only serve a warning are not looked for
ENOUGH_FOR_ZEROS = 100  # answers; below it a scale without zeros is no surprise


@dataclass(frozen=True, slots=True)
class Reading:
    table: Responses
    rows: int
    ignored: dict[str, int]
    columns: dict[str, str | None]
    guessed: tuple[str, ...]
    notes: tuple[str, ...]
    measures: tuple[Measure, ...]
    names: dict[str, str]


def read_sheet(
    source: str, sheet: Sheet, named: Mapping[Role, str | None], folder: Path, answers: bool
) -> Reading:
    """The sheet as a table of responses. named: role -> column that a person chose; the rest is guessed.

    answers: the rows are answers. Else nothing is guessed and no score is asked for.
    """
    tool = tool_named(sheet.tool)
    sheet = left_out(sheet, tool)
    kept = _count(sheet.rows)
    if not kept:
        raise Refusal("no_rows", f"{source}: the file has columns but no rows that count.", field="file")
    columns = profiles(sheet, kept)
    roles, dates = _roles(columns, named, sheet, tool, answers)
    scores, measures = _scores(source, sheet, columns, roles, named, tool, answers)
    taken = {name for name in roles.values() if name}
    names = table_names(sheet.rows.columns, taken, RESERVED if answers else set())
    rest = [column for column in columns if column.name not in taken]
    ratings = ratings_among(sheet.rows, scores.column, ratings_of(rest) if answers else [], kept)
    table = _table(sheet, roles, scores, dates, names, rest, ratings, answers)
    if sheet.converted:
        table = replace(table, rows=stored(table.rows, folder / "responses.parquet"))
        sheet.converted.unlink()
    return Reading(
        table=table,
        rows=kept + sum(sheet.ignored.values()),
        ignored={**sheet.ignored, **scores.ignored},
        columns={role: roles[role] for role in ROLES},
        guessed=tuple(role for role in ROLES if roles[role] and not named[role]),
        notes=(*sheet.notes, *_notes(table, scores, dates, ratings, kept)),
        measures=measures,
        names={**names, **{name: CANONICAL_OF[role] for role, name in roles.items() if name}},
    )


def _count(rows: IbisTable) -> int:
    return int(ask(rows.aggregate(n=rows.count()))["n"][0].as_py())


def _roles(
    columns: list[Profile], named: Mapping[Role, str | None], sheet: Sheet, tool: Tool | None, answers: bool
) -> tuple[dict[Role, str | None], DateReading | None]:
    names = [column.name for column in columns]
    roles: dict[Role, str | None] = {
        role: find_column(name, names, sheet.labels) if (name := named[role]) else None for role in ROLES
    }
    by_name = {column.name: column for column in columns}
    for role in ROLES:
        if answers and roles[role] is None:
            taken = {name for name in roles.values() if name}
            free = [column for column in columns if column.name not in taken]
            roles[role] = _of_tool(tool, role, free) or _guessed(role, free)
    date = roles["date"]
    reading = reading_of(by_name[date]) if date else None
    if date and reading is None and named["date"] and by_name[date].n:
        raise Refusal("date_unreadable", f"{date}: none of its values is a date.", field=date)
    return roles, reading


def _guessed(role: Role, free: Sequence[Profile]) -> str | None:
    if role == "date":
        found = guess_date(free)
        return found[0] if found else None
    return GUESSES[role](free)


def _of_tool(tool: Tool | None, role: Role, free: Sequence[Profile]) -> str | None:
    """The tool's own column for the role, where it holds anything."""
    wanted = tool.roles.get(role, ()) if tool else ()
    by_name = {column.name.casefold(): column for column in free if column.n}
    found = (by_name[name.casefold()].name for name in wanted if name.casefold() in by_name)
    return next(found, None)


def find_column(name: str, names: list[str], labels: Mapping[str, str]) -> str:
    """The column of that name or question; case may differ. Refuses what is not there."""
    wanted = " ".join(name.split()).casefold()
    for candidates in (
        [column for column in names if column == name],
        [column for column in names if column.casefold() == wanted],
        [column for column in names if labels.get(column, "").casefold() == wanted],
    ):
        if candidates:
            return candidates[0]
    shown = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
    raise Refusal(
        "unknown_column", f"{name}: the file has no such column.", cure=f"It has: {shown}.", field=name
    )


def _scores(
    source: str,
    sheet: Sheet,
    columns: Sequence[Profile],
    roles: Mapping[Role, str | None],
    named: Mapping[Role, str | None],
    tool: Tool | None,
    answers: bool,
) -> tuple[ScoreReading, tuple[Measure, ...]]:
    """The score column read; where the file has none, what it asks instead."""
    name = roles["score"]
    if name:
        scores = read_scores(sheet.rows, name, tool.missing if tool else ())
        _refuse_other_scale(name, scores, told=bool(named["score"]))
        return scores, ()
    measures = measures_of(sheet.rows, columns) if answers else ()
    if answers and not measures:
        raise Refusal(
            "no_score_column",
            f"{source}: no column holds answers from 0 to 10 to the recommendation question"
            f"{_other_scales(columns)}.",
            cure="Name the column with --score.",
            field="score",
        )
    return no_scores(_count(sheet.rows)), measures


def _other_scales(columns: Sequence[Profile]) -> str:
    scaled = [
        f"{column.name} ({min(column.numbers):g} to {max(column.numbers):g})"
        for column in columns
        if column.name in ratings_of(columns)
    ]
    return f"; other scales: {', '.join(scaled[:4])}" if scaled else ""


def _refuse_other_scale(name: str, scores: ScoreReading, told: bool) -> None:
    blank = sum(scores.ignored.get(reason, 0) for reason in ("score_blank", "score_not_available"))
    wrong = sum(scores.ignored.values()) - blank
    held = ", ".join(
        f"{REASONS[reason]}: {n}"
        for reason, n in sorted(scores.ignored.items(), key=lambda pair: -pair[1])
        if reason not in ("score_blank", "score_not_available")
    )
    if wrong and (not scores.answered or (wrong > scores.answered and wrong >= FEW_ANSWERS)):
        raise Refusal(
            "not_a_score_column",
            f"{name}: a score is a whole number from 0 to 10, and {wrong} of its "
            f"{wrong + scores.answered} values are none ({held}).",
            field=name,
        )
    used = [step for step, n in enumerate(scores.distribution) if n]
    if scores.answered >= FEW_ANSWERS and used[-1] <= 7:
        raise Refusal(
            "not_ten_points",
            f"{name}: its answers run from {used[0]} to {used[-1]}; a score needs the scale from 0 to 10.",
            cure="" if told else "Name another column with --score.",
            field=name,
        )


def _table(
    sheet: Sheet,
    roles: Mapping[Role, str | None],
    scores: ScoreReading,
    dates: DateReading | None,
    names: Mapping[str, str],
    rest: Sequence[Profile],
    ratings: Sequence[Rating],
    answers: bool,
) -> Responses:
    found = canonical_columns(sheet.rows, roles, scores.column, dates) if answers else {}
    cuts = dimensions_of(rest)
    others = _others(sheet, names, ratings, cuts)
    return Responses(
        rows=flattened(sheet.rows.select(**found, **others)),
        has=frozenset(found),
        dimensions=tuple(names[name] for name in cuts),
        ratings=tuple(names[rating.name] for rating in ratings),
    )


def _others(
    sheet: Sheet, names: Mapping[str, str], ratings: Sequence[Rating], cuts: Sequence[str]
) -> dict[str, Any]:
    """The columns that have no role, under their names in the table."""
    rows = sheet.rows
    kept = {rating.name: rating_column(rows, rating) for rating in ratings}
    # What is converted is tidied once, in its copy. The rest would be tidied again in each question.
    if not sheet.converted:
        kept = {**{name: rows[name] for name in cuts if is_tidy(rows, name)}, **kept}
    return {own: kept[name] if name in kept else tidied(rows[name]) for name, own in names.items()}


def _notes(
    table: Responses,
    scores: ScoreReading,
    dates: DateReading | None,
    ratings: Sequence[Rating],
    kept: int,
) -> list[str]:
    notes = []
    if scores.answered >= ENOUGH_FOR_ZEROS and not scores.distribution[0] and scores.distribution[1]:
        notes.append("scale_from_one")
    if dates and dates.assumed:
        notes.append(f"date_order_assumed:{dates.order}")
    coded = groupby(sorted(ratings, key=lambda rating: rating.codes), key=lambda rating: rating.codes)
    for codes, found in coded:
        if codes:
            columns = ", ".join(rating.name for rating in found)
            notes.append(f"codes_not_rated:{' and '.join(map(str, codes))} ({columns})")
    return notes if kept > COUNTED_ROWS else notes + _counted_notes(table)


def _counted_notes(table: Responses) -> list[str]:
    """Facts that need a count over the rows: persons with several, unreadable dates and weights."""
    rows = table.rows
    counts: dict[str, Any] = {"rows": rows.count()}
    if "person" in table.has:
        counts["named"], counts["persons"] = rows.person.count(), rows.person.nunique()
    if "at" in table.has:
        counts["dated"] = rows.at.count()
    if "weight" in table.has:
        counts["weighed"] = rows.weight.count()
    found = ask(rows.aggregate(**counts)).to_pylist()[0]
    repeats = found.get("named", 0) - found.get("persons", 0)
    undated = found["rows"] - found.get("dated", found["rows"])
    unweighed = found["rows"] - found.get("weighed", found["rows"])
    said = (("person_repeats", repeats), ("no_date", undated), ("no_weight", unweighed))
    return [f"{code}:{n}" for code, n in said if n]
