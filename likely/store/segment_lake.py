"""A segment's condition as an expression over response rows: who is in it, as far as the lake can tell.

There are two questions, and they are different ones. `ids_in` asks of people: what was known of them with
their newest answer, what they scored last, when and how often they answered, what happened to them until now.
`answered_as` asks of answers: what was known of the person at the time of that answer, the score of that
answer itself, and what had happened to the person by then. Its today is the day of the answer.

What the lake can't know (a name, invitations, people who never answered) is refused; the rows know it
(`people/segment_rows.py`). Events are joined by person (`store/event_table.py`). Every plain condition is
true or false, never null, so that `not` turns it round.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial, reduce
from operator import and_, or_
from typing import Any as Anything
from typing import Final

from likely.lib.refusal import Refusal
from likely.people.local_days import LocalDays
from likely.people.segment_rule import TURNED, Compare, Days, Had, Period, Rule, days_of, events_in, fold
from likely.people.segment_words import wording
from likely.stats.scale import GROUP_SCORES
from likely.store.engine import fetch
from likely.store.event_join import beside_events, day_text, moved
from likely.store.kept_rows import kept_rows
from likely.store.lake_query import text_of
from likely.store.narrow import need
from likely.store.property_value import property_value
from likely.store.table import IbisTable, Responses

# Ibis is imported where it is used: `import likely` must stay light.
IbisColumn = Anything
IbisValue = Anything
DAY: Final = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
SCORES_OF: Final = {str(group): tuple(scores) for group, scores in GROUP_SCORES.items()}


@dataclass(frozen=True, slots=True)
class Facts:
    """The columns that a condition looks at. answers: None where they can't be counted.

    today: the day that periods are counted from; None: the same for all rows. had: by condition on an event.
    told: what a condition on a property looks at, in its type, where properties stand in columns.
    """

    properties: IbisColumn  # JSON
    score: IbisColumn
    at: IbisColumn
    answers: IbisColumn | None = None
    today: IbisColumn | None = None
    had: Mapping[Had, IbisColumn] = field(default_factory=dict)
    told: Callable[[Compare], IbisColumn] | None = None


def ids_in(table: Responses, rule: Rule, days: LocalDays, events: IbisTable | None = None) -> list[str]:
    """The people among the respondents whom the rule chooses, by id, in order.

    events: of the workspace and the rule (`event_table`); None: the rule speaks of none.
    """
    refuse_unknowable(rule, counted=True)
    key = ("ids_in", wording(rule), days.zone, days.today, _text_of(events))
    return [row[0] for row in fetch(table, lambda asked: people_query(asked, rule, days, events), key)]


def people_query(table: Responses, rule: Rule, days: LocalDays, events: IbisTable | None = None) -> IbisTable:
    """The one query of `ids_in`: a column person."""
    need(table, "person", "A segment")
    people = _people(table.rows)
    had = {one: people["person"].isin(_often(one, events, days)["person"]) for one in events_in(rule)}
    facts = Facts(people["properties"], people["score"], people["at"], people["answers"], had=had)
    return people.filter(meets(rule, facts, days)).select("person").order_by("person")


def answered_as(table: Responses, rule: Rule, days: LocalDays, events: IbisTable | None = None) -> Responses:
    """The answers of people who were in the segment when they gave them. events: as for `ids_in`."""
    refuse_unknowable(rule, counted=False)

    def keep(rows: IbisTable) -> IbisTable:
        wide, had = beside_events(rows, events_in(rule), events)
        facts = Facts(wide["properties"], wide["score"], wide["at"], today=wide["day"], had=had)
        kept = wide.filter(wide["person"].notnull() & meets(rule, facts, days))
        return kept.select(*rows.columns) if had else kept

    kept = kept_rows(table, keep, ("answered_as", wording(rule), days.zone, _text_of(events)))
    return replace(kept, whole=table)


def refuse_unknowable(rule: Rule, *, counted: bool) -> None:
    """counted: whether the answers of a person can be counted."""
    known = {"last score", "group", "last answer", *(("answers",) if counted else ())}

    def look(leaf: Compare | Had) -> None:
        if isinstance(leaf, Compare) and leaf.own and leaf.fact not in known:
            raise _unknowable(leaf.fact)

    def nothing(_parts: object) -> None:
        return None

    fold(rule, look, nothing, nothing, nothing)


def _unknowable(what: str) -> Refusal:
    return Refusal(
        "not_in_answers",
        f"What was answered does not tell “{what}”.",
        cure="Ask it of the people as they are today instead.",
        field="rule",
    )


def _people(rows: IbisTable) -> IbisTable:
    """One row a person: what their newest answer tells, their last score, and how many answers there are."""
    import ibis

    rows = rows.select("person", "id", "score", "at", "properties").filter(rows["person"].notnull())
    newest_first = ibis.window(group_by="person", order_by=[ibis.desc("at"), ibis.desc("id")])
    every = ibis.window(group_by="person")
    newest = rows.mutate(place=ibis.row_number().over(newest_first), answers=ibis._["id"].count().over(every))
    scored = rows.filter(rows["score"].notnull()).mutate(place=ibis.row_number().over(newest_first))
    last = scored.filter(scored["place"] == 0).select("person", "score")
    first = newest.filter(newest["place"] == 0).select("person", "at", "properties", "answers")
    return first.left_join(last, "person").select("person", "at", "properties", "answers", "score")


def _text_of(events: IbisTable | None) -> str:
    return "" if events is None else text_of(events)


def meets(rule: Rule, facts: Facts, days: LocalDays) -> IbisValue:
    """Whether each row meets the rule: true or false, never null."""

    def leaf(one: Compare | Had) -> IbisValue:
        if isinstance(one, Had):
            return facts.had[one]
        turned = TURNED.get(one.sign)
        return ~_compare(replace(one, sign=turned), facts, days) if turned else _compare(one, facts, days)

    return fold(rule, leaf, lambda inner: ~inner, partial(reduce, and_), partial(reduce, or_))


def _often(rule: Had, events: IbisTable | None, days: LocalDays) -> IbisTable:
    """The people to whom it happened as often as the condition says, until today."""
    assert events is not None  # noqa: S101 - a rule that holds events comes with their table
    those = events.filter(events["name"] == rule.event)
    if rule.within:
        wanted = Days(rule.within.before(days.today), days.today)
        those = those.filter(_within(those["at"], wanted, days))
    often = those.group_by("person").aggregate(n=those.count())
    return often.filter(often["n"] >= rule.times)


def _compare(rule: Compare, facts: Facts, days: LocalDays) -> IbisValue:
    if rule.own:
        value = _own(rule.fact, facts)
    else:
        value = facts.told(rule) if facts.told else _property(rule, facts.properties)
    if rule.sign == "is known":
        return value.notnull()
    if rule.own and rule.fact == "group":
        scores = [score for group in rule.values for score in SCORES_OF[str(group)]]
        return value.isin(scores).fill_null(False)
    if rule.type == "date":
        kept = _dated(rule, value, facts, days)
    else:
        kept = _COMPARED[rule.sign](value, rule.values)
    return kept.fill_null(False)


def _dated(rule: Compare, value: IbisColumn, facts: Facts, days: LocalDays) -> IbisValue:
    """A date of the property, or the moment of the answer, within the days that the condition means."""
    period = rule.values[0]
    if facts.today is None or not isinstance(period, Period):
        wanted = days_of(rule.sign, rule.values, days.today)
        return _within(value, wanted, days) if rule.own else _within_days(value, wanted)
    told = day_text(facts.today) if rule.own else value  # the answer is given on the day itself
    today, before = day_text(facts.today), day_text(moved(facts.today, period, -1))
    return {
        "in the last": lambda: (told >= before) & (told <= today),
        "in the next": lambda: (told >= today) & (told <= day_text(moved(facts.today, period, 1))),
        "more than": lambda: told < before,
    }[rule.sign]()


def _own(fact: str, facts: Facts) -> IbisColumn:
    return {
        "last score": facts.score,
        "group": facts.score,
        "last answer": facts.at,
        "answers": facts.answers,
    }[fact]


def _property(rule: Compare, properties: IbisColumn) -> IbisColumn:
    """The property in its type; null where it is not known or of another type."""
    import ibis

    said = property_value(properties, rule.fact)
    match rule.type:
        case "number":
            return said.number
        case "boolean":
            return said.yes
        case "date":
            return said.text.re_search(DAY).ifelse(said.text, ibis.null(str))
        case None:
            return ibis.coalesce(said.text.nullif(""), said.number.cast(str), said.yes.cast(str))
        case _:
            return said.text.nullif("")


def _within(moment: IbisColumn, wanted: Days, days: LocalDays) -> IbisValue:
    import ibis

    kept: IbisValue = moment.notnull()
    if wanted.first is not None:
        kept &= moment >= ibis.literal(days.start(wanted.first), "timestamp('UTC')")
    if wanted.last is not None:
        kept &= moment < ibis.literal(days.start(wanted.last + timedelta(days=1)), "timestamp('UTC')")
    return kept


def _within_days(day: IbisColumn, wanted: Days) -> IbisValue:
    kept: IbisValue = day.notnull()
    if wanted.first is not None:
        kept &= day >= wanted.first.isoformat()
    if wanted.last is not None:
        kept &= day <= wanted.last.isoformat()
    return kept


_COMPARED: Final[dict[str, Callable[[IbisColumn, tuple[IbisValue, ...]], IbisValue]]] = {
    "is": lambda fact, values: fact == values[0],
    "is one of": lambda fact, values: fact.isin(list(values)),
    "under": lambda fact, values: fact < values[0],
    "over": lambda fact, values: fact > values[0],
    "at least": lambda fact, values: fact >= values[0],
    "at most": lambda fact, values: fact <= values[0],
    "between": lambda fact, values: fact.between(*values),
    "contains": lambda fact, values: fact.contains(values[0]),
    "starts with": lambda fact, values: fact.startswith(values[0]),
}
