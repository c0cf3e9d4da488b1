"""A brief: everything that is the same for everybody whom one programme decides about in one go."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from likely.ask.candidate import Candidate
from likely.ask.contact_policy import ContactPolicy, policy_of
from likely.ask.draw import drawer
from likely.ask.policy import Ask
from likely.ask.programme import Programme
from likely.ask.programme_plan import Plan
from likely.ask.quiet_hours import QuietHours, local_moment, next_allowed, zone_named
from likely.ask.round import Round, once_round, wave_round
from likely.ask.sample import Sampling
from likely.ask.survey import SurveyState
from likely.base.workspace import Workspace
from likely.people.person import Person

EMPLOYEES: Final = "employees"
EMPLOYEE_KINDS: Final = ("enps",)


@dataclass(frozen=True, slots=True)
class Brief:
    """year_draw, programme_draw: who is held out. round_draw: the sample of the round."""

    programme: Programme
    workspace: Workspace
    plan: Plan
    policy: ContactPolicy
    asked: Ask
    zone: ZoneInfo  # the workspace's
    quiet: QuietHours
    sampling: Sampling
    round: Round | None  # None: a programme that waits for events
    year_draw: Callable[[UUID], float]
    programme_draw: Callable[[UUID], float]
    round_draw: Callable[[UUID], float]
    link_days: int | None  # the survey's own rule for its personal links

    @property
    def kind(self) -> str:
        return self.asked.kind

    @property
    def is_wave(self) -> bool:
        return self.plan.wave is not None

    def sample_draw(self, label: str, person: UUID) -> float:
        if self.round and label == self.round.label:
            return self.round_draw(person)
        return drawer(self.programme.pk, "sample", label)(person)

    def zone_of(self, candidate: Candidate) -> ZoneInfo:
        return zone_named(candidate.time_zone, self.workspace.time_zone)

    def due(self, candidate: Candidate, now: datetime) -> datetime:
        """When an invitation that is decided now goes out: at their turn, and never in their quiet hours."""
        turn = candidate.turn_at
        at = turn if turn and turn > now else now
        return next_allowed(at, self.zone_of(candidate), self.quiet, self.plan.weekdays)

    def expires_at(self, due: datetime) -> datetime | None:
        days = [each for each in (self.plan.expires_days, self.link_days) if each is not None]
        return due + timedelta(days=min(days)) if days else None

    def last_look(self, candidate: Candidate) -> datetime | None:
        """Until when a no may still become a yes; None: as long as the round lasts, which nobody knows."""
        listens = self.plan.listens
        if listens:
            turn = candidate.turn_at
            return turn + timedelta(days=listens.stale_days) if turn else None
        if self.round is None:
            return None
        if self.plan.once:
            last = self.round.days[-1] + timedelta(days=self.plan.once.late_days)
            return local_moment(last, time(), self.zone)
        return local_moment(self.round.until, time(), self.zone)


def brief_of(programme: Programme, now: datetime, sampling: Sampling | None = None) -> Brief:
    """sampling: of this pass; without one nothing but a share is looked at."""
    workspace, plan = programme.workspace, programme.read()
    policy, zone = policy_of(workspace), zone_named(workspace.time_zone)
    year, round = str(now.astimezone(zone).year), round_at(programme, plan, zone, now)
    return Brief(
        programme,
        workspace,
        plan,
        policy,
        ask_of(programme, plan, now),
        zone,
        plan.quiet or policy.quiet,
        sampling or Sampling(plan.sample),
        round,
        drawer(workspace.pk, "holdout", year),
        drawer(programme.pk, "holdout", year),
        drawer(programme.pk, "sample", round.label if round else ""),
        programme.survey.live.read().link_days if programme.survey.live else None,
    )


def ask_of(programme: Programme, plan: Plan, now: datetime) -> Ask:
    survey, listens = programme.survey, plan.listens
    closed = survey.closes_at is not None and survey.closes_at <= now
    return Ask(
        kind=survey.kind,
        survey_open=survey.state == SurveyState.OPEN and survey.live_id is not None and not closed,
        population=population_of(plan, survey.kind),
        holdout=plan.holdout / 100,
        stale_after=timedelta(days=listens.stale_days) if listens else None,
    )


def population_of(plan: Plan, kind: str) -> str:
    """Whom the survey is for; "": everybody but employees."""
    return plan.population or (EMPLOYEES if kind in EMPLOYEE_KINDS else "")


def round_at(programme: Programme, plan: Plan, zone: ZoneInfo, now: datetime) -> Round | None:
    """The round that runs; a draft's would begin now."""
    begun = max(programme.started_at or now, plan.starts_at or programme.started_at or now)
    first = begun.astimezone(zone).date()
    if plan.wave:
        return wave_round(plan.wave, now.astimezone(zone).date(), first)
    return once_round(plan.once, begun, zone) if plan.once else None


def audience(programme: Programme, plan: Plan, now: datetime) -> QuerySet[Person]:
    """Everybody whom the programme may ask at all."""
    people = programme.segment.people(now) if programme.segment else Person.objects.of(programme.workspace_id)
    wanted = population_of(plan, programme.survey.kind)
    return people.filter(population=wanted) if wanted else people.exclude(population=EMPLOYEES)
