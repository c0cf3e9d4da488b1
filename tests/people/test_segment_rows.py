"""Who is in a segment, by the rows: against the same rules said plainly, on worlds made by chance."""

from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings

from likely.ask.invitation import Invitation
from likely.lib.identity import new_id
from likely.people.account import Account
from likely.people.event import Event
from likely.people.person import Person
from likely.people.property import Property
from likely.people.segment import read_rule
from likely.people.segment_rows import people_in
from likely.people.segment_words import wording
from tests.people.segment_rules import CHOICES, EVENTS, PROPERTIES, TEXTS, TODAY, ZONE, Known, meets, rules
from tests.store.world import answer, survey_of

NOW = datetime(2026, 3, 28, 13, 30, tzinfo=UTC)  # 02:30 on the 29th in Apia
MOMENTS = [NOW + timedelta(hours=hours) for hours in (-9000, -745, -740, -730, -25, -3, -2, 0, 9, 10, 11, 50)]
ANYTHING = (*TEXTS, *CHOICES, 0, 1, 7, 7.5, True, False, "", "2026-03-29", "soon", "2026-02-27")
SCORES = (None, 0, 6, 7, 8, 9, 10)
EVERY_WAY = (*ANYTHING, None, None)
PEOPLE = len(EVERY_WAY)


def somebody(chance: Random, number: int) -> dict[str, Any]:
    """All that may be known of one person: the right type, the wrong one, or nothing.

    Of so many people each property is known in every way at least once.
    """

    def several(most: int, one: Any) -> list[Any]:
        return [one() for _ in range(chance.randint(0, most))]

    def moment() -> datetime:
        return chance.choice(MOMENTS)

    return {
        "name": chance.choice(["", "Estonia", "Mari"]),
        "language": chance.choice(["", "et", "en"]),
        "population": chance.choice(["customers", "employees"]),
        "account": chance.choice([None, "Latvia", ""]),
        "created": moment(),
        "properties": {
            key: value
            for place, key in enumerate(PROPERTIES)
            if (value := EVERY_WAY[(number + 4 * place) % len(EVERY_WAY)]) is not None
        },
        "answers": several(
            3, lambda: (chance.choice([None, 0, 6, 7, 8, 9, 10]), moment(), chance.random() < 0.7)
        ),
        "asked": several(2, lambda: chance.choice([None, moment()])),
        "events": several(4, lambda: (chance.choice(EVENTS), moment())),
    }


OWN = (
    "name", "email", "language", "population", "account", "account id", "account value", "created",
    "last score", "group", "last answer", "answers", "asked", "last asked",
)  # fmt: skip


@pytest.fixture
def place(workspace: Any) -> Any:
    """A workspace far from UTC whose properties are declared."""
    workspace.time_zone = ZONE
    workspace.save()
    for key, type in PROPERTIES.items():
        choices = list(CHOICES) if type == "choice" else []
        Property.objects.create(workspace=workspace, key=key, type=type, choices=choices)
    return workspace


def settle(place: Any, told: dict[str, Any], number: int) -> tuple[Any, Known]:
    """The person in the rows, and all that is known of them."""
    account = None
    if told["account"] is not None:
        account = Account.objects.create(
            workspace=place, external_id=f"A{number}", name=told["account"], value=7.5 if number % 2 else None
        )
    person = Person.objects.create(
        workspace=place,
        external_id=str(number),
        name=told["name"],
        language=told["language"],
        population=told["population"],
        account=account,
        properties=told["properties"],
    )
    Person.objects.filter(pk=person.pk).update(created_at=told["created"])
    counted = []
    for score, at, counts in told["answers"]:
        row = answer(
            place, score, person=person, at=at, changed_at=at, properties=told["properties"],
            state="counted" if counts else "quarantined",
        )  # fmt: skip
        counted += [(at, row.pk, score)] if counts else []
    for at in told["asked"]:
        Invitation.objects.create(workspace=place, survey=survey_of(place), person=person, sent_at=at)
    for name, at in told["events"]:
        Event.objects.create(workspace=place, person=person, name=name, source="api", at=at)
    return person.pk, Known(
        facts_of(told, number, account, sorted(counted)), told["properties"], tuple(told["events"])
    )


