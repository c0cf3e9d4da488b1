"""What happened to answers, read out of their rows a moment later: storing one costs no further write.

An event's key names the fact (this answer has this score), so that rows may be looked at again and again.
Only what a playbook waits for is written down.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from likely.act.case import Case
from likely.act.case_work import follow_answer
from likely.act.domain_event import DomainEvent, event, note_events
from likely.act.occasion import RISK, before_fall
from likely.act.playbook import Playbook
from likely.base.workspace import Workspace
from likely.collect.response import Response, ResponseState

AT_ONCE: Final = 500  # answers
SOON: Final = timedelta(seconds=3)  # each second: a change may be committed after a later one was read
SURELY: Final = timedelta(minutes=10)  # each minute: whatever was missed
LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)  # no worker has ever gone a whole round


def note_answers(now: datetime, since: datetime | None, overlap: timedelta) -> int:
    """Look at what was changed since the last round; the answers seen. since None: at all that are there."""
    after = since - overlap if since else LONG_AGO
    return sum(_note(workspace, after, now) for workspace in _with_playbooks()) + _follow(after, now)


def _with_playbooks() -> QuerySet[Workspace]:
    return Workspace.objects.filter(pk__in=Playbook.objects.filter(is_on=True).values("workspace"))


def _note(workspace: Workspace, after: datetime, now: datetime) -> int:
    waiting = list(Playbook.objects.of(workspace).filter(is_on=True))
    waiting = [one for one in waiting if one.subject == "answer" and one.on_since]
    if not waiting:
        return 0
    scores = {score for one in waiting for score in one.scores}
    begun = min(one.on_since for one in waiting if one.on_since)
    risks = any(one.when == RISK for one in waiting)
    rows = Response.objects.of(workspace).filter(
        changed_at__gte=after, changed_at__lte=now, at__gte=begun, score__in=scores
    )
    seen = rows.exclude(state=ResponseState.DISMISSED).order_by("changed_at").iterator(AT_ONCE)
    n = 0
    while some := list(islice(seen, AT_ONCE)):
        note_events(made for row in some for made in _events_of(workspace, row, risks))
        n += len(some)
    return n


def _events_of(workspace: Workspace, row: Response, risks: bool) -> Iterator[DomainEvent]:
    if row.state == ResponseState.QUARANTINED:
        yield event(workspace, "answer.quarantined", row.pk, "", row.changed_at)
        return
    yield event(workspace, "answer.scored", row.pk, str(row.score), row.changed_at)
    if risks and (before := before_fall(row)) is not None:
        facts = {"before": before, "after": row.score}
        yield event(workspace, RISK, row.pk, "", row.at, facts)
    if row.comment:
        yield event(workspace, "answer.commented", row.pk, "", row.changed_at)
    if row.permission:
        yield event(workspace, "answer.permitted", row.pk, "", row.changed_at)


def _follow(after: datetime, now: datetime) -> int:
    """A re-answer updates the cases that the answer has."""
    any_open = Case.objects.filter(workspace=OuterRef("pk"), is_open=True)
    return sum(_follow_in(one, after, now) for one in Workspace.objects.filter(Exists(any_open)))


def _follow_in(workspace: Workspace, after: datetime, now: datetime) -> int:
    moved = ~Q(score=F("response__score")) | Q(score=None, response__score__isnull=False)
    changed = Q(response__workspace=workspace, response__changed_at__gte=after, response__changed_at__lte=now)
    rows = Case.objects.of(workspace).filter(moved, changed, is_open=True).select_related("response")
    found = list(rows)
    for case in found:
        follow_answer(case, case.response.score, now)
    return len(found)
