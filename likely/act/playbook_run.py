"""The log of playbooks: each time one acted, and of each of its steps how far it came. The steps are a queue.

A run is written in the transaction in which its event is claimed, with all of its steps. Each step is then
done once by itself (step_work.py); its id names it to whoever is called.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import ClassVar, Final

from django.db import models, transaction

from likely.act.case import Case
from likely.act.case_policy import case_policy_of
from likely.act.playbook import Playbook
from likely.act.playbook_step import Delay, Step
from likely.act.posted_mail import PostedMail
from likely.ask.message import MessageState
from likely.base.journal import record
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.collect.response import Response
from likely.lib.identity import new_id
from likely.lib.refusal import Refusal
from likely.people.person import Person

WAITS, CLAIMED, DONE, SKIPPED, FAILED = STATES = ("waits", "claimed", "done", "skipped", "failed")
AGAIN: Final = (FAILED, SKIPPED, WAITS)  # states in which somebody may say: now


class PlaybookRun(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    playbook = models.ForeignKey(Playbook, models.CASCADE, related_name="runs")
    occasion = models.CharField(max_length=160)  # names what it acted on; once a playbook
    kind = models.CharField(max_length=24, default="answer")  # one of playbook.WHENS
    facts = models.JSONField(default=dict)  # of the event
    response = models.ForeignKey(Response, models.CASCADE, null=True, related_name="+")
    case = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="+")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="playbook_runs")
    at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["playbook", "occasion"], name="playbook_once_an_occasion")
        ]


class RunStep(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    run = models.ForeignKey(PlaybookRun, models.CASCADE, related_name="steps")
    key = models.CharField(max_length=16)  # of the step in its playbook
    place = models.PositiveSmallIntegerField()
    do = models.CharField(max_length=8)  # one of playbook_step.DEEDS
    says = models.JSONField(default=dict)  # the step's fields as they were when the playbook acted
    state = models.CharField(max_length=8, default=WAITS)  # one of STATES
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=24, blank=True)  # why it was not done, see step_deeds.py
    words = models.CharField(max_length=300, blank=True)  # of the other side
    posted = models.ForeignKey(PostedMail, models.SET_NULL, null=True, related_name="+")  # how it goes out
    done_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "key"], name="run_step_once")]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state__in=["waits", "claimed"]),
                name="run_step_due",
            )
        ]

    @property
    def shown_state(self) -> str:
        """What is handed to a queue is done once it went out."""
        if self.state != DONE or self.posted is None:
            return self.state
        if self.posted.state in (MessageState.FAILED, MessageState.CANCELLED):
            return FAILED
        return DONE if self.posted.state == MessageState.SENT else WAITS

    @property
    def shown_words(self) -> str:
        return self.words or (self.posted.failure if self.posted else "")


def plan_steps(run: PlaybookRun, steps: Sequence[Step], now: datetime) -> None:
    """Write the steps of a new run, each with its moment. Call it in the transaction that writes the run."""
    rows = [
        RunStep(
            workspace_id=run.workspace_id,
            run=run,
            key=step.key,
            place=place,
            do=step.do,
            says=dict(step.says),
            due_at=moment_of(step.delay, run.workspace, now),
        )
        for place, step in enumerate(steps)
    ]
    RunStep.objects.bulk_create(rows, ignore_conflicts=True)


def moment_of(delay: Delay, workspace: Workspace, now: datetime) -> datetime:
    """When a step is due. business: as soon as work goes on, by the hours of the workspace's cases."""
    if delay.unit == "business":
        return case_policy_of(workspace).hours(workspace.time_zone).after(now, timedelta())
    return now if delay.unit == "now" else now + timedelta(**{delay.unit: delay.n})


@transaction.atomic
def try_again(step: RunStep, actor: str, now: datetime) -> None:
    """Do it now, under the name that it had: whoever was called before knows it again."""
    row = (
        RunStep.objects.select_for_update(of=("self",)).select_related("posted", "workspace").get(pk=step.pk)
    )
    if row.posted is not None and row.shown_state == FAILED:
        failed = PostedMail.objects.filter(
            pk=row.posted.pk, state__in=(MessageState.FAILED, MessageState.CANCELLED)
        )
        failed.update(state=MessageState.QUEUED, due_at=now, tries=0, failure="")
    elif row.state in AGAIN:
        row.state, row.due_at, row.tries, row.reason, row.words = WAITS, now, 0, "", ""
        row.save()
    else:
        raise Refusal("step_done", "This step was done, or is being done.", field="step")
    record(row.workspace, actor, "playbook.step_again", f"run:{row.run_id}", step=row.do)


def forget_runs(workspace: Workspace, person: Person, responses: Sequence[Response]) -> None:
    """Of somebody who is erased: what steps told colleagues and chat rooms, waiting or sent, and what the
    other side said of them. That the steps were done stays."""
    about = models.Q(run__person=person) | models.Q(run__response__in=[one.pk for one in responses])
    steps = RunStep.objects.of(workspace).filter(about)
    PostedMail.objects.of(workspace).filter(pk__in=steps.values("posted")).delete()
    steps.update(words="")
