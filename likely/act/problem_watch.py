"""The product list: what a launch is followed by, themes and buckets of words, held against the time before.

Each is a problem with a first day. The share of answers that speak of it since then stands beside the share
in as many days before.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q

from likely.act.problem import Problem
from likely.act.problem_size import affected, parts
from likely.ask.quiet_hours import zone_named
from likely.base.workspace import Workspace
from likely.collect.response import Response, ResponseState
from likely.people.local_days import moments_of
from likely.stats.difference import mover
from likely.stats.estimate import Estimate
from likely.stats.proportion import proportion

LONGEST: Final = timedelta(days=180)  # that a launch is followed, as answers of a year are looked at
MOST_FOLLOWED: Final = 30


@dataclass(frozen=True, slots=True)
class Followed:
    """share, before: of answers that speak of it, in percent. change: their difference, in percentage points.

    days: the first and the last day that count. n: answers in them that speak of it. weeks: the same by week,
    from the first day. None: too few answers to be told.
    """

    problem: Problem
    days: tuple[date, date]
    n: int
    weeks: tuple[int, ...]
    share: Estimate | None
    before: Estimate | None
    change: Estimate | None


def on_the_list(workspace: Workspace, today: date) -> list[Problem]:
    """Whose launch has begun and is not over, the newest first."""
    is_on = Q(followed_until=None) | Q(followed_until__gte=today)
    rows = Problem.objects.of(workspace).filter(is_on, followed_from__lte=today)
    return list(rows.select_related("workspace", "owner").order_by("-followed_from", "name")[:MOST_FOLLOWED])


def followed(problem: Problem, now: datetime) -> Followed:
    zone = zone_named(problem.workspace.time_zone)
    today = now.astimezone(zone).date()
    begin: date = problem.followed_from or today
    last = min(problem.followed_until or today, today, begin + LONGEST)
    length = last - begin + timedelta(days=1)
    spoken = Counter(one.astimezone(zone).date() for one in _moments(affected(problem, now)))

    def of(first: date, end: date) -> tuple[int, int]:
        """Answers that speak of it, and all of them."""
        since, behind = moments_of(zone.key, first, end)
        rows = Response.objects.of(problem.workspace_id).filter(state=ResponseState.COUNTED)
        speak = sum(n for day, n in spoken.items() if first <= day <= end)
        return speak, rows.filter(at__gte=since, at__lt=behind, at__lte=now).count()

    n, total = of(begin, last)
    share, before = (
        _share(*found, problem.workspace.smallest_group)
        for found in ((n, total), of(begin - length, begin - timedelta(days=1)))
    )
    weeks = [0] * ((length.days + 6) // 7)
    for day, count in spoken.items():
        if begin <= day <= last:
            weeks[(day - begin).days // 7] += count
    change = _change(share, before) if share and before else None
    return Followed(problem, (begin, last), n, tuple(weeks), share, before, change)


def _share(n: int, total: int, smallest: int) -> Estimate | None:
    return proportion(n, total) if total >= max(smallest, 1) else None


def _change(share: Estimate, before: Estimate) -> Estimate:
    """The difference of two shares with Newcombe's interval (1998, method 10)."""
    ends = mover(share.value, (share.low, share.high), before.value, (before.low, before.high))
    return Estimate(share.value - before.value, *ends, share.n + before.n, "Newcombe", share.level, "percent")


def _moments(ids: Iterable[UUID]) -> list[datetime]:
    found: list[datetime] = []
    for some in parts(ids):
        found += Response.objects.filter(pk__in=some).values_list("at", flat=True)
    return found
