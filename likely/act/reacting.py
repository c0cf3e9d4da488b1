"""Playbooks at work: each event is claimed, and what follows is written, in one transaction.

So a worker that dies leaves either nothing or all of it, and of any number of workers one acts.
"""

import logging
from datetime import datetime
from typing import Final

from django.db import transaction

from likely.act.case import Case, Opening, open_case
from likely.act.case_escalation import escalate_case
from likely.act.case_notice import tell_of_case
from likely.act.domain_event import DomainEvent, claim_event, due_events, emit, event
from likely.act.occasion import Occasion, occasion_of, responses_of
from likely.act.playbook import ANSWER, INVITE, OPEN_CASE, WHENS, Playbook, answers_meant, people_meant
from likely.act.playbook_deeds import tell_managers, write_to_customer
from likely.act.playbook_run import PlaybookRun, plan_steps
from likely.act.promoter_invite import invite_promoter
from likely.act.resurvey import plan_resurvey
from likely.collect.response import Response
from likely.lib.refusal import Refusal

log = logging.getLogger(__name__)

AT_ONCE: Final = 500  # events, cases
ANSWERED: Final = ("answer.scored", "answer.commented", "answer.permitted", "answer.released")
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
            if one.kind in ANSWERED:
                _answered(one, now)
            if one.kind in WHENS:
                _happened(one, now)
            tell_of_case(one, now)
            escalate_case(one, now)
            plan_resurvey(one)
    except Exception:
        log.exception("event %s failed", one.key)
        return False
    return True


def _answered(one: DomainEvent, now: datetime) -> None:
    response = responses_of(one.workspace).filter(pk=one.subject).first()
    if response is not None:
        person = response.person
        _act(
            Occasion(one.workspace, ANSWER, f"answer:{response.pk}", response.at, response, None, person), now
        )


def _happened(one: DomainEvent, now: datetime) -> None:
    occasion = occasion_of(one)
    if occasion is not None:
        _act(occasion, now)


def _act(occasion: Occasion, now: datetime) -> None:
    waiting = Playbook.objects.of(occasion.workspace).filter(is_on=True, when=occasion.kind)
    for playbook in waiting.select_related("workspace").order_by("created_at", "pk"):
        if playbook.on_since is None or occasion.at < playbook.on_since:
            continue
        try:
            meant = _is_meant(playbook, occasion, now)
        except Refusal as refusal:
            _switch_off(playbook, refusal)
            continue
        if meant:
            _run(playbook, occasion, now)


def _is_meant(playbook: Playbook, occasion: Occasion, now: datetime) -> bool:
    if occasion.response is not None:
        return answers_meant(playbook, now).filter(pk=occasion.response.pk).exists()
    if occasion.person is not None:
        return people_meant(playbook, now).filter(pk=occasion.person.pk).exists()
    return True


def run(playbook: Playbook, response: Response, now: datetime) -> Case | None:
    """Act on one answer; a second time changes nothing. None where there is no case."""
    name = f"answer:{response.pk}"
    return _run(
        playbook,
        Occasion(playbook.workspace, ANSWER, name, response.at, response, None, response.person),
        now,
    )


def _run(playbook: Playbook, occasion: Occasion, now: datetime) -> Case | None:
    """What is done at once, and the log with the steps that follow."""
    case, response = occasion.case, occasion.response
    if playbook.action == OPEN_CASE and response is not None:
        opening = Opening(str(playbook.pk), playbook.owner_rule, playbook.tags)
        actor = f"{SYSTEM}{playbook.name}"[:160]
        case, _is_new = open_case(response, opening, actor, now)
        tell_managers(playbook, case, now)
        write_to_customer(playbook, case, actor, now)
    invited = playbook.action == INVITE and response is not None and invite_promoter(response, now)
    if playbook.action == INVITE and not invited and not playbook.steps:
        return None
    _log(playbook, occasion, case, now)
    return case


def _log(playbook: Playbook, occasion: Occasion, case: Case | None, now: datetime) -> None:
    made = PlaybookRun(
        workspace=playbook.workspace,
        playbook=playbook,
        occasion=occasion.name[:160],
        kind=occasion.kind,
        facts=dict(occasion.facts),
        response=occasion.response,
        case=case,
        person=occasion.person,
        at=now,
    )
    PlaybookRun.objects.bulk_create([made], ignore_conflicts=True)
    if playbook.steps and PlaybookRun.objects.filter(pk=made.pk).exists():
        plan_steps(made, playbook.read_steps(), now)


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
            emit(event(case.workspace, "case.overdue", case.pk, case.due_at.isoformat(), now))
    return True
