"""The demo's yearly service plans: each customer's ends once in the year, and is renewed or cancelled.

Planted: whoever was content when last asked renews more often.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Final

from likely.base.workspace import Workspace
from likely.cli.demo_story import DAYS, Told
from likely.people.event import Event
from likely.people.person import Person

RENEWED, CANCELLED = "plan_renewed", "plan_cancelled"
UNASKED: Final = 0.72  # share that renews without having answered before
BY_SCORE: Final = (0.5,) * 7 + (0.74,) * 2 + (0.87,) * 2  # share that renews, by the last score
BATCH: Final = 1_000


def seed_renewals(
    workspace: Workspace, people: dict[int, Person], told: Sequence[Told], now: datetime, random: Random
) -> None:
    """people: by their number. told: oldest first."""
    ends = {number: now - timedelta(days=random.uniform(0, DAYS)) for number in people}
    last = {one.customer.number: one.score for one in told if one.at < ends[one.customer.number]}
    rows = [
        _end(workspace, person, ends[number], random.random() < _willing(last.get(number)))
        for number, person in people.items()
    ]
    Event.objects.bulk_create(rows, batch_size=BATCH)


def _willing(score: int | None) -> float:
    return UNASKED if score is None else BY_SCORE[score]


def _end(workspace: Workspace, person: Person, at: datetime, renewed: bool) -> Event:
    name = RENEWED if renewed else CANCELLED
    return Event(workspace=workspace, person=person, name=name, source="api", at=at, considered=True)
