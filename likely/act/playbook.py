"""A playbook: when something happens, and if it is one of those that are meant, then this is done (L04).

It acts on what happens from the moment on at which it was switched on, and on each happening once. What is
done at once is its `action`; the steps that follow have each their delay (playbook_step.py).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, ClassVar, Final

from django.db import IntegrityError, models, transaction
from django.db.models import QuerySet

from likely.act.case_owner import OWNER_RULES
from likely.act.case_work import read_tags
from likely.act.endpoint import WEBHOOK, webhook_at
from likely.act.playbook_step import Step, read_steps
from likely.act.recovery_plan import MOST_DAYS, USUAL_DAYS, surveys_to_ask
from likely.act.reply_template import USUAL_REPLY, ReplyTemplate
from likely.base.journal import record
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.collect.response import Response, ResponseState
from likely.lib.identity import new_id
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal
from likely.people.person import Person
from likely.people.segment import read_rule
from likely.people.segment_rows import people_in
from likely.people.segment_words import wording
from likely.stats.scale import GROUP_SCORES, GROUPS

LONGEST_NAME: Final = 120  # characters
MOST_PLAYBOOKS: Final = 50  # of a workspace
# What is done at once. invite: thank, and ask to pass us on; steps: nothing but the steps.
OPEN_CASE, INVITE, STEPS_ONLY = ACTIONS = ("case", "invite", "steps")
ANSWER: Final = "answer"  # an answer came in, was changed or released
# What a playbook can wait for -> what that is about: an answer, a case, somebody, or nobody ("").
WHENS: Final[Mapping[str, str]] = {
    ANSWER: "answer",
    "answer.quarantined": "answer",
    "answer.released": "answer",
    "person.at_risk": "answer",
    "case.opened": "case",
    "case.assigned": "case",
    "case.answered": "case",
    "case.overdue": "case",
    "case.resolved": "case",
    "case.closed": "case",
    "invitation.bounced": "person",
    "score.alarm": "",
    "goal.reached": "",
}
NOT_AGAIN: Final = "no"  # after a case of this playbook nobody is asked once more


class Playbook(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="playbooks")
    name = models.CharField(max_length=120)
    when = models.CharField(max_length=24, default=ANSWER)  # one of WHENS
    groups = models.JSONField(default=list)  # of GROUPS: whose answers
    with_comment = models.BooleanField(default=False)  # only where a reason was given
    with_permission = models.BooleanField(default=False)  # only where contact was permitted
    condition = models.TextField(blank=True)  # about the person, in the language of segments; "": everybody
    action = models.CharField(max_length=8, default=OPEN_CASE)  # one of ACTIONS; stays what it was made as
    steps = models.JSONField(default=list)  # what follows, see playbook_step.Step.to_json
    owner_rule = models.CharField(max_length=16, blank=True)  # one of OWNER_RULES; "": the workspace's
    tags = models.JSONField(default=list)  # that its cases begin with
    notify = models.BooleanField(default=False)  # tell whoever manages, by mail
    writes = models.CharField(
        max_length=36, blank=True
    )  # to the customer: a ready-made reply's key; "": nothing
    # After a case of it was closed: a survey's id; NOT_AGAIN; "": as everywhere in the workspace.
    resurvey = models.CharField(max_length=36, blank=True)
    resurvey_days = models.PositiveSmallIntegerField(default=USUAL_DAYS)  # after the case was closed
    is_on = models.BooleanField(default=False)
    on_since = models.DateTimeField(null=True)
    fault = models.CharField(max_length=300, blank=True)  # why it was switched off by itself
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "name"], name="playbook_name_once")
        ]
        indexes: ClassVar = [models.Index(fields=["is_on", "when"], name="playbook_on")]

    def __str__(self) -> str:
        return self.name

    @property
    def scores(self) -> list[int]:
        return [score for group in self.groups for score in GROUP_SCORES[group]]

    def facts(self) -> "PlaybookFacts":
        own = {name: getattr(self, name) for name in PlaybookFacts.__dataclass_fields__}
        told = {"groups": tuple(self.groups), "tags": tuple(self.tags), "steps": self.read_steps()}
        return PlaybookFacts(**{**own, **told})

    def read_steps(self) -> tuple[Step, ...]:
        return tuple(Step.from_json(one) for one in self.steps)

    @property
    def subject(self) -> str:
        """What its happenings are about, see WHENS."""
        return WHENS[self.when]


@dataclass(frozen=True, slots=True)
class PlaybookFacts:
    """What a playbook says; see the columns."""

    name: str
    groups: tuple[str, ...]
    with_comment: bool = False
    with_permission: bool = False
    condition: str = ""
    owner_rule: str = ""
    tags: tuple[str, ...] = ()
    notify: bool = False
    writes: str = ""
    when: str = ANSWER
    steps: tuple[Step, ...] = ()
    resurvey: str = ""
    resurvey_days: int = USUAL_DAYS

    def told(self) -> dict[str, Any]:
        """For the journal: of steps what they do, not where they call and what they say."""
        return {**asdict(self), "steps": [step.do for step in self.steps]}


@transaction.atomic
def make_playbook(
    workspace: Workspace, facts: PlaybookFacts, actor: str, action: str = OPEN_CASE
) -> Playbook:
    """Switched off until somebody switches it on. action: one of ACTIONS."""
    if Playbook.objects.of(workspace).count() >= MOST_PLAYBOOKS:
        raise Refusal("too_many_playbooks", f"A workspace has at most {MOST_PLAYBOOKS} playbooks.")
    made = Playbook(workspace=workspace, action=action, **read_playbook(workspace, facts, action))
    _save(made, actor)
    record(workspace, actor, "playbook.made", f"playbook:{made.pk}", **made.facts().told())
    return made


@transaction.atomic
def change_playbook(playbook: Playbook, facts: PlaybookFacts, actor: str) -> None:
    """What it has begun goes on as it was begun."""
    for name, value in read_playbook(playbook.workspace, facts, playbook.action).items():
        setattr(playbook, name, value)
    playbook.fault = ""
    _save(playbook, actor)
    told = playbook.facts().told()
    record(playbook.workspace, actor, "playbook.changed", f"playbook:{playbook.pk}", **told)


@transaction.atomic
def switch_playbook(playbook: Playbook, actor: str, now: datetime, *, on: bool) -> None:
    """On: from now on. What was answered before stays as it is."""
    if playbook.is_on == on:
        return
    playbook.is_on, playbook.on_since, playbook.fault = on, now if on else None, ""
    playbook.save(update_fields=["is_on", "on_since", "fault"])
    record(playbook.workspace, actor, "playbook.switched", f"playbook:{playbook.pk}", on=on)


@transaction.atomic
def drop_playbook(playbook: Playbook, actor: str) -> None:
    """Its cases stay."""
    told = playbook.facts().told()
    record(playbook.workspace, actor, "playbook.dropped", f"playbook:{playbook.pk}", **told)
    playbook.delete()


def answers_meant(playbook: Playbook, now: datetime) -> QuerySet[Response]:
    """Every answer that it would act on; a refusal where its condition can't be read any more."""
    doubtful = playbook.when == "answer.quarantined"
    state = ResponseState.QUARANTINED if doubtful else ResponseState.COUNTED
    rows = Response.objects.of(playbook.workspace).filter(state=state)
    if playbook.groups:
        rows = rows.filter(score__in=playbook.scores)
    if playbook.with_comment:
        rows = rows.exclude(comment="")
    if playbook.with_permission:
        rows = rows.filter(permission=True)
    if playbook.condition:
        rows = rows.filter(person__in=people_meant(playbook, now))
    return rows


