"""A dry run: how many would be asked on which day, who is left out and why, and when ± 5 points are reached.

Nothing is written. The same policy decides; each person is taken at the moment of their turn, with what is
known today. Of many people an even part is looked at and the rest reckoned from it, which is said.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import QuerySet

from likely.ask.acquaintance import acquainted, ways
from likely.ask.brief import Brief, audience, brief_of
from likely.ask.candidate import Candidate, candidate_of, in_parts, rows_of
from likely.ask.contact_policy import ContactPolicy
from likely.ask.deciding import state_of
from likely.ask.occasion_replay import replayed
from likely.ask.policy import PersonState, Rule, Verdict, decide
from likely.ask.programme import Programme
from likely.ask.programme_plan import Sample
from likely.ask.response_rate import ResponseRate, response_rate
from likely.ask.sample import EVERYBODY, Sampling, still_to_ask
from likely.ask.wave import Turns
from likely.people.person import Person
from likely.stats.sample_size import TYPICAL_VARIANCE, answers_needed

MARGIN_POINTS: Final = 5.0
MOST_LOOKED_AT: Final = 20_000  # people; of more, an even part
PARTS: Final = 40
AT_ONCE: Final = 2000
FAR: Final = timedelta(days=366)
ENDLESS: Final = 10**12  # people


@dataclass(frozen=True, slots=True)
class DryRun:
    """per_day: (day of the workspace, people asked), without empty days. asked: their sum.

    people: whom the programme may ask at all. looked_at: of them, or of the events, that were gone through.
    left_out: people (or occasions) by the rule that keeps them out of this round. answers: expected.
    days_to_margin: from now until so many answers are expected that the score is known to ± margin points;
    None: not in this round. rate: what is expected of those who are asked. basis: "people", or "events" where
    the past four weeks stand for the next.
    """

    basis: str
    people: int
    looked_at: int
    asked: int
    per_day: tuple[tuple[date, int], ...]
    left_out: Mapping[Rule, int]
    rate: ResponseRate
    answers: int
    margin: float
    days_to_margin: int | None


def dry_run(programme: Programme, now: datetime) -> DryRun:
    plan = programme.read()
    people = audience(programme, plan, now)
    brief = brief_of(programme, now, _sampling(plan.sample))
    if brief.round is None:
        return _of_events(brief, people, now)
    total = people.count()
    looked, days, left_out = _looked_at(brief, people, total, now)
    scale = total / looked if looked else 1.0
    days = Counter({day: round(n * scale) for day, n in days.items()})
    left_out = Counter({rule: round(n * scale) for rule, n in left_out.items()})
    return _told(brief, "people", total, looked, days, left_out, now)


def _sampling(sample: Sample) -> Sampling:
    """Every front has come to everybody: how many are taken in all is reckoned at the end."""
    if sample.share is not None or sample == Sample():
        return Sampling(sample)
    strata = list(sample.quota.each) if sample.quota else [EVERYBODY]
    return Sampling(sample, dict.fromkeys(strata, 1.0), Counter(dict.fromkeys(strata, ENDLESS)))


def _of_events(brief: Brief, people: QuerySet[Person], now: datetime) -> DryRun:
    """The past weeks stand for the next: each event is taken as if it happened so much later."""
    looked, days, left_out = 0, Counter[date](), Counter[Rule]()
    members = set(people.values_list("pk", flat=True)) if brief.programme.segment else None
    for part in replayed(brief, now):
        ids = {one.id for one, _ in part}
        known = acquainted(brief.workspace, sorted(ids), brief.kind, now - FAR)
        found = ways(brief.workspace, [one for one, _ in part], brief.plan.channels, brief.kind, now)
        for one, asked_before in part:
            state = state_of(brief, one, known)._replace(
                in_segment=members is None or one.id in members,
                unreachable=found[one.id].refused,
            )
            state = _as_if_asked(state, asked_before)
            at = one.turn_at or now
            verdict = decide(state, brief.asked, brief.policy, at)
            _counted(brief, one, state, verdict, at, days, left_out)
            looked += 1
    return _told(brief, "events", people.count(), looked, days, left_out, now)


def _as_if_asked(state: PersonState, at: datetime | None) -> PersonState:
    """With an earlier event of the same person in the replay having led to a survey."""
    if at is None:
        return state
    return state._replace(
        kind_asked_at=max(at, state.kind_asked_at or at),
        any_asked_at=max(at, state.any_asked_at or at),
    )


def _looked_at(
    brief: Brief, people: QuerySet[Person], total: int, now: datetime
) -> tuple[int, Counter[date], Counter[Rule]]:
    assert brief.round is not None  # noqa: S101 - asked only where there is a round
    turns, looked = Turns.of(brief.programme, brief.round), 0
    days, left_out = Counter[date](), Counter[Rule]()
    for rows in _parts(people, brief, total):
        part = [candidate_of(row, brief.round.label, turns.turn(brief, row)) for row in rows]
        known = acquainted(brief.workspace, [one.id for one in part], brief.kind, now - FAR)
        found = ways(brief.workspace, part, brief.plan.channels, brief.kind, now)
        looked += len(part)
        for one in part:
            state = state_of(brief, one, known)._replace(unreachable=found[one.id].refused)
            if one.turn_at is None:
                left_out[Rule.WAITING] += 1  # their day is in the next round
                continue
            at = max(one.turn_at, now)
            _counted(brief, one, state, decide(state, brief.asked, brief.policy, at), at, days, left_out)
    return looked, days, left_out


def _counted(
    brief: Brief,
    one: Candidate,
    state: PersonState,
    verdict: Verdict,
    at: datetime,
    days: Counter[date],
    left_out: Counter[Rule],
) -> None:
    """On the day of a yes, or of the no that becomes one in time; else under its rule."""
    if verdict.rule in (Rule.KIND_CLOCK, Rule.ANY_CLOCK, Rule.ANSWERED_RECENTLY) and verdict.eligible_at:
        last = brief.last_look(one)
        if last is None or verdict.eligible_at <= last:
            at = verdict.eligible_at
            verdict = decide(state, brief.asked, brief.policy, at) if brief.round else verdict
    if verdict.asked:
        days[brief.due(one._replace(turn_at=at), at).astimezone(brief.zone).date()] += 1
    else:
        left_out[verdict.rule] += 1


def _told(
    brief: Brief,
    basis: str,
    people: int,
    looked: int,
    days: Counter[date],
    left_out: Counter[Rule],
    now: datetime,
) -> DryRun:
    rate = response_rate(brief.workspace, brief.kind, now)
    spread, over = capped(days, _per_day(brief.plan.per_day, brief.policy), _limit(brief, rate))
    if over:
        sample = brief.plan.sample
        rule = Rule.QUOTA_FULL if sample.quota else Rule.DAY_FULL
        left_out[Rule.MARGIN_REACHED if sample.margin else rule] += over
    asked = sum(spread.values())
    return DryRun(
        basis,
        people,
        looked,
        asked,
        tuple(sorted(spread.items())),
        dict(left_out.most_common()),
        rate,
        round(asked * rate.value),
        MARGIN_POINTS,
        days_to_margin(spread, rate.value, now.astimezone(brief.zone).date()),
    )


def _limit(brief: Brief, rate: ResponseRate) -> int | None:
    sample = brief.plan.sample
    if sample.quota:
        return sum(sample.quota.each.values())
    return still_to_ask([0] * 11, sample.margin, 0, rate.value) if sample.margin else None


def _per_day(own: int | None, policy: ContactPolicy) -> int | None:
    caps = [cap for cap in (own, policy.per_day) if cap is not None]
    return min(caps) if caps else None


def capped(days: Mapping[date, int], per_day: int | None, limit: int | None) -> tuple[dict[date, int], int]:
    """No day above the cap, what is over moves to the days after; no more than the limit. And who is left.

    What moves beyond the last day that there is finds a day behind it.
    """
    total = sum(days.values())
    room = total if limit is None else min(limit, total)
    if per_day is None:
        per_day = total or 1
    spread, waiting = {}, 0
    day = min(days, default=None)
    last = max(days, default=None)
    while day is not None and last is not None and room > 0 and (day <= last or waiting):
        waiting += days.get(day, 0)
        if n := min(waiting, per_day, room):
            spread[day], waiting, room = n, waiting - n, room - n
        day += timedelta(days=1)
    return spread, total - sum(spread.values())


def days_to_margin(spread: Mapping[date, int], rate: float, today: date) -> int | None:
    """Days until as many answers are expected as ± 5 points take, with shares as they are typical."""
    needed, asked = answers_needed(MARGIN_POINTS, TYPICAL_VARIANCE), 0
    for day, n in sorted(spread.items()):
        asked += n
        if asked * rate >= needed:
            return max((day - today).days, 0)
    return None


def _parts(people: QuerySet[Person], brief: Brief, total: int) -> Iterator[list[tuple[Any, ...]]]:
    """Everybody, or of many an even part: slices at even distances in the order of their making."""
    if total <= MOST_LOOKED_AT:
        yield from in_parts(people, brief.sampling.by, AT_ONCE)
        return
    for n in range(PARTS):
        start, size = total * n // PARTS, MOST_LOOKED_AT // PARTS
        part: Sequence[tuple[Any, ...]] = list(
            rows_of(people.order_by("pk")[start : start + size], brief.sampling.by)
        )
        if part:
            yield list(part)
