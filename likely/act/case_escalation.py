"""Escalation: what is not done in time moves up in the queue, and somebody beside the owner is told."""

from datetime import datetime
from typing import Final

from django.db.models import F

from likely.act.case import Case
from likely.act.case_notice import words_of
from likely.act.case_policy import case_policy_of
from likely.act.domain_event import DomainEvent
from likely.act.posted_mail import post_to_colleague
from likely.base.journal import record
from likely.base.member import Member, Role, User

OVERDUE: Final = "case.overdue"
POINTS: Final = 12.0  # of urgency: as if the customer had waited two days longer


def escalate_case(one: DomainEvent, now: datetime) -> bool:
    """Inside the transaction in which the event is claimed, so that each time that passes counts once."""
    if one.kind != OVERDUE:
        return False
    rows = Case.objects.of(one.workspace_id).select_related("workspace", "owner", "person", "response")
    case = rows.filter(pk=one.subject, is_open=True).first()
    if case is None:
        return False
    Case.objects.filter(pk=case.pk).update(
        urgency=F("urgency") + POINTS, weight=F("weight") + POINTS, changed_at=now
    )
    user = _escalates_to(case)
    if user is not None and user.pk != case.owner_id:
        post_to_colleague(case, user, one.key, words_of(case, OVERDUE, user), now)
    record(case.workspace, "system", "case.escalated", case.subject, to=str(user.pk) if user else None)
    return True


def _escalates_to(case: Case) -> User | None:
    """Whom the policy names, as long as they belong here and may see cases."""
    wanted = case_policy_of(case.workspace).escalate_to
    rows = Member.objects.of(case.workspace_id).exclude(role=Role.VIEWER).select_related("user")
    found = rows.filter(user=wanted, user__is_active=True).first() if wanted else None
    return found.user if found else None
