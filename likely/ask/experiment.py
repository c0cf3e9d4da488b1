"""An experiment: who is in which arm, and what was promised of it before anybody looked (R12).

The arm is drawn from the ids of the experiment and the person, so that it is the same on every machine and
on every day, and stands as a property on the invitations and answers that it is about; or it came with the
answers as a property of theirs.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Final
from zoneinfo import ZoneInfo

from django.db import IntegrityError, models, transaction

from likely.ask.guardrail import GuardFacts, Guardrail, refuse_bad_guards
from likely.ask.survey import Survey
from likely.base.journal import record
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal
from likely.people.facts import property_key
from likely.people.margin import read_margin

MOST_ARMS: Final = 10
LONGEST_ARM: Final = 40  # characters
MOST_EXPERIMENTS: Final = 500  # of a workspace
FEWEST_EXPECTED, MOST_EXPECTED = 50, 10_000_000  # answers
ARM: Final = "arm_"  # begins the key of a property that we write


class ExperimentKind(models.TextChoices):
    ASSIGNED = "assigned"  # we draw the arm
    COLUMN = "column"  # a property of the answers says it


@dataclass(frozen=True, slots=True)
class ExperimentFacts:
    """arms: name -> share, in any unit, the control first; of `column` the shares that were planned.

    column: the property that says the arm; empty where we draw it. expected: answers in all arms together at
    which a decision is expected. minimum: answers in each arm before it. worthwhile: points that matter; 0:
    any. most_lost: percent of the answers that a variant may cost. guards: what else it must not harm.
    earlier: whether the earlier scores of the same persons narrow the interval. confirm: a survey that is
    looked at again for `confirm_days` after the end.
    """

    name: str
    survey: Survey
    arms: Mapping[str, float]
    column: str = ""
    expected: int = 2000
    minimum: int = 100
    worthwhile: float = 0.0
    most_lost: int = 20
    guards: tuple[GuardFacts, ...] = ()
    earlier: bool = True
    confirm: Survey | None = None
    confirm_days: int = 90
    since: date | None = None
    about: str = field(default="")


class Experiment(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="experiments")
    name = models.CharField(max_length=120)
    about = models.CharField(max_length=500, blank=True)  # what differs between the arms
    kind = models.CharField(max_length=8, choices=ExperimentKind.choices)
    column = models.CharField(max_length=60)  # the property of an answer that says its arm
    arms = models.JSONField()  # [[name, share]], the control first
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="experiments")  # of the primary score
    expected = models.PositiveIntegerField()  # answers in all arms together
    minimum = models.PositiveIntegerField()  # answers in each arm
    worthwhile = models.FloatField(default=0.0)  # points
    most_lost = models.PositiveSmallIntegerField(default=20)  # percent of the answers
    earlier = models.BooleanField(default=True)  # earlier scores of the same persons narrow the interval
    confirm = models.ForeignKey(Survey, models.SET_NULL, null=True, blank=True, related_name="+")
    confirm_days = models.PositiveSmallIntegerField(default=90)
    since = models.DateField(null=True, blank=True)  # first day whose answers count; null: all
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    confirm_until = models.DateTimeField(null=True, blank=True)  # set when it stops

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "name"], name="experiment_name_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> str:
        """draft, running or stopped."""
        return "stopped" if self.stopped_at else "running" if self.started_at else "draft"

    @property
    def is_assigned(self) -> bool:
        return self.kind == ExperimentKind.ASSIGNED

    @property
    def shares(self) -> dict[str, float]:
        return {str(name): float(share) for name, share in self.arms}

    @property
    def control(self) -> str:
        return str(self.arms[0][0])

    @property
    def days(self) -> tuple[date | None, date | None]:
        """The days whose answers count, both included, in the workspace's time zone; None: open."""
        zone = ZoneInfo(self.workspace.time_zone)
        return self.since, self.stopped_at.astimezone(zone).date() if self.stopped_at else None


@transaction.atomic
def make_experiment(workspace: Workspace, facts: ExperimentFacts, actor: str) -> Experiment:
    """A draft. What it promises can't be changed: whoever wants another promise makes another experiment."""
    name = " ".join(clean_text(facts.name, "name", 120).split())
    if not name:
        raise Refusal("no_name", "The experiment has no name.", cure="Give it one.", field="name")
    if Experiment.objects.of(workspace).count() >= MOST_EXPERIMENTS:
        raise Refusal("too_many_experiments", f"A workspace has at most {MOST_EXPERIMENTS} experiments.")
    arms = _arms(facts.arms)
    _refuse_bad_terms(workspace, facts)
    try:
        with transaction.atomic():
            made = Experiment.objects.create(
                workspace=workspace,
                name=name,
                about=" ".join(clean_text(facts.about, "about", 500).split()),
                kind=ExperimentKind.COLUMN if facts.column else ExperimentKind.ASSIGNED,
                column=facts.column or _own_column(workspace, name),
                arms=arms,
                **{one: getattr(facts, one) for one in _COPIED},
            )
            Guardrail.objects.bulk_create(_guardrails(made, facts.guards))
    except IntegrityError:
        raise Refusal(
            "experiment_name_taken",
            f"There is an experiment {name!r} already.",
            cure="Choose another name.",
            field="name",
        ) from None
    record(workspace, actor, "experiment.made", f"experiment:{made.pk}", name=name)
    return made