def people_meant(playbook: Playbook, now: datetime) -> QuerySet[Person]:
    """Whom its condition chooses; without one everybody."""
    if not playbook.condition:
        return Person.objects.of(playbook.workspace)
    return people_in(playbook.workspace, read_rule(playbook.workspace, playbook.condition), now)


def read_playbook(workspace: Workspace, facts: PlaybookFacts, action: str) -> Mapping[str, Any]:
    """The columns of what somebody told; a refusal names the field and the rule."""
    name = " ".join(clean_text(facts.name, "name", LONGEST_NAME).split())
    if not name:
        raise Refusal("no_name", "The playbook has no name.", cure="Give it one.", field="name")
    subject = _read_when(facts, action)
    if facts.owner_rule not in ("", *OWNER_RULES):
        raise Refusal("owner_rule_unknown", f"It is one of {', '.join(OWNER_RULES)}.", field="owner_rule")
    if not 0 <= facts.resurvey_days <= MOST_DAYS:
        raise Refusal("days_out_of_range", f"It lies between 0 and {MOST_DAYS}.", field="resurvey_days")
    condition = facts.condition.strip()
    return {
        "name": name,
        "when": facts.when,
        "groups": [group for group in GROUPS if group in facts.groups],
        "with_comment": facts.with_comment,
        "with_permission": facts.with_permission,
        "condition": wording(read_rule(workspace, condition)) if condition else "",
        "owner_rule": facts.owner_rule,
        "tags": read_tags(facts.tags),
        "notify": facts.notify,
        "writes": _read_writes(workspace, facts.writes),
        "steps": [step.to_json() for step in read_steps(facts.steps, subject)],
        "resurvey": _read_resurvey(workspace, facts.resurvey),
        "resurvey_days": facts.resurvey_days,
    }


def _read_when(facts: PlaybookFacts, action: str) -> str:
    """What its happenings are about. Of answers it says whose."""
    subject = WHENS.get(facts.when)
    if subject is None:
        raise Refusal("when_unknown", f"It is one of {', '.join(WHENS)}.", field="when")
    if action not in ACTIONS:
        raise Refusal("choice_unknown", f"It is one of {', '.join(ACTIONS)}.", field="action")
    if action != STEPS_ONLY and subject != "answer":
        raise Refusal("when_unfit", "Only an answer can open a case, or be thanked for.", field="when")
    if not set(facts.groups) <= set(GROUPS) or (subject == "answer" and not facts.groups):
        raise Refusal("groups_missing", f"Choose out of {', '.join(GROUPS)}.", field="groups")
    if facts.condition.strip() and not subject:
        raise Refusal("condition_unfit", "This is about nobody, so nobody can be chosen.", field="condition")
    if action == STEPS_ONLY and not facts.steps:
        raise Refusal("no_steps", "The playbook does nothing.", cure="Add a step.", field="steps")
    return subject


def _read_resurvey(workspace: Workspace, key: str) -> str:
    if key not in ("", NOT_AGAIN, *(str(one.pk) for one in surveys_to_ask(workspace))):
        raise Refusal("survey_not_open", "There is no such survey that can be asked.", field="resurvey")
    return key


def _read_writes(workspace: Workspace, key: str) -> str:
    own = ReplyTemplate.objects.of(workspace).values_list("pk", flat=True)
    if key not in ("", USUAL_REPLY, *map(str, own)):
        raise Refusal("choice_unknown", "There is no such ready-made reply.", field="writes")
    return key


def _save(playbook: Playbook, actor: str) -> None:
    for step in playbook.read_steps():
        if step.do == "webhook" or step.says.get("crm") == WEBHOOK:
            webhook_at(playbook.workspace, step.says["url"], actor)
    try:
        with transaction.atomic():
            playbook.save()
    except IntegrityError:
        raise Refusal("name_taken", f"There is a playbook {playbook.name!r} already.", field="name") from None
