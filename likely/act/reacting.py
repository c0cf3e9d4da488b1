"""Playbooks at work: each event is claimed, and what follows is written, in one transaction.

So a worker that dies leaves either nothing or all of it, and of any number of workers one acts.
"""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import transaction

from likely.act.case import Case, Opening, open_case
from likely.act.case_escalation import escalate_case
from likely.act.case_notice import tell_of_case
from likely.act.domain_event import DomainEvent, claim_event, due_events, emit
from likely.act.playbook import INVITE, Playbook, PlaybookRun, answers_meant
from likely.act.playbook_deeds import tell_managers, write_to_customer
from likely.act.promoter_invite import invite_promoter
from likely.act.resurvey import plan_resurvey
from likely.collect.response import Response
from likely.lib.refusal import Refusal

log = logging.getLogger(__name__)

AT_ONCE: Final = 500  # events, cases
SYSTEM: Final = "playbook:"  # and its name: the actor in the journal


def react_due(now: datetime) -> int:
    """Go through the events that wait; how many were handled."""
    return sum(_handled(one, now) for one in due_events(AT_ONCE))


def _handled(one: DomainEvent, now: datetime) -> bool:
    """One that fails is logged and stays due; it stops no other."""
    try:
        with transaction.atomic():
            if not claim_event(one, now):
                return False
            if one.kind.startswith("answer."):
                _answered(one, now)
            tell_of_case(one, now)
            escalate_case(one, now)
            plan_resurvey(one)
    except Exception:
        log.exception("event %s failed", one.key)
        return False
    return True


def _answered(one: DomainEvent, now: datetime) -> None:
    playbooks = Playbook.objects.of(one.workspace_id).filter(is_on=True, on_since__isnull=False)
    response = (
        Response.objects.of(one.workspace_id)
        .select_related("person__account", "workspace")
        .filter(pk=one.subject)
        .first()
    )
    if response is not None:
        _act(playbooks.select_related("workspace").order_by("created_at", "pk"), response, now)


def _act(playbooks: Iterable[Playbook], response: Response, now: datetime) -> None:
    for playbook in playbooks:
        if playbook.on_since and response.at < playbook.on_since:
            continue
        try:
            is_meant = answers_meant(playbook, now).filter(pk=response.pk).exists()
        except Refusal as refusal:
            _switch_off(playbook, refusal)
            continue
        if is_meant:
            run(playbook, response, now)


def run(playbook: Playbook, response: Response, now: datetime) -> Case | None:
    """Open the case, or invite, and log it; a second time changes nothing. None where there is no case."""
    case = None
    if playbook.action == INVITE:
        if invite_promoter(response, now) is None:
            return None
    else:
        opening = Opening(str(playbook.pk), playbook.owner_rule, playbook.tags)
        actor = f"{SYSTEM}{playbook.name}"[:160]
        case, _is_new = open_case(response, opening, actor, now)
        tell_managers(playbook, case, now)
        write_to_customer(playbook, case, actor, now)
    made = PlaybookRun(workspace=playbook.workspace, playbook=playbook, response=response, case=case, at=now)
    PlaybookRun.objects.bulk_create([made], ignore_conflicts=True)
    return case


def _switch_off(playbook: Playbook, refusal: Refusal) -> None:
    """Its condition can't be read any more (a segment of it is gone): better nothing than the wrong thing."""
    Playbook.objects.filter(pk=playbook.pk).update(is_on=False, on_since=None, fault=str(refusal)[:300])


def tell_overdue(now: datetime) -> int:
    """Note each due time that has passed, once; how many."""
    rows = Case.objects.filter(is_open=True, due_at__lt=now, overdue_at=None)
    return sum(_told(case, now) for case in rows.order_by("due_at").select_related("workspace")[:AT_ONCE])


def _told(case: Case, now: datetime) -> bool:
    with transaction.atomic():
        still = Case.objects.filter(pk=case.pk, is_open=True, due_at=case.due_at, overdue_at=None)
        if not still.update(overdue_at=case.due_at):
            return False
        if case.due_at:
            emit(case.workspace, "case.overdue", case.pk, case.due_at.isoformat(), now)
    return True
