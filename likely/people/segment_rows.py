"""A segment's condition as a query on the rows: who is in it at this moment.

Answers, invitations and events hang on a person by the names of their relations; what lies to the right of
`people` is never imported. Every plain condition is true or false, never null, so that `not` turns it round.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any as Anything
from typing import Final

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FloatField,
    Func,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, NullIf, StrIndex
from django.db.models.lookups import (
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    In,
    IsNull,
    LessThan,
    LessThanOrEqual,
    Regex,
)

from likely.base.workspace import Workspace
from likely.people.local_days import LocalDays
from likely.people.person import Person
from likely.people.roster import RosterEntry
from likely.people.segment_rule import TURNED, Compare, Days, Had, Rule, days_of, fold
from likely.stats.scale import GROUP_SCORES

COUNTED: Final = 100_000  # people
DAY: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
SCORES_OF: Final[Mapping[str, Iterable[int]]] = {str(group): scores for group, scores in GROUP_SCORES.items()}
Expression = Anything  # Django's expressions share no useful type
# What SQLite and PostgreSQL call the types of JSON.
TYPES: Final = {
    "text": ("text", "string"),
    "number": ("number", "integer", "real"),
    "boolean": ("boolean", "true", "false"),
}


class JsonType(Func):
    """The type of a property's value; null where there is none."""

    function = "JSON_TYPE"
    output_field = TextField()

    def __init__(self, *expressions: Expression, key: str = "", **extra: Expression) -> None:
        super().__init__(*expressions, **extra)
        self.key = key

    def as_postgresql(self, compiler: Expression, connection: Expression, **_: Expression) -> Expression:
        value = KeyTransform(self.key, self.get_source_expressions()[0])
        return Func(value, function="jsonb_typeof", output_field=TextField()).as_sql(compiler, connection)


def people_in(workspace: Workspace, rule: Rule, now: datetime) -> QuerySet[Person]:
    """The people of the workspace that the rule chooses now. rule: understood (`segment.read_rule`)."""
    return Person.objects.of(workspace).filter(_q(rule, LocalDays(workspace.time_zone, now)))


def how_many(people: QuerySet[Person]) -> tuple[int, bool]:
    """(n, whether there are more): counting stops at COUNTED, which a look at a segment can wait for."""
    n = people.order_by()[: COUNTED + 1].count()
    return min(n, COUNTED), n > COUNTED


def _q(rule: Rule, days: LocalDays) -> Q:
    def leaf(one: Compare | Had) -> Q:
        return _had(one, days) if isinstance(one, Had) else _plain(one, days)

    def turned(inner: Q) -> Q:
        return ~inner

    return fold(rule, leaf, turned, lambda parts: Q(*parts), lambda parts: Q(*parts, _connector=Q.OR))


def _plain(rule: Compare, days: LocalDays) -> Q:
    turned = TURNED.get(rule.sign)
    return ~_compare(replace(rule, sign=turned), days) if turned else _compare(rule, days)


def _compare(rule: Compare, days: LocalDays) -> Q:
    if rule.own and rule.fact == "group":
        return _group(rule)
    if rule.own and rule.fact == "list":
        return _list(rule)
    value = FACTS[rule.fact]() if rule.own else _property(rule)
    is_there = Q(IsNull(value, False))
    if rule.sign == "is known":
        return is_there
    if rule.type == "date":
        wanted = days_of(rule.sign, rule.values, days.today)
        within = _within(value, wanted, days) if rule.own else _within_days(value, wanted)
        return Q(*within) & is_there
    return Q(_COMPARED[rule.sign](value, rule.values)) & is_there


def _group(rule: Compare) -> Q:
    """A group of the last score, as the range of scores that it is."""
    score = _last_score()
    if rule.sign == "is known":
        return Q(IsNull(score, False))
    scores = [score for group in rule.values for score in SCORES_OF[str(group)]]
    return Q(In(score, scores)) & Q(IsNull(score, False))


def _list(rule: Compare) -> Q:
    """Whether they are on one of the lists; of several that somebody is on, any will do."""
    entries = RosterEntry.objects.filter(person=OuterRef("pk"))
    named = Q(roster__name__in=[str(value) for value in rule.values]) if rule.values else Q()
    return Q(Exists(entries.filter(named)))


def _had(rule: Had, days: LocalDays) -> Q:
    found = Q(events__name=rule.event)
    if rule.within:
        first = rule.within.before(days.today)
        found &= Q(
            events__at__gte=days.start(first), events__at__lt=days.start(days.today + timedelta(days=1))
        )
    those = Person.objects.filter(found, pk=OuterRef("pk"))
    if rule.times == 1:
        return Q(Exists(those))
    counted = those.order_by().values("pk").annotate(n=Count("events")).values("n")
    return Q(Exists(counted.filter(n__gte=rule.times)))


