"""A case: somebody's answer that somebody of ours must see to. The row, and opening one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.db.models import Avg, Count, Max, Q

from likely.act.case_owner import TEAM, Candidate, choose_owner
from likely.act.case_policy import case_policy_of, target
from likely.act.case_priority import urgency, weight
from likely.act.case_state import NEW, STATES
from likely.act.case_team import team_of
from likely.act.domain_event import emit, event
from likely.base.journal import record
from likely.base.member import Member, Role, User
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.collect.response import Response
from likely.lib.identity import new_id
from likely.people.account import Account
from likely.people.person import Person

BY_HAND: Final = "hand"
OUTCOMES: Final = ("recovered", "improved", "unchanged", "lost", "no_contact", "no_action")


class Case(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="cases", db_index=False)
    response = models.ForeignKey(Response, models.CASCADE, related_name="cases")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="cases")
    rule = models.CharField(max_length=40)  # the playbook's id, or "hand"
    state = models.CharField(max_length=12, choices=[(one, one) for one in STATES], default=NEW)
    is_open = models.BooleanField(default=True)  # state is one of OPEN_STATES; for the queue's index
    owner = models.ForeignKey(User, models.SET_NULL, null=True, related_name="cases")
    owned_at = models.DateTimeField(null=True)
    score = models.PositiveSmallIntegerField(null=True)  # of the answer, as the urgency knows it
    weight = models.FloatField()  # points of score and value, see case_priority.py
    urgency = models.FloatField()
    opened_at = models.DateTimeField()
    reply_due_at = models.DateTimeField()
    resolve_due_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)  # the next of both; null: nothing is owed now
    overdue_at = models.DateTimeField(null=True)  # the due time whose passing was told
    paused_at = models.DateTimeField(null=True)  # waiting for the customer since then
    replied_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    root_cause = models.CharField(max_length=120, blank=True)
    promise = models.CharField(max_length=200, blank=True)  # what we said we would do
    promised_on = models.DateField(null=True)  # by which day
    promise_kept = models.BooleanField(null=True)
    outcome = models.CharField(max_length=12, blank=True)  # one of OUTCOMES
    tags = models.JSONField(default=list)  # of text
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, related_name="merged")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["response", "rule"], name="case_once_per_rule")
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "is_open", "-urgency", "-id"], name="case_queue"),
            models.Index(fields=["workspace", "state", "-urgency", "-id"], name="case_state"),
            models.Index(fields=["workspace", "is_open", "due_at"], name="case_due"),
            models.Index(fields=["workspace", "is_open", "opened_at", "id"], name="case_age"),
            models.Index(fields=["workspace", "-opened_at", "-id"], name="case_newest"),
            models.Index(fields=["workspace", "changed_at"], name="case_changed"),
            models.Index(fields=["due_at"], name="case_overdue", condition=Q(is_open=True)),
        ]

    def __str__(self) -> str:
        return str(self.person) if self.person else ""

    @property
    def subject(self) -> str:
        """Its name in the journal."""
        return f"case:{self.pk}"


@dataclass(frozen=True, slots=True)
class Opening:
    """How a case is opened. rule: a playbook's id or BY_HAND; owner_rule "": the workspace's."""

    rule: str = BY_HAND
    owner_rule: str = ""
    tags: Sequence[str] = ()


@transaction.atomic
def open_case(response: Response, opening: Opening, actor: str, now: datetime) -> tuple[Case, bool]:
    """The case of this answer under this rule, and whether it is new: one answer has at most one a rule."""
    known = Case.objects.of(response.workspace_id).filter(response=response, rule=opening.rule)
    if found := known.first():
        return found, False
    try:
        with transaction.atomic():
            made = _made(response, opening, now)
            made.save(force_insert=True)
    except IntegrityError:  # somebody else opened it in between
        return known.get(), False
    owner = str(made.owner_id) if made.owner_id else None
    record(made.workspace, actor, "case.opened", made.subject, rule=opening.rule, owner=owner)
    emit(event(made.workspace, "case.opened", made.pk, "", now))
    return made, True


def _made(response: Response, opening: Opening, now: datetime) -> Case:
    """Its clock begins when it is opened; its urgency counts from the answer."""
    workspace, account = response.workspace, response.person.account if response.person else None
    policy = case_policy_of(workspace)
    hours = policy.hours(workspace.time_zone)
    points = weight(response.score, account.value if account else None, usual_value(workspace))
    rule = opening.owner_rule or policy.owner_rule
    owner = choose_owner(
        rule,
        candidates(workspace, team_of(response) if rule == TEAM else ()),
        policy.owner,
        account.keeper_id if account else None,
        may_own(workspace),
    )
    reply_due_at = target(hours, now, policy.reply_hours)
    resolve_due_at = max(reply_due_at, target(hours, now, policy.resolve_hours))
    return Case(
        workspace=workspace,
        response=response,
        person=response.person,
        rule=opening.rule,
        owner_id=owner,
        owned_at=now if owner else None,
        score=response.score,
        weight=points,
        urgency=urgency(points, response.at),
        opened_at=now,
        changed_at=now,
        reply_due_at=reply_due_at,
        resolve_due_at=resolve_due_at,
        due_at=reply_due_at,
        tags=list(opening.tags),
    )


def usual_value(workspace: Workspace) -> float | None:
    """The mean of the accounts' values, where any is known."""
    found: float | None = Account.objects.of(workspace).filter(value__gt=0).aggregate(n=Avg("value"))["n"]
    return found


def candidates(workspace: Workspace, team: Collection[UUID] = ()) -> list[Candidate]:
    """Who may be given a case: the team; without one the agents; without agents managers and owners."""
    roles = dict(Member.objects.of(workspace).exclude(role=Role.VIEWER).values_list("user", "role"))
    agents = [user for user, role in roles.items() if role == Role.AGENT]
    managers = [user for user, role in roles.items() if role in (Role.MANAGER, Role.OWNER)]
    chosen = [user for user in roles if user in team] or agents or managers
    rows = Case.objects.of(workspace).filter(owner__in=chosen).values_list("owner")
    known = {
        owner: Candidate(owner, n, last)
        for owner, n, last in rows.annotate(n=Count("pk", filter=Q(is_open=True)), last=Max("owned_at"))
    }
    return [known.get(user, Candidate(user)) for user in chosen]


def may_own(workspace: Workspace) -> dict[UUID, User]:
    """Everybody to whom a case can be given by hand: whoever may work on one."""
    rows = Member.objects.of(workspace).exclude(role=Role.VIEWER).select_related("user")
    return {one.user_id: one.user for one in rows.order_by("user__name", "user__email")}
