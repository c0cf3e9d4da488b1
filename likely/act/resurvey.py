"""Asking once more after a case was closed: did it help? Under the same rules as any other question.

The contact policy decides as for everybody. Where one of its clocks still runs, the question waits for it;
where it can't be asked within LONGEST_WAIT, it is not asked at all.
"""

import logging
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final
from uuid import UUID

from django.db import models, transaction

from likely.act.case import BY_HAND, Case
from likely.act.case_state import CLOSED
from likely.act.domain_event import DomainEvent
from likely.act.may_reply import MAIL, why_not
from likely.act.playbook import Playbook
from likely.act.recovery_plan import RecoveryPlan, recovery_plan_of
from likely.ask.contact_clock import Crossed, Cutoffs, claim
from likely.ask.contact_policy import policy_of
from likely.ask.invitation import Invitation
from likely.ask.may_ask import may_ask
from likely.ask.message import MessagePurpose
from likely.ask.message_queue import queue
from likely.ask.personal_link import end_of_link
from likely.ask.quiet_hours import EVERY_DAY, next_allowed, zone_named
from likely.ask.survey import Survey, SurveyState
from likely.base.journal import record
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id
from likely.people.person import Person
from likely.people.suppression import barred

log = logging.getLogger(__name__)

LONGEST_WAIT: Final = timedelta(days=60)  # after the case was closed
AT_ONCE: Final = 200  # rows
DUE, ASKED, REFUSED = "due", "asked", "refused"


class Resurvey(models.Model):
    """One a case, however often it is opened again and closed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    case = models.OneToOneField(Case, models.CASCADE, related_name="resurvey")
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="+")
    invitation = models.OneToOneField(Invitation, models.SET_NULL, null=True, related_name="resurvey")
    state = models.CharField(max_length=8, default=DUE)
    reason = models.CharField(max_length=24, blank=True)  # why it waits, or why nobody was asked
    due_at = models.DateTimeField()
    last_at = models.DateTimeField()  # later than this it makes no sense

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "due_at"], name="resurvey_due")]


def plan_resurvey(one: DomainEvent) -> None:
    """A case was closed: ask in some days. What was asked already is not asked again."""
    if one.kind != "case.closed":
        return
    case = Case.objects.of(one.workspace_id).filter(pk=one.subject, state=CLOSED, merged_into=None).first()
    if case is None or case.closed_at is None or case.person_id is None:
        return
    plan = _plan_of(case, one.workspace)
    if plan.survey is None:
        return
    due_at = case.closed_at + timedelta(days=plan.after_days)
    told = {"survey": plan.survey, "due_at": due_at, "last_at": case.closed_at + LONGEST_WAIT}
    row, is_new = Resurvey.objects.get_or_create(case=case, defaults={"workspace": one.workspace, **told})
    if not is_new and row.state != ASKED:
        Resurvey.objects.filter(pk=row.pk).exclude(state=ASKED).update(state=DUE, reason="", **told)


def _plan_of(case: Case, workspace: Workspace) -> RecoveryPlan:
    """What the playbook that opened the case says; else what holds in the workspace."""
    rule = None if case.rule == BY_HAND else Playbook.objects.of(workspace).filter(pk=_id(case.rule)).first()
    if rule is None or not rule.resurvey:
        return recovery_plan_of(workspace)
    survey = Survey.objects.of(workspace).filter(pk=_id(rule.resurvey)).first()
    return RecoveryPlan(survey, rule.resurvey_days)


def _id(text: str) -> UUID:
    """Nobody's, where it is no id."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def resurvey_due(now: datetime) -> int:
    """Ask whose turn has come; how many rows were dealt with."""
    due = Resurvey.objects.filter(state=DUE, due_at__lte=now).order_by("due_at")
    return sum(_dealt(pk, now) for pk in due.values_list("pk", flat=True)[:AT_ONCE])


def _dealt(pk: Any, now: datetime) -> bool:
    """One that fails is logged and stays due; it stops no other."""
    try:
        with transaction.atomic():
            rows = Resurvey.objects.select_for_update(of=("self",)).filter(pk=pk, state=DUE)
            related = ("workspace", "survey__live", "case__person", "case__response", "case__workspace")
            row = rows.select_related(*related).first()
            if row is None:
                return False
            _decide(row, now)
            row.save()
            if row.state == REFUSED:
                record(row.workspace, "system", "case.not_asked_again", row.case.subject, reason=row.reason)
    except Crossed:  # somebody else asks them at this moment: the clocks decide at the next look
        return False
    except Exception:
        log.exception("asking again about a case failed: %s", pk)
        return False
    return True


def _decide(row: Resurvey, now: datetime) -> None:
    case, person = row.case, row.case.person
    if case.state != CLOSED:
        row.state, row.reason = REFUSED, "reopened"  # closed once more, it is due anew
    elif reason := why_not(case, now):
        row.state, row.reason = REFUSED, reason
    elif row.survey.live_id is None or row.survey.state_now != SurveyState.OPEN:
        row.state, row.reason = REFUSED, "survey_not_open"
    elif person is not None:
        _by_policy(row, person, now)


def _by_policy(row: Resurvey, person: Person, now: datetime) -> None:
    kind = row.survey.kind
    if barred(row.workspace, MAIL, [person.email], kind, now):
        row.state, row.reason = REFUSED, "suppressed"
        return
    verdict = may_ask(row.workspace, person, kind, now, channel=MAIL)
    if verdict.asked:
        _ask(row, person, now)
    elif verdict.eligible_at is None or verdict.eligible_at > row.last_at:
        row.state, row.reason = REFUSED, verdict.rule.value
    else:
        row.due_at, row.reason = max(verdict.eligible_at, now + timedelta(minutes=1)), verdict.rule.value


def _ask(row: Resurvey, person: Person, now: datetime) -> None:
    """Clocks, invitation and message: all of them or none. It goes out when nobody is disturbed."""
    workspace, kind, policy = row.workspace, row.survey.kind, policy_of(row.workspace)
    zone = zone_named(person.time_zone, workspace.time_zone)
    due_at = next_allowed(now, zone, policy.quiet, EVERY_DAY)
    claim(workspace, {person.pk: due_at}, kind, Cutoffs.at(now, policy.clock_of(kind), policy.any_clock))
    row.invitation = Invitation.objects.create(
        workspace=workspace,
        survey=row.survey,
        person=person,
        channel=MAIL,
        language=row.case.response.language,
        expires_at=end_of_link(row.survey, due_at),
    )
    queue(row.invitation, MessagePurpose.INVITE, 0, MAIL, person.email, due_at)
    row.state, row.reason = ASKED, ""
    record(workspace, "system", "case.asked_again", row.case.subject, survey=str(row.survey_id))
