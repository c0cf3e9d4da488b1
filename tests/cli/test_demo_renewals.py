"""The demo's customers renew as they were content, three companies are silent, its segments can be read."""

from collections import Counter
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest

from likely.base.workspace import Workspace
from likely.cli.demo_accounts import SILENT, seed_accounts
from likely.cli.demo_renewals import CANCELLED, RENEWED, seed_renewals
from likely.cli.demo_segments import SEGMENTS, seed_segments
from likely.cli.demo_story import answers, customers
from likely.people.event import Event
from likely.people.person import Person
from likely.people.segment import Segment

NOW = datetime(2026, 11, 26, tzinfo=UTC)


@pytest.fixture
def shop(db: Any) -> Workspace:
    return Workspace.objects.create(name="Aurora Home", time_zone="Europe/Tallinn")


def test_each_plan_ends_once_and_the_content_renew_more_often(shop: Workspace) -> None:
    known = customers(7, 1500)
    people = {one.number: Person(workspace=shop, external_id=f"C{one.number}") for one in known}
    Person.objects.bulk_create(people.values())
    told = list(answers(7, known, NOW))
    seed_renewals(shop, people, told, NOW, Random("renewals 7"))
    ends = {one.person_id: one for one in Event.objects.of(shop)}
    assert len(ends) == Event.objects.of(shop).count() == 1500
    assert {one.name for one in ends.values()} == {RENEWED, CANCELLED}
    last: dict[int, int] = {}
    for one in told:
        if one.at < ends[people[one.customer.number].pk].at:
            last[one.customer.number] = one.score
    counted: Counter[tuple[bool, str]] = Counter()
    for number, score in last.items():
        counted[score >= 9, ends[people[number].pk].name] += 1
    share = {
        content: counted[content, RENEWED] / (counted[content, RENEWED] + counted[content, CANCELLED])
        for content in (True, False)
    }
    assert share[True] > share[False] + 0.15


def test_the_people_of_silent_companies_are_those_who_never_answered(shop: Workspace) -> None:
    people = [Person(workspace=shop, external_id=f"C{number}") for number in range(400)]
    seed_accounts(shop, people, people[:50], Random("accounts 7"))
    for name, _value, size in SILENT:
        assert sum(one.account is not None and one.account.name == name for one in people[:50]) == size
        assert not any(one.account is not None and one.account.name == name for one in people[50:])


def test_the_saved_segments_can_be_read(shop: Workspace) -> None:
    seed_segments(shop)
    assert {one.name for one in Segment.objects.of(shop) if one.read()} == {name for name, _rule in SEGMENTS}