def facts_of(told: dict[str, Any], number: int, account: Any, counted: list[Any]) -> dict[str, Any]:
    scores = [score for _at, _id, score in counted if score is not None]
    last = scores[-1] if scores else None
    sent = [at for at in told["asked"] if at]
    group = None if last is None else "detractor" if last < 7 else "passive" if last < 9 else "promoter"
    return {
        **{name: told[name] for name in ("name", "language", "population", "created")},
        "account": account and account.name,
        "account id": account and account.external_id,
        "account value": account and account.value,
        "last score": last,
        "group": group,
        "last answer": counted[-1][0] if counted else None,
        "answers": len(counted),
        "asked": len(sent),
        "last asked": max(sent, default=None),
    }


@pytest.fixture
def world(place: Any, request: Any) -> dict[Any, Known]:
    """{id: all that is known of them}."""
    chance = Random(request.node.name)
    return dict(settle(place, somebody(chance, number), number) for number in range(PEOPLE))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rule=rules(OWN))
def test_the_rows_choose_whom_the_rule_means(place: Any, world: dict[Any, Known], rule: Any) -> None:
    understood = read_rule(place, wording(rule))
    found = set(people_in(place, understood, NOW).values_list("pk", flat=True))
    assert found == {pk for pk, who in world.items() if meets(rule, who)}, wording(rule)


EDGES = [
    ("in the last 30 days", (-30, -1, 0)),
    ("in the next 30 days", (0, 1, 30)),
    ("more than 30 days ago", (-31,)),
    ("is 2026-03-29", (0,)),
    ("before 2026-03-29", (-31, -30, -1)),
    ("after 2026-03-29", (1, 30, 31)),
    ("between 2026-03-28 and 2026-03-30", (-1, 0, 1)),
]


@pytest.mark.parametrize(("said", "days"), EDGES)
def test_days_begin_and_end_where_they_should(place: Any, said: str, days: tuple[int, ...]) -> None:
    """A date among the properties, and a moment: the last of its day in Apia, and the first."""
    zone = ZoneInfo(ZONE)
    for number in (-31, -30, -1, 0, 1, 30, 31):
        day = TODAY + timedelta(days=number)
        made = Person.objects.create(
            workspace=place, external_id=str(number), properties={"renewal": day.isoformat()}
        )
        clock = time.max if number % 2 else time.min
        at = datetime.combine(day, clock, zone)
        Person.objects.filter(pk=made.pk).update(created_at=at)
    for fact in ("renewal", "created"):
        found = people_in(place, read_rule(place, f"{fact} {said}"), NOW)
        assert {int(one) for one in found.values_list("external_id", flat=True)} == set(days), fact


def test_another_workspace_is_never_found(place: Any, foreign_workspace: Any) -> None:
    Person.objects.create(workspace=foreign_workspace, external_id=new_id().hex, properties={"plan": "pro"})
    rule = read_rule(place, "plan is pro or not plan is pro")
    assert not people_in(place, rule, NOW).exists()


def test_what_is_not_known_meets_nothing_and_not_turns_it_round(place: Any) -> None:
    Person.objects.create(workspace=place, external_id="1")
    for text, n in (
        ("plan is pro", 0), ("plan is not pro", 1), ("not (plan is pro)", 1), ("plan is unknown", 1),
        ("seats under 5", 0), ("not (seats under 5)", 1), ("last score under 7", 0), ("answers is 0", 1),
        ("account is Acme", 0), ("account is not Acme", 1), ('not (had "order")', 1),
    ):  # fmt: skip
        assert people_in(place, read_rule(place, text), NOW).count() == n, text


def test_a_property_that_nobody_declared_is_what_the_condition_takes_it_for(place: Any) -> None:
    for number, value in enumerate((5, "5", True, "yes", "2026-03-01")):
        Person.objects.create(workspace=place, external_id=str(number), properties={"other": value})
    for text, n in (
        ("other is 5", 1), ('other is "5"', 1), ("other is yes", 1), ('other is "yes"', 1),
        ("other in the last 30 days", 1), ("other over 1", 1), ("other is known", 5), ("missing is known", 0),
    ):  # fmt: skip
        assert people_in(place, read_rule(place, text), NOW).count() == n, text
