"""The rows that follow from verdicts: the ledger for everybody; invitation and message for who is asked."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from likely.ask.acquaintance import Way
from likely.ask.arm import arms_of, assignments
from likely.ask.brief import Brief
from likely.ask.candidate import Candidate
from likely.ask.decision import Decision
from likely.ask.invitation import Invitation
from likely.ask.message import Message, MessagePurpose, MessageState
from likely.ask.policy import Verdict
from likely.ask.row_insert import insert
from likely.lib.identity import new_id

DECISION: Final = (
    "id", "workspace_id", "programme_id", "person_id", "round", "asked", "rule", "at", "eligible_at",
    "look_at", "invitation_id", "event_id",
)  # fmt: skip
CHANGED: Final = ("asked", "rule", "at", "eligible_at", "look_at", "invitation")
INVITATION: Final = (
    "id", "workspace_id", "survey_id", "person_id", "programme_id", "channel", "language", "properties",
    "created_at", "expires_at", "remind_at", "reminders",
)  # fmt: skip
MESSAGE: Final = (
    "id", "workspace_id", "invitation_id", "purpose", "step", "channel", "address", "state", "due_at",
    "worker", "tries", "repeated", "provider_id", "failure",
)  # fmt: skip
ROWS_AT_ONCE: Final = 500  # of an update


class Written(NamedTuple):
    """A verdict about somebody. due and way: of who is asked."""

    candidate: Candidate
    verdict: Verdict
    look_at: datetime | None
    due: datetime | None = None
    way: Way | None = None


def write(brief: Brief, written: Sequence[Written], now: datetime) -> None:
    asked = [each for each in written if each.verdict.asked and each.due and each.way]
    invitations = {each.candidate.id: new_id() for each in asked}
    survey = brief.programme.survey_id
    drawn = assignments((survey,), now) if asked else ()
    arms = {each.candidate.id: arms_of(drawn, survey, each.candidate.id) for each in asked}
    insert(
        Invitation,
        INVITATION,
        [
            _invitation(brief, each, invitations[each.candidate.id], arms[each.candidate.id], now)
            for each in asked
        ],
    )
    insert(Message, MESSAGE, [_message(brief, each, invitations[each.candidate.id]) for each in asked])
    rows = [_decision(brief, each, invitations.get(each.candidate.id), now) for each in written]
    insert(
        Decision, DECISION, [row for row, each in zip(rows, written, strict=True) if not each.candidate.kept]
    )
    again = [
        Decision(**dict(zip(DECISION, row, strict=True)))
        for row, each in zip(rows, written, strict=True)
        if each.candidate.kept
    ]
    Decision.objects.bulk_update(again, CHANGED, ROWS_AT_ONCE)


def _decision(brief: Brief, each: Written, invitation: UUID | None, now: datetime) -> tuple[Any, ...]:
    one, verdict = each.candidate, each.verdict
    return (
        one.kept or new_id(),
        brief.workspace.pk,
        brief.programme.pk,
        one.id,
        one.round,
        verdict.asked,
        verdict.rule.value,
        now,
        verdict.eligible_at,
        each.look_at,
        invitation,
        one.event.pk if one.event else None,
    )


def _invitation(
    brief: Brief, each: Written, id: UUID, arms: dict[str, str], now: datetime
) -> tuple[Any, ...]:
    one, due, reminders = each.candidate, each.due or now, brief.plan.reminders
    return (
        id,
        brief.workspace.pk,
        brief.programme.survey_id,
        one.id,
        brief.programme.pk,
        each.way.channel if each.way else "",
        one.language,
        {**(one.event.properties if one.event else {}), **arms},
        now,
        brief.expires_at(due),
        due + timedelta(days=reminders.after_days[0]) if reminders and reminders.after_days else None,
        0,
    )


def _message(brief: Brief, each: Written, invitation: UUID) -> tuple[Any, ...]:
    way = each.way or Way()
    return (
        new_id(),
        brief.workspace.pk,
        invitation,
        MessagePurpose.INVITE.value,
        0,
        way.channel,
        way.address,
        MessageState.QUEUED.value,
        each.due,
        "",
        0,
        False,
        "",
        "",
    )
