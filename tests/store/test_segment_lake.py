"""Rows and lake select the same people from the same world; what the lake can't know is refused."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from likely.lib.refusal import Refusal
from likely.people.event import Event
from likely.people.local_days import LocalDays
from likely.people.person import Person
from likely.people.segment import make_segment, read_rule
from likely.people.segment_rows import people_in
from likely.people.segment_words import wording
from likely.store.event_table import event_table, events_in
from likely.store.rows import export
from likely.store.seal import seal_workspace
from likely.store.segment_lake import answered_as, ids_in
from likely.store.slice import Slice
from likely.store.workspace_table import table_of
from tests.people.segment_rules import ZONE, Known, meets, rules
from tests.people.test_segment_rows import NOW, PEOPLE, place, settle, somebody
from tests.store.world import answer

__all__ = ["place"]
IN_BOTH = ("last score", "group", "last answer", "answers")
DAYS = LocalDays(ZONE, NOW)


@pytest.fixture
def respondents(place: Any) -> dict[Any, Known]:
    """People who answered, half of them sealed: the lake knows nobody else."""
    chance = Random(11)
    known = {}
    for number in range(PEOPLE):
        told = somebody(chance, number) | {"account": None}
        told["answers"].append((8, NOW - timedelta(days=500), True))
        known |= dict([settle(place, told, number)])
        if number == PEOPLE // 2:
            seal_workspace(place, NOW + timedelta(days=9), NOW)
    return known


def both(place: Any, text: str) -> set[str]:
    """Who is in it by the rows and by the lake, which must be the same."""
    rule = read_rule(place, text)
    by_rows = {str(pk) for pk in people_in(place, rule, NOW).values_list("pk", flat=True)}
    events = event_table(place, rule, DAYS) if events_in(rule) else None
    assert set(ids_in(table_of(place), rule, DAYS, events)) == by_rows, text
    return by_rows


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rule=rules(IN_BOTH))
def test_rows_and_lake_choose_the_same_people(place: Any, respondents: dict[Any, Known], rule: Any) -> None:
    assert both(place, wording(rule)) == {str(pk) for pk, who in respondents.items() if meets(rule, who)}


def test_what_happened_is_joined_by_person(place: Any) -> None:
    mari, jaan = (Person.objects.create(workspace=place, external_id=name) for name in ("mari", "jaan"))
    for person in (mari, jaan):
        answer(place, 9, person=person, at=NOW, changed_at=NOW)
    for person, days in ((mari, 2), (mari, 40), (jaan, 40)):
        Event.objects.create(workspace=place, person=person, name="order", source="api",
                             at=NOW - timedelta(days=days))  # fmt: skip
    assert both(place, 'had "order" in the last 30 days') == {str(mari.pk)}
    assert both(place, 'not (had "order" at least 2 times) and last score over 8') == {str(jaan.pk)}
    assert both(place, 'had "order" or answers is 0') == {str(mari.pk), str(jaan.pk)}
    assert both(place, 'had "refund"') == set()


def test_sealed_and_hot_answers_are_one_world(place: Any) -> None:
    mari, jaan = (
        Person.objects.create(workspace=place, external_id=name, properties=properties)
        for name, properties in (("mari", {"plan": "pro", "seats": 5}), ("jaan", {"plan": "free"}))
    )
    for person, score, days in ((mari, 3, 40), (jaan, 3, 40)):
        at = NOW - timedelta(days=days)
        answer(place, score, person=person, at=at, changed_at=at, properties=person.properties)
    assert seal_workspace(place, NOW, NOW) == 2
    answer(place, 9, person=jaan, at=NOW, changed_at=NOW, properties=jaan.properties)
    make_segment(place, "Unhappy", "last score under 7", "user:x")
    assert both(place, 'plan is pro and in segment "Unhappy"') == {str(mari.pk)}
    assert both(place, "group is promoter and answers at least 2") == {str(jaan.pk)}
    assert both(place, "last answer more than 30 days ago or seats over 4") == {str(mari.pk)}


def test_an_answer_is_judged_by_what_was_known_when_it_was_given(place: Any) -> None:
    mari = Person.objects.create(workspace=place, external_id="mari", properties={"plan": "pro"})
    then = NOW - timedelta(days=40)
    answer(place, 3, person=mari, at=then, changed_at=then, properties={"plan": "free"})
    answer(place, 9, person=mari, at=NOW, changed_at=NOW, properties={"plan": "pro"})

    def scores(text: str) -> list[int]:
        kept = answered_as(table_of(place), read_rule(place, text), DAYS)
        batches = export(kept, Slice(), ("score",))
        return sorted(row["score"] for batch in batches for row in batch.to_pylist())

    assert scores("plan is free") == [3]
    assert scores("plan is known") == [3, 9]
    assert scores("plan is pro and last score under 7") == []
    assert ids_in(table_of(place), read_rule(place, "plan is free"), DAYS) == []


@pytest.mark.parametrize(
    "text",
    ["name is Mari", 'plan is pro and not (had "order")', "asked over 1", "population is employees"],
)
def test_what_the_lake_can_not_know_is_refused(place: Any, text: str) -> None:
    with pytest.raises(Refusal, match="as they are today"):
        ids_in(table_of(place), read_rule(place, text), DAYS)


def test_how_often_somebody_answered_is_no_fact_of_one_answer(place: Any) -> None:
    with pytest.raises(Refusal, match="answers"):
        answered_as(table_of(place), read_rule(place, "answers over 1"), DAYS)
