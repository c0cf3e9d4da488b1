"""The sampling of one pass: how many more are needed, and how far the fronts move."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Q, QuerySet

from likely.ask.decision import Decision
from likely.ask.invitation import Invitation
from likely.ask.programme import Programme
from likely.ask.programme_plan import Plan, Quota
from likely.ask.response_rate import TIME_TO_ANSWER, response_rate
from likely.ask.sample import EVERYBODY, Sampling, is_enough, moved, said, still_to_ask
from likely.people.person import Person

COUNTED: Final = Q(response__state="counted", response__score__isnull=False)
SCORES: Final = 11


def sampling_of(
    programme: Programme, plan: Plan, label: str, people: QuerySet[Person] | None, now: datetime
) -> Sampling:
    """label: of the round. people: from whom is drawn; None: they come by events, and nothing moves."""
    sample = plan.sample
    if sample.quota is None and sample.margin is None:
        return Sampling(sample)
    quota = sample.quota
    left = _quota_left(programme, label, quota) if quota else _margin_left(programme, sample.margin or 0, now)
    enough = sample.margin is not None and is_enough(_cell(programme), sample.margin)
    fronts = programme.fronts.get(label, {})
    if people is not None and not enough:
        fronts = moved(fronts, left, _sizes(people, quota))
    return Sampling(sample, fronts, Counter(left), enough, by_fronts=people is not None)


def keep_fronts(programme: Programme, label: str, sampling: Sampling) -> None:
    """So that the next pass goes on from there. Only the round's own: earlier ones are over."""
    if sampling.is_limited and sampling.by_fronts:
        programme.fronts = {label: sampling.fronts}
        Programme.objects.of(programme.workspace_id).filter(pk=programme.pk).update(fronts=programme.fronts)


def _quota_left(programme: Programme, label: str, quota: Quota) -> dict[str, int]:
    """Of each value: what the quota wants, less who was asked; by events and in the app, in all rounds."""
    asked = Decision.objects.of(programme.workspace_id).filter(programme=programme, asked=True)
    plan = programme.read()
    if not (plan.listens or plan.in_app):
        asked = asked.filter(round=label)
    rows = asked.values_list(f"person__properties__{quota.property}").annotate(Count("pk")).order_by()
    taken: Counter[str] = Counter()
    for value, n in rows:
        taken[said(value)] += n
    return {value: max(n - taken[value], 0) for value, n in quota.each.items()}


def _margin_left(programme: Programme, margin: float, now: datetime) -> dict[str, int]:
    mine = Invitation.objects.of(programme.workspace_id).filter(programme=programme)
    pending = mine.filter(created_at__gt=now - TIME_TO_ANSWER - timedelta(days=1), response=None).count()
    rate = response_rate(programme.workspace, programme.survey.kind, now).value
    return {EVERYBODY: still_to_ask(_cell(programme), margin, pending, rate)}


def _cell(programme: Programme) -> list[int]:
    """The counted answers of the programme by score."""
    mine = Invitation.objects.of(programme.workspace_id).filter(COUNTED, programme=programme)
    found = [0] * SCORES
    for score, n in mine.values_list("response__score").annotate(Count("pk")).order_by():
        found[score] = n
    return found


def _sizes(people: QuerySet[Person], quota: Quota | None) -> dict[str, int]:
    if quota is None:
        return {EVERYBODY: people.count()}
    rows = people.values_list(f"properties__{quota.property}").annotate(Count("pk")).order_by()
    found: Counter[str] = Counter()
    for value, n in rows:
        found[said(value)] += n
    return dict(found)
