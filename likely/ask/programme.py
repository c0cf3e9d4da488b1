"""A programme: who is asked what, when and by which channels, again and again until it ends (C02)."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import models, transaction

from likely.ask.programme_plan import Plan
from likely.ask.survey import Survey, SurveyState
from likely.base.journal import record
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal
from likely.people.segment import Segment


class ProgrammeKind(models.TextChoices):
    WAVE = "wave"  # everybody, spread over each period
    TRIGGER = "trigger"  # after an event, within days
    OUTCOME = "outcome"  # after an event, weeks later
    ONCE = "once"  # by hand, one time
    IN_APP = "in_app"  # by the widget


class ProgrammeState(models.TextChoices):
    DRAFT = "draft"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class ProgrammeFacts:
    """What somebody decides about a programme. segment: whom it may ask at all; None: everybody."""

    name: str
    survey: Survey
    plan: Plan
    segment: Segment | None = None
    priority: int = 50


class Programme(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="programmes")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=ProgrammeKind.choices)
    state = models.CharField(max_length=8, choices=ProgrammeState.choices, default=ProgrammeState.DRAFT)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="programmes")
    segment = models.ForeignKey(Segment, models.PROTECT, null=True, blank=True, related_name="programmes")
    plan = models.JSONField(default=dict)  # see likely/ask/programme_plan.py
    priority = models.PositiveSmallIntegerField(default=50)  # 0 first; who is asked when two want the same
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    pass_at = models.DateTimeField(null=True, blank=True)  # when everybody is next looked through
    fronts = models.JSONField(default=dict)  # how far a limited sample has come; see likely/ask/sample.py

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "name"], name="programme_name_once")
        ]
        indexes: ClassVar = [models.Index(fields=["state", "priority"], name="programme_running")]

    def __str__(self) -> str:
        return self.name

    def read(self) -> Plan:
        return Plan.from_json(self.plan)

    @classmethod
    @transaction.atomic
    def begin(cls, workspace: Workspace, facts: ProgrammeFacts, actor: str) -> "Programme":
        """A new programme that is only a draft: nobody is asked before it is started."""
        made = cls(workspace=workspace)
        made._take(facts)
        made.save(force_insert=True)
        record(workspace, actor, "programme.begun", f"programme:{made.pk}", name=made.name)
        return made

    @transaction.atomic
    def change(self, facts: ProgrammeFacts, actor: str) -> None:
        """From the next decision on. What is decided stays decided; a started one keeps survey and kind."""
        self._lock()
        self._not_ended()
        before = self.plan
        if self.started_at and (facts.survey.pk != self.survey_id or facts.plan.kind != self.kind):
            raise Refusal(
                "programme_fixed",
                "A programme that was started keeps its survey and its kind.",
                cure="End it and begin another.",
                field="survey" if facts.survey.pk != self.survey_id else "plan",
            )
        self._take(facts)
        self.pass_at = None
        self.save()
        record(self.workspace, actor, "programme.changed", f"programme:{self.pk}", before=before)

    @transaction.atomic
    def start(self, actor: str, now: datetime) -> None:
        """People are asked from now on. What happened before is no occasion."""
        self._lock()
        self._is_one_of(ProgrammeState.DRAFT)
        may_start(self.read(), self.survey)
        self.state, self.started_at, self.pass_at = ProgrammeState.RUNNING, now, None
        self.save()
        record(self.workspace, actor, "programme.started", f"programme:{self.pk}")

    @transaction.atomic
    def pause(self, actor: str) -> None:
        """Nobody is asked and nothing that is queued goes out, until it is resumed."""
        self._lock()
        self._is_one_of(ProgrammeState.RUNNING)
        self._move_to(ProgrammeState.PAUSED, actor)

    @transaction.atomic
    def resume(self, actor: str) -> None:
        self._lock()
        self._is_one_of(ProgrammeState.PAUSED)
        self.pass_at = None
        self._move_to(ProgrammeState.RUNNING, actor)

    @transaction.atomic
    def end(self, actor: str, now: datetime) -> None:
        """For good. What is queued is not sent; links that went out go on working until they expire."""
        self._lock()
        self._not_ended()
        self.ended_at = now
        self._move_to(ProgrammeState.ENDED, actor)

    def _take(self, facts: ProgrammeFacts) -> None:
        self.name = clean_text(facts.name, "name", 120)
        if not self.name:
            raise Refusal("no_name", "The programme has no name.", cure="Give it one.", field="name")
        if not 0 <= facts.priority <= 100:
            raise Refusal("priority_out_of_range", "priority must lie between 0 and 100.", field="priority")
        if facts.survey.workspace_id != self.workspace_id:
            raise Refusal("survey_unknown", "There is no such survey.", field="survey")
        if facts.segment and facts.segment.workspace_id != self.workspace_id:
            raise Refusal("segment_unknown", "There is no such segment.", field="segment")
        others = Programme.objects.of(self.workspace_id).filter(name=self.name).exclude(pk=self.pk)
        if others.exists():
            raise Refusal("name_taken", f"There is a programme {self.name!r} already.", field="name")
        self.survey, self.segment, self.priority = facts.survey, facts.segment, facts.priority
        self.kind, self.plan = facts.plan.kind, facts.plan.to_json()

    def _lock(self) -> None:
        """The row as it is now, and nobody else's until the end of the transaction."""
        fresh = Programme.objects.of(self.workspace_id).select_for_update(of=("self",)).get(pk=self.pk)
        self.state, self.started_at, self.ended_at = fresh.state, fresh.started_at, fresh.ended_at
        self.fronts = fresh.fronts

    def _is_one_of(self, *states: str) -> None:
        if self.state not in states:
            raise Refusal(
                "wrong_state", f"This can't be done with a programme that is {self.state}.", field="state"
            )

    def _not_ended(self) -> None:
        self._is_one_of(ProgrammeState.DRAFT, ProgrammeState.RUNNING, ProgrammeState.PAUSED)

    def _move_to(self, state: str, actor: str) -> None:
        self.state = state
        self.save(update_fields=["state", "ended_at", "pass_at"])
        record(self.workspace, actor, f"programme.{state}", f"programme:{self.pk}")


def may_start(plan: Plan, survey: Survey) -> None:
    """Refuses what could never ask anybody, or would break what the survey promises."""
    if survey.live is None or survey.state_now == SurveyState.CLOSED:
        raise Refusal(
            "survey_not_open",
            "The survey takes no answers.",
            cure="Publish and open it first.",
            field="survey",
        )
    if survey.live.read().anonymous and (plan.reminders or plan.thanks):
        raise Refusal(
            "survey_anonymous",
            "Nobody knows who answered an anonymous survey, so nobody can be reminded or thanked.",
            cure="Leave reminders and thank-you out.",
            field="plan.reminders" if plan.reminders else "plan.thanks",
        )
