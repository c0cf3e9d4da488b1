"""Segments of a file of answers: the conditions of people's segments, asked of the columns of a file.

Each becomes a column of yes and no beside the others, so that a file is cut, narrowed and compared by it like
by any. It holds of an answer as `segment_lake.answered_as` does: by what stands in the answer's own row, its
score, and its day as today.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from likely.lib.refusal import Refusal
from likely.people.local_days import LocalDays
from likely.people.segment_meaning import Vocabulary, understand
from likely.people.segment_rule import Compare, Had, InSegment, Leaf, Period, Rule, leaves, mapped
from likely.store.bins import NO, YES, number_in
from likely.store.cut_name import MARK
from likely.store.file import ResponseFile
from likely.store.query import flattened
from likely.store.segment_lake import DAY, Facts, meets
from likely.store.table import IbisTable

# Ibis is imported where it is used: `import likely` must stay light.
IbisColumn = Any
INSIDE, OUTSIDE = "yes", "no"
OWN: Final = ("last score", "group", "last answer")  # that every answer tells of itself
MOST: Final = 100
Given = Mapping[str, str] | Iterable[Mapping[str, Any]]


def with_segments(file: ResponseFile, given: Given) -> ResponseFile:
    """The file with a column for each segment.

    given: {name: condition}, or what `GET /api/v1/segments` answers: [{"name": …, "rule": …}]. They may refer
    to each other by `in segment`.
    """
    rules = _named(given)
    if len(rules) > MOST:
        raise Refusal("too_many_segments", f"segments: at most {MOST}.", field="segments")
    words = Vocabulary({}, _keys(file), rules)
    now = LocalDays("UTC", datetime.now(UTC))
    made, names = {}, dict(file.names)
    for name, text in rules.items():
        _refuse_name(name, file)
        rule = _asked(understand(text, words, name), file, name)
        names[name] = own = f"segment {name}"
        made[own] = _inside(file, rule, now)
    rows = flattened(file.table.rows.mutate(**made))
    return replace(file, table=replace(file.table, rows=rows), names=names)


def _named(given: Given) -> dict[str, str]:
    if isinstance(given, Mapping):
        return dict(given)
    return {str(one["name"]): str(one["rule"]) for one in given}


def _keys(file: ResponseFile) -> dict[str, str]:
    """{how a condition may call a column, in small letters: its name in the table}."""
    labelled = {file.labels[name]: own for name, own in file.names.items() if file.labels.get(name)}
    return {name.strip().lower(): own for name, own in {**labelled, **file.names}.items()}


def _refuse_name(name: str, file: ResponseFile) -> None:
    if not name.strip() or MARK in name:
        raise Refusal("segment_name", f"segments: {name!r} can't be a name.", field="segments")
    if name.strip().lower() in _keys(file):
        raise Refusal(
            "segment_is_column",
            f"{name}: the file has a column of this name already.",
            cure="Give the segment another one.",
            field="segments",
        )


def _asked(rule: Rule, file: ResponseFile, name: str) -> Rule:
    """Facts of people that the file has as columns are asked of these; refuses what no file tells.

    name: of the segment, so that one among many can be left out.
    """
    columns, known = _keys(file), set(file.names.values())

    def leaf(one: Leaf) -> Rule:
        match one:
            case InSegment():
                return _asked(one.rule, file, name) if one.rule else one
            case Had():
                raise Refusal(
                    "not_in_answers",
                    f"Segment “{name}”: a file of answers does not tell of events ({one.event}).",
                    cure="Leave this segment out, or ask the API for it.",
                    field="segments",
                )
            case Compare(own=True) if one.fact not in OWN and one.fact in columns:
                return replace(one, own=False, fact=columns[one.fact])
        if one.own and one.fact not in OWN:
            raise Refusal(
                "not_in_answers",
                f"Segment “{name}”: the file does not tell “{one.fact}”.",
                cure="Leave this segment out, or ask the API for it.",
                field="segments",
            )
        if not one.own and one.fact not in known:
            file.column(one.fact)  # refuses, and names the columns
        return one

    return mapped(rule, leaf)


def _inside(file: ResponseFile, rule: Rule, now: LocalDays) -> IbisColumn:
    import ibis

    table, rows = file.table, file.table.rows
    if _counts_days(rule) and "day" not in table.has:
        raise Refusal("no_dates", "A period needs dates of the answers, and the file has none.", field="date")
    at = rows["at"] if "at" in table.has else rows["day"] if "day" in table.has else ibis.null("timestamp")
    facts = Facts(
        properties=None,
        score=rows["score"],
        at=at,
        today=rows["day"] if "day" in table.has else None,
        told=lambda one: _told(file, rows, one),
    )
    return ibis.ifelse(meets(rule, facts, now), INSIDE, OUTSIDE)


def _counts_days(rule: Rule) -> bool:
    """Whether it asks about the day of the answer, or counts from it."""
    compared = [one for one in leaves(rule) if isinstance(one, Compare)]
    return any(
        one.fact == "last answer" or any(isinstance(value, Period) for value in one.values)
        for one in compared
    )


def _told(file: ResponseFile, rows: IbisTable, rule: Compare) -> IbisColumn:
    """A column in the type that the condition asks for; null where it holds nothing of that type."""
    import ibis

    column = rows[rule.fact]
    text = column if column.type().is_string() else column.cast("string")
    said = text.strip().nullif("")
    match rule.type:
        case "number":
            return number_in(file.table, rule.fact)
        case "boolean":
            word = said.lower()
            return ibis.cases((word.isin(YES), True), (word.isin(NO), False), else_=ibis.null(bool))
        case "date":
            day = said.substr(0, 10)
            return day.re_search(DAY).ifelse(day, ibis.null(str))
        case _:
            return said
