"""Asking in the app: the widget asks whoever is there, if the policy that holds for every channel says so.

Mails and the widget share the clocks. Where a programme runs for it, every decision is a row of its ledger:
one a person and day, which a later no of that day brings up to date.
"""

from collections import Counter
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db import transaction

from likely.ask.acquaintance import acquainted
from likely.ask.arm import arms_of, assignments
from likely.ask.brief import Brief, brief_of
from likely.ask.candidate import candidate_of, rows_of
from likely.ask.contact_clock import Crossed, Cutoffs, claim
from likely.ask.deciding import hold_workspace, room_of, state_of
from likely.ask.decision import Decision
from likely.ask.decision_write import Written, write
from likely.ask.invitation import Invitation
from likely.ask.may_ask import may_ask, note_asked, objection_of
from likely.ask.policy import NEVER, Rule, Verdict, decide
from likely.ask.programme import Programme, ProgrammeKind, ProgrammeState
from likely.ask.sampling import sampling_of
from likely.ask.survey import Survey
from likely.ask.tally import count, hour_of
from likely.people.person import Person

WIDGET: Final = "widget"
CROSSED: Final = NEVER[Rule.ANY_CLOCK]  # somebody else asks them at this very moment


def ask_in_app(survey: Survey, person: Person, now: datetime) -> Verdict:
    """Whether the survey may be shown to them now. A yes counts as asked: the clocks run from here."""
    programme = _running(survey)
    try:
        with transaction.atomic():
            hold_workspace(survey.workspace)
            return _decided(programme, person, now) if programme else _plainly(survey, person, now)
    except Crossed:
        return CROSSED


def _running(survey: Survey) -> Programme | None:
    rows = Programme.objects.of(survey.workspace_id).filter(survey=survey, kind=ProgrammeKind.IN_APP)
    rows = rows.filter(state=ProgrammeState.RUNNING).order_by("priority", "created_at")
    return rows.select_related("workspace", "survey", "survey__live", "segment").first()


def _plainly(survey: Survey, person: Person, now: datetime) -> Verdict:
    """Without a programme: by the workspace's policy, and no ledger."""
    verdict = may_ask(survey.workspace, person, survey.kind, now, channel=WIDGET)
    if verdict.asked:
        note_asked(survey.workspace, [person.pk], survey.kind, now)
        _invite(survey, person, None, now)
    return verdict


def asking_of(survey: Survey, person: Person) -> Invitation | None:
    """The newest asking without an answer. What the widget sends names it, and so becomes its answer."""
    mine = Invitation.objects.of(survey.workspace_id).filter(survey=survey, person=person, channel=WIDGET)
    return mine.filter(response=None).order_by("-id").first()


def _invite(survey: Survey, person: Person, programme: Programme | None, now: datetime) -> Invitation | None:
    """The asking as a row, counted by funnels and samples as a mail is; an anonymous survey has none."""
    if survey.live is None or survey.live.read().anonymous:
        return None
    return Invitation.objects.create(
        workspace_id=survey.workspace_id,
        survey=survey,
        person=person,
        programme=programme,
        channel=WIDGET,
        language=person.language,
        properties=arms_of(assignments((survey.pk,), now), survey.pk, person.pk),
        sent_at=now,
    )


def _decided(programme: Programme, person: Person, now: datetime) -> Verdict:
    brief = brief_of(programme, now)
    brief = replace(brief, sampling=sampling_of(programme, brief.plan, "", None, now))
    day = now.astimezone(brief.zone).date()
    rows = Decision.objects.of(brief.workspace)
    kept = rows.filter(programme=programme, person=person, round=day.isoformat()).first()
    if kept is not None and kept.asked:
        return NEVER[Rule.ALREADY_ASKED]
    verdict = _judged(brief, person, f"{day.year}", now)
    if verdict.asked:
        _take(brief, person, now)
    if kept is None or kept.rule != verdict.rule or kept.eligible_at != verdict.eligible_at:
        mine = Person.objects.of(brief.workspace).filter(pk=person.pk)
        [row] = rows_of(mine, brief.sampling.by)
        one = candidate_of(row, day.isoformat(), kept=kept.pk if kept else None)
        write(brief, [Written(one, verdict, None)], now)
    if verdict.asked:
        invitation = _invite(programme.survey, person, programme, now)
        rows.filter(programme=programme, person=person, round=day.isoformat()).update(invitation=invitation)
    return verdict


def _judged(brief: Brief, person: Person, year: str, now: datetime) -> Verdict:
    """Chance is drawn once a year, so that nobody comes into a sample by coming back tomorrow."""
    mine = Person.objects.of(brief.workspace).filter(pk=person.pk)
    segment = brief.programme.segment
    inside = segment is None or segment.people(now).filter(pk=person.pk).exists()
    [row] = rows_of(mine, brief.sampling.by)
    one = candidate_of(row, year, in_segment=inside)
    longest = max(brief.policy.clock_of(brief.kind), brief.policy.any_clock)
    known = acquainted(brief.workspace, [person.pk], brief.kind, now - longest)
    room = room_of(brief, now)
    full = room.refuses(now)
    state = state_of(brief, one, known)._replace(
        unreachable=objection_of(brief.workspace, person, WIDGET),
        no_room=full,
        room_at=room.again_at(full, now, now) if full else None,
    )
    return decide(state, brief.asked, brief.policy, now)


def _take(brief: Brief, person: Person, now: datetime) -> None:
    cutoffs = Cutoffs.at(now, brief.policy.clock_of(brief.kind), brief.policy.any_clock)
    claim(brief.workspace, {person.pk: now}, brief.kind, cutoffs)
    count(brief.workspace, brief.programme, Counter([hour_of(now)]))