_COPIED: Final = (
    "survey", "expected", "minimum", "worthwhile", "most_lost", "earlier", "confirm", "confirm_days", "since",
)  # fmt: skip


def _guardrails(made: Experiment, guards: Sequence[GuardFacts]) -> list[Guardrail]:
    return [
        Guardrail(
            experiment=made,
            survey=one.survey,
            measure=one.measure,
            column=one.column,
            allowed=one.allowed,
            place=place,
        )
        for place, one in enumerate(guards, 1)
    ]


@transaction.atomic
def start_experiment(experiment: Experiment, now: datetime, actor: str) -> None:
    if experiment.started_at:
        raise Refusal("experiment_started", "The experiment has been started before.")
    experiment.started_at = now
    if experiment.is_assigned:
        experiment.since = now.astimezone(ZoneInfo(experiment.workspace.time_zone)).date()
    experiment.save(update_fields=["started_at", "since"])
    record(experiment.workspace, actor, "experiment.started", f"experiment:{experiment.pk}")


@transaction.atomic
def stop_experiment(experiment: Experiment, now: datetime, actor: str) -> None:
    """For good. Answers to the survey of its confirmation go on carrying the arm for their days."""
    if experiment.state != "running":
        raise Refusal("experiment_not_running", "Only an experiment that runs can be stopped.")
    experiment.stopped_at = now
    experiment.confirm_until = now + timedelta(days=experiment.confirm_days)
    experiment.save(update_fields=["stopped_at", "confirm_until"])
    record(experiment.workspace, actor, "experiment.stopped", f"experiment:{experiment.pk}")


@transaction.atomic
def drop_experiment(experiment: Experiment, actor: str) -> None:
    """Only a draft: what ran is kept, also where it came out otherwise than was hoped."""
    if experiment.started_at:
        raise Refusal("experiment_started", "An experiment that ran is kept. It can be stopped.")
    record(
        experiment.workspace, actor, "experiment.dropped", f"experiment:{experiment.pk}", name=experiment.name
    )
    experiment.delete()


def read_arms(text: str) -> dict[str, float]:
    """From `old = 50; new = 50`, or from `old; new` for equal parts; the control first."""
    parts = [part.strip() for part in re.split(r"[;；\n]", text) if part.strip()]
    if not any(re.search(r"[=:：]", part) for part in parts):
        named = dict.fromkeys(parts, 1.0)
        if len(named) < len(parts):
            raise _not_arms()
        return named
    return read_margin(";".join(part.replace("：", ":") for part in parts))


def _arms(told: Mapping[str, float]) -> list[list[Any]]:
    arms: dict[str, float] = {}
    for name, share in told.items():
        arms[" ".join(clean_text(name, "arms", LONGEST_ARM).split())] = float(share)
    if not 2 <= len(arms) <= MOST_ARMS or len(arms) < len(told) or "" in arms:
        raise _not_arms()
    if not all(0 < share < 1e9 for share in arms.values()):
        raise Refusal("no_share", "arms: each needs a share above 0.", field="arms")
    return [[name, share] for name, share in arms.items()]


def _not_arms() -> Refusal:
    return Refusal(
        "not_arms",
        f"arms: an experiment has 2 to {MOST_ARMS} arms with different names.",
        cure="Write the control first, such as old = 50; new = 50.",
        field="arms",
    )


def _refuse_bad_terms(workspace: Workspace, facts: ExperimentFacts) -> None:
    refuse_bad_guards(facts.guards)
    guards = tuple((one.survey, "guards") for one in facts.guards)
    for survey, name in ((facts.survey, "survey"), *guards, (facts.confirm, "confirm")):
        if survey is None:
            continue
        if survey.workspace_id != workspace.pk or survey.live is None:
            raise Refusal("survey_unknown", f"{name}: there is no such survey.", field=name)
        if not facts.column and survey.live.read().anonymous:
            raise Refusal(
                "survey_anonymous",
                f"{name}: nobody is named in this survey, so no arm can be drawn.",
                cure="Take a survey that knows its people, or a property that says the arm.",
                field=name,
            )
    bounds: tuple[tuple[str, float, float], ...] = (
        ("expected", FEWEST_EXPECTED, MOST_EXPECTED),
        ("minimum", 20, MOST_EXPECTED),
        ("worthwhile", 0, 100),
        ("most_lost", 1, 99),
        ("confirm_days", 1, 730),
    )
    for name, low, high in bounds:
        if not low <= getattr(facts, name) <= high:
            raise Refusal("out_of_range", f"{name} must be from {low:g} to {high:g}.", field=name)


def _own_column(workspace: Workspace, name: str) -> str:
    """A key that no other experiment has: arm_NAME, and a number where that is taken."""
    try:
        said = ARM + property_key(name)
    except Refusal:  # no letter a to z in it
        said = ARM + "experiment"
    taken = set(Experiment.objects.of(workspace).values_list("column", flat=True))
    places = range(2, MOST_EXPERIMENTS + 2)
    return next(key for key in (said[:36], *(f"{said[:36]}_{n}" for n in places)) if key not in taken)
