"""A playbook: when an answer of such a kind comes in, a case is opened, or thanks and a request go out (L04).

It acts on answers from the moment on at which it was switched on, and on each answer once.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from django.db import IntegrityError, models, transaction
from django.db.models import QuerySet

from likely.act.case import Case
from likely.act.case_owner import OWNER_RULES
from likely.act.case_work import read_tags
from likely.act.reply_template import USUAL_REPLY, ReplyTemplate
from likely.base.journal import record
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.collect.response import Response, ResponseState
from likely.lib.identity import new_id
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal
from likely.people.segment import read_rule
from likely.people.segment_rows import people_in
from likely.people.segment_words import wording
from likely.stats.scale import GROUP_SCORES, GROUPS

LONGEST_NAME: Final = 120  # characters
MOST_PLAYBOOKS: Final = 50  # of a workspace
LOOK_BACK: Final = timedelta(days=30)  # of a dry run
OPEN_CASE, INVITE = ACTIONS = ("case", "invite")  # invite: thank, and ask to pass us on


class Playbook(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="playbooks")
    name = models.CharField(max_length=120)
    groups = models.JSONField(default=list)  # of GROUPS: whose answers
    with_comment = models.BooleanField(default=False)  # only where a reason was given
    with_permission = models.BooleanField(default=False)  # only where contact was permitted
    condition = models.TextField(blank=True)  # about the person, in the language of segments; "": everybody
    action = models.CharField(max_length=8, default=OPEN_CASE)  # one of ACTIONS; stays what it was made as
    owner_rule = models.CharField(max_length=16, blank=True)  # one of OWNER_RULES; "": the workspace's
    tags = models.JSONField(default=list)  # that its cases begin with
    notify = models.BooleanField(default=False)  # tell whoever manages, by mail
    writes = models.CharField(
        max_length=36, blank=True
    )  # to the customer: a ready-made reply's key; "": nothing
    is_on = models.BooleanField(default=False)
    on_since = models.DateTimeField(null=True)
    fault = models.CharField(max_length=300, blank=True)  # why it was switched off by itself
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "name"], name="playbook_name_once")
        ]
        indexes: ClassVar = [models.Index(fields=["is_on"], name="playbook_on")]

    def __str__(self) -> str:
        return self.name

    @property
    def scores(self) -> list[int]:
        return [score for group in self.groups for score in GROUP_SCORES[group]]

    def facts(self) -> "PlaybookFacts":
        own = {name: getattr(self, name) for name in PlaybookFacts.__dataclass_fields__}
        return PlaybookFacts(**{**own, "groups": tuple(self.groups), "tags": tuple(self.tags)})


class PlaybookRun(models.Model):
    """The log: that a playbook acted on an answer, and the case that it led to."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    playbook = models.ForeignKey(Playbook, models.CASCADE, related_name="runs")
    response = models.ForeignKey(Response, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["playbook", "response"], name="playbook_once_per_answer")
        ]


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


@transaction.atomic
def make_playbook(
    workspace: Workspace, facts: PlaybookFacts, actor: str, action: str = OPEN_CASE
) -> Playbook:
    """Switched off until somebody switches it on. action: one of ACTIONS."""
    if Playbook.objects.of(workspace).count() >= MOST_PLAYBOOKS:
        raise Refusal("too_many_playbooks", f"A workspace has at most {MOST_PLAYBOOKS} playbooks.")
    made = Playbook(workspace=workspace, action=action, **_read(workspace, facts))
    _save(made)
    record(workspace, actor, "playbook.made", f"playbook:{made.pk}", **asdict(made.facts()))
    return made


@transaction.atomic
def change_playbook(playbook: Playbook, facts: PlaybookFacts, actor: str) -> None:
    for name, value in _read(playbook.workspace, facts).items():
        setattr(playbook, name, value)
    playbook.fault = ""
    _save(playbook)
    record(
        playbook.workspace, actor, "playbook.changed", f"playbook:{playbook.pk}", **asdict(playbook.facts())
    )


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
    record(
        playbook.workspace, actor, "playbook.dropped", f"playbook:{playbook.pk}", **asdict(playbook.facts())
    )
    playbook.delete()


def answers_meant(playbook: Playbook, now: datetime) -> QuerySet[Response]:
    """Every answer that it would act on; a refusal where its condition can't be read any more."""
    rows = Response.objects.of(playbook.workspace).filter(
        state=ResponseState.COUNTED, score__in=playbook.scores
    )
    if playbook.with_comment:
        rows = rows.exclude(comment="")
    if playbook.with_permission:
        rows = rows.filter(permission=True)
    if playbook.condition:
        rule = read_rule(playbook.workspace, playbook.condition)
        rows = rows.filter(person__in=people_in(playbook.workspace, rule, now))
    return rows


def dry_run(playbook: Playbook, now: datetime) -> int:
    """How often it would have acted in the last LOOK_BACK."""
    return answers_meant(playbook, now).filter(at__gte=now - LOOK_BACK, at__lte=now).count()


def _read(workspace: Workspace, facts: PlaybookFacts) -> Mapping[str, Any]:
    name = " ".join(clean_text(facts.name, "name", LONGEST_NAME).split())
    if not name:
        raise Refusal("no_name", "The playbook has no name.", cure="Give it one.", field="name")
    if not facts.groups or not set(facts.groups) <= set(GROUPS):
        raise Refusal("groups_missing", f"Choose out of {', '.join(GROUPS)}.", field="groups")
    if facts.owner_rule not in ("", *OWNER_RULES):
        raise Refusal("owner_rule_unknown", f"It is one of {', '.join(OWNER_RULES)}.", field="owner_rule")
    condition = facts.condition.strip()
    return {
        "name": name,
        "groups": [group for group in GROUPS if group in facts.groups],
        "with_comment": facts.with_comment,
        "with_permission": facts.with_permission,
        "condition": wording(read_rule(workspace, condition)) if condition else "",
        "owner_rule": facts.owner_rule,
        "tags": read_tags(facts.tags),
        "notify": facts.notify,
        "writes": _read_writes(workspace, facts.writes),
    }


def _read_writes(workspace: Workspace, key: str) -> str:
    own = ReplyTemplate.objects.of(workspace).values_list("pk", flat=True)
    if key not in ("", USUAL_REPLY, *map(str, own)):
        raise Refusal("choice_unknown", "There is no such ready-made reply.", field="writes")
    return key


def _save(playbook: Playbook) -> None:
    try:
        with transaction.atomic():
            playbook.save()
    except IntegrityError:
        raise Refusal("name_taken", f"There is a playbook {playbook.name!r} already.", field="name") from None
