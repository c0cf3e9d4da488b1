"""Rows and lake select the same people from the same world; what the lake can't know is refused."""

import os
from datetime import timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from deltalake import DeltaTable
from django.utils import timezone
from hypothesis import HealthCheck, given, settings

from likely.act.merge import merge
from likely.lib.refusal import Refusal
from likely.people.event import Event
from likely.people.local_days import LocalDays
from likely.people.person import Person
from likely.people.segment import make_segment, read_rule
from likely.people.segment_rows import people_in
from likely.people.segment_words import wording
from likely.store.event_table import event_table
from likely.store.rows import export
from likely.store.seal import HAPPENED, SEALED, erase, lake_of, seal_workspace
from likely.store.segment_answers import answers_in
from likely.store.segment_lake import answered_as, ids_in
from likely.store.slice import Slice
from likely.store.workspace_table import table_of
from tests.people.segment_rules import ZONE, Known, meets, rules
from tests.people.test_segment_rows import MOMENTS, NOW, PEOPLE, SCORES, place, settle, somebody
from tests.store.world import answer

__all__ = ["place"]
IN_BOTH = ("last score", "group", "last answer", "answers")
IN_ONE = ("last score", "group", "last answer")
DAYS = LocalDays(ZONE, NOW)
EXAMPLES = 6 if os.environ.get("LIKELY_TEST_ENGINE") == "spark" else 30  # there a question takes a second


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
            seal_all(place)
    return known


def seal_all(place: Any) -> None:
    for what in SEALED:
        seal_workspace(place, timezone.now() + timedelta(days=999), NOW, what)


def both(place: Any, text: str) -> set[str]:
    """Who is in it by the rows and by the lake, which must be the same."""
    rule = read_rule(place, text)
    by_rows = {str(pk) for pk in people_in(place, rule, NOW).values_list("pk", flat=True)}
    assert set(ids_in(table_of(place), rule, DAYS, event_table(place, rule))) == by_rows, text
    return by_rows


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rule=rules(IN_BOTH))
def test_rows_and_lake_choose_the_same_people(place: Any, respondents: dict[Any, Known], rule: Any) -> None:
    assert both(place, wording(rule)) == {str(pk) for pk, who in respondents.items() if meets(rule, who)}


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rule=rules(IN_ONE))
def test_an_answer_is_kept_where_the_rule_holds_of_its_moment(place: Any, answered: Any, rule: Any) -> None:
    told = read_rule(place, wording(rule))
    rows = export(answers_in(place, table_of(place), told, NOW), Slice(), ("id",))
    kept = {row["id"] for batch in rows for row in batch.to_pylist()}
    meant = {id for id, (who, day) in answered.items() if meets(rule, who, day)}
    assert kept == meant, wording(rule)


@pytest.fixture
def answered(place: Any) -> dict[str, tuple[Known, Any]]:
    """{answer: what was known of the person when it was given, and its day}; half of the events sealed."""
    chance, found = Random(5), {}
    for number in range(PEOPLE):
        told = somebody(chance, number) | {"account": None, "asked": []}
        pk, known = settle(place, told | {"answers": []}, number)
        for at in chance.sample(MOMENTS, 2):
            score = chance.choice(SCORES)
            id = answer(
                place, score, person=Person(pk=pk), at=at, changed_at=at, properties=told["properties"]
            ).pk
            day = at.astimezone(ZoneInfo(ZONE)).date()
            facts = {"last score": score, "group": group_of(score), "last answer": at}
            before = tuple((name, moment) for name, moment in known.events if moment <= at)
            found[str(id)] = (Known(facts, known.properties, before), day)
        if number == PEOPLE // 2:
            seal_all(place)
    return found


def group_of(score: int | None) -> str | None:
    return None if score is None else "detractor" if score < 7 else "passive" if score < 9 else "promoter"


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
    ["name is Mari", "asked over 1", "population is employees"],
)
def test_what_the_lake_can_not_know_is_refused(place: Any, text: str) -> None:
    with pytest.raises(Refusal, match="as they are today"):
        ids_in(table_of(place), read_rule(place, text), DAYS)


def test_how_often_somebody_answered_is_no_fact_of_one_answer(place: Any) -> None:
    with pytest.raises(Refusal, match="answers"):
        answered_as(table_of(place), read_rule(place, "answers over 1"), DAYS)


def happened(place: Any, person: Person, name: str, days: float) -> Event:
    at = NOW - timedelta(days=days)
    return Event.objects.create(workspace=place, person=person, name=name, source="api", at=at)


def test_what_happened_counts_until_the_answer_and_from_its_day(place: Any) -> None:
    mari = Person.objects.create(workspace=place, external_id="mari")
    for score, days in ((3, 100), (7, 61), (9, 5)):
        at = NOW - timedelta(days=days)
        answer(place, score, person=mari, at=at, changed_at=at)
    for days in (70, 62, 4):
        happened(place, mari, "order", days)
    seal_all(place)
    happened(place, mari, "order", 6)

    def scores(text: str) -> list[int]:
        kept = answers_in(place, table_of(place), read_rule(place, text), NOW)
        return sorted(
            row["score"] for batch in export(kept, Slice(), ("score",)) for row in batch.to_pylist()
        )

    assert scores('had "order"') == [7, 9]
    assert scores('had "order" in the last 30 days') == [7, 9]
    assert scores('had "order" at least 2 times in the last 30 days') == [7]
    assert scores('had "order" at least 3 times') == [9]
    assert scores('not (had "order" in the last 2 days)') == [3]
    assert scores('had "refund"') == []


def test_events_follow_whom_they_are_of(place: Any) -> None:
    """One that was sealed goes with a person who is merged into another, and with one who is erased."""
    had = 'had "order" and answers over 0'  # the lake knows respondents alone
    mari, double, jaan = (Person.objects.create(workspace=place, external_id=one) for one in ("m", "d", "j"))
    for person in (mari, jaan):
        answer(place, 9, person=person, at=NOW, changed_at=NOW)
        happened(place, double if person is mari else jaan, "order", 3)
    seal_all(place)
    assert both(place, had) == {str(jaan.pk)}
    merge(mari, double, "user:x")
    assert both(place, had) == {str(mari.pk), str(jaan.pk)}
    erase(place, Event.objects.filter(person=jaan), NOW, HAPPENED)
    assert both(place, had) == {str(mari.pk)}
    seal_all(place)
    assert both(place, had) == {str(mari.pk)}
    kept = DeltaTable(lake_of(place, HAPPENED.kind).url).to_pyarrow_table().to_pylist()
    assert [(row["person"], row["name"]) for row in kept] == [(str(mari.pk), "order")]