def _within(moment: Expression, wanted: Days, days: LocalDays) -> list[Expression]:
    """A moment between midnights of the workspace."""
    found: list[Expression] = []
    if wanted.first is not None:
        found.append(GreaterThanOrEqual(moment, Value(days.start(wanted.first))))
    if wanted.last is not None:
        found.append(LessThan(moment, Value(days.start(wanted.last + timedelta(days=1)))))
    return found


def _within_days(day: Expression, wanted: Days) -> list[Expression]:
    """A day that is kept as text: 2026-11-26 sorts as it should."""
    found: list[Expression] = []
    if wanted.first is not None:
        found.append(GreaterThanOrEqual(day, Value(wanted.first.isoformat())))
    if wanted.last is not None:
        found.append(LessThanOrEqual(day, Value(wanted.last.isoformat())))
    return found


def _property(rule: Compare) -> Expression:
    """The property in its type; null where it is not known or of another type."""
    key = rule.fact
    kind = JsonType(F("properties"), Value(f'$."{key}"'), key=key)
    said = NullIf(Cast(KeyTextTransform(key, "properties"), TextField()), Value("", output_field=TextField()))
    match rule.type:
        case "number":
            number = Cast(KeyTextTransform(key, "properties"), FloatField())
            return Case(When(In(kind, TYPES["number"]), then=number), output_field=FloatField())
        case "boolean":
            return Case(When(In(kind, TYPES["boolean"]), then=said), output_field=TextField())
        case "date":
            is_day = Q(In(kind, TYPES["text"])) & Q(Regex(said, DAY))
            return Case(When(is_day, then=said), output_field=TextField())
        case None:
            known = [one for ones in TYPES.values() for one in ones]
            return Case(When(In(kind, known), then=said), output_field=TextField())
        case _:
            return Case(When(In(kind, TYPES["text"]), then=said), output_field=TextField())


def _own() -> QuerySet[Person]:
    return Person.objects.filter(pk=OuterRef("pk"))


def _last_score() -> Expression:
    scored = _own().filter(responses__state="counted", responses__score__isnull=False)
    newest = scored.order_by("-responses__at", "-responses__id")
    return Subquery(newest.values("responses__score")[:1])


def _last_answer() -> Expression:
    counted = _own().filter(responses__state="counted").order_by("-responses__at")
    return Subquery(counted.values("responses__at")[:1])


def _answers() -> Expression:
    counted = Count("responses", filter=Q(responses__state="counted"))
    return Subquery(_own().order_by().values("pk").annotate(n=counted).values("n"))


def _asked() -> Expression:
    sent = Count("invitations", filter=Q(invitations__sent_at__isnull=False))
    return Subquery(_own().order_by().values("pk").annotate(n=sent).values("n"))


def _last_asked() -> Expression:
    return Subquery(_own().order_by().values("pk").annotate(at=Max("invitations__sent_at")).values("at"))


def _text(column: str) -> Callable[[], Expression]:
    return lambda: NullIf(F(column), Value(""))


FACTS: Final[dict[str, Callable[[], Expression]]] = {
    "name": _text("name"),
    "email": _text("email"),
    "phone": _text("phone"),
    "external id": _text("external_id"),
    "language": _text("language"),
    "time zone": _text("time_zone"),
    "channel": _text("channel"),
    "population": _text("population"),
    "account": _text("account__name"),
    "account id": _text("account__external_id"),
    "account value": lambda: F("account__value"),
    "created": lambda: F("created_at"),
    "last score": _last_score,
    "last answer": _last_answer,
    "answers": _answers,
    "asked": _asked,
    "last asked": _last_asked,
}


def _said(value: object) -> Expression:
    """As it is read out of JSON: yes is the text true."""
    return ("true" if value else "false") if isinstance(value, bool) else value


_COMPARED: Final[dict[str, Callable[[Expression, tuple[Expression, ...]], Expression]]] = {
    "is": lambda fact, values: Exact(fact, Value(_said(values[0]))),
    # As values of their own: as plain ones Django would make 7 of 7.5 where the fact is a whole number.
    "is one of": lambda fact, values: In(fact, [Value(_said(value)) for value in values]),
    "under": lambda fact, values: LessThan(fact, Value(values[0])),
    "over": lambda fact, values: GreaterThan(fact, Value(values[0])),
    "at least": lambda fact, values: GreaterThanOrEqual(fact, Value(values[0])),
    "at most": lambda fact, values: LessThanOrEqual(fact, Value(values[0])),
    "between": lambda fact, values: (
        Q(GreaterThanOrEqual(fact, Value(values[0]))) & Q(LessThanOrEqual(fact, Value(values[1])))
    ),
    "contains": lambda fact, values: GreaterThan(StrIndex(fact, Value(values[0])), Value(0)),
    "starts with": lambda fact, values: Exact(StrIndex(fact, Value(values[0])), Value(1)),
}
