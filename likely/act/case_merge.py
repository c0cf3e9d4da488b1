"""Two cases of one person: the one goes on with everything of both, the other is closed and says where."""

from datetime import datetime

from django.db import transaction

from likely.act.case import Case
from likely.act.case_clock import set_replied
from likely.act.case_file import CaseFile
from likely.act.case_message import CaseMessage
from likely.act.case_note import CaseNote
from likely.act.case_priority import ASIDE
from likely.act.case_state import CLOSED
from likely.act.case_work import MOST_TAGS
from likely.act.posted_mail import PostedMail
from likely.base.journal import record
from likely.lib.refusal import Refusal


@transaction.atomic
def merge_cases(kept: Case, other: Case, actor: str, now: datetime) -> Case:
    """Notes and messages move; the earlier of each promised time and the higher urgency hold."""
    both = Case.objects.of(kept.workspace_id).filter(pk__in={kept.pk, other.pk}).order_by("pk")
    locked = {one.pk: one for one in both.select_for_update(of=("self",)).select_related("workspace")}
    if len(locked) < 2 or kept.person_id is None or kept.person_id != other.person_id:
        raise Refusal("not_two_cases", "Two different cases of one person are needed.", field="other")
    survivor, gone = locked[kept.pk], locked[other.pk]
    if not (survivor.is_open and gone.is_open):
        raise Refusal("case_state", "Only open cases can be merged.", field="other")
    _take_over(survivor, gone)
    set_replied(survivor, _first(survivor.replied_at, gone.replied_at), now)
    survivor.changed_at = now
    survivor.save()
    gone.urgency = _own_urgency(gone)
    gone.state, gone.is_open, gone.due_at, gone.paused_at = CLOSED, False, None, None
    gone.closed_at, gone.changed_at, gone.merged_into = now, now, survivor
    gone.save()
    record(survivor.workspace, actor, "case.merged", survivor.subject, gone=str(gone.pk))
    record(survivor.workspace, actor, "case.merged_away", gone.subject, kept=str(survivor.pk))
    return survivor


def _take_over(survivor: Case, gone: Case) -> None:
    CaseNote.objects.filter(case=gone).update(case=survivor)
    CaseFile.objects.filter(case=gone).update(case=survivor)
    PostedMail.objects.filter(case=gone).update(case=survivor)
    known = CaseMessage.objects.filter(case=survivor).values_list("message_id", flat=True)
    CaseMessage.objects.filter(case=gone).exclude(message_id__in=list(known)).update(case=survivor)
    survivor.urgency = max(_own_urgency(survivor), _own_urgency(gone)) - _aside(survivor)
    survivor.reply_due_at = min(survivor.reply_due_at, gone.reply_due_at)
    survivor.resolve_due_at = min(survivor.resolve_due_at, gone.resolve_due_at)
    survivor.tags = list(dict.fromkeys([*survivor.tags, *gone.tags]))[:MOST_TAGS]
    for name in ("root_cause", "promise", "promised_on", "promise_kept", "outcome"):
        if getattr(survivor, name) in ("", None):
            setattr(survivor, name, getattr(gone, name))


def _aside(case: Case) -> float:
    return ASIDE if case.paused_at else 0.0


def _own_urgency(case: Case) -> float:
    """As if nobody waited for the customer."""
    return case.urgency + _aside(case)


def _first(*moments: datetime | None) -> datetime | None:
    return min((one for one in moments if one), default=None)
