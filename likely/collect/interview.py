"""Who is to be called about a survey, the next one first; and taking in what they say."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from likely.ask.call import PHONE, Call, last_calls, note_call, refusers
from likely.ask.in_app import WIDGET
from likely.ask.invitation import Invitation
from likely.ask.survey import Survey
from likely.collect.intake import take_in
from likely.collect.response import Response
from likely.collect.submission import Submission
from likely.lib.refusal import Refusal

REST: Final = timedelta(hours=2)  # after nobody answered
FACE: Final = "face_to_face"  # the channel of somebody who stands there


@dataclass(frozen=True, slots=True)
class ToCall:
    invitation: Invitation
    last: Call | None = None

    @property
    def waits_until(self) -> datetime | None:
        if self.last is None:
            return None
        return self.last.again_at or self.last.at + REST


def to_call(survey: Survey, now: datetime) -> tuple[list[ToCall], list[ToCall]]:
    """(who may be called now, who waits): call-backs that are due, then the never called, then the others.

    Who has answered is done with, but for somebody who broke off and wants to be called back.
    """
    unfinished = Q(response=None) | Q(response__completed_at=None)
    invited = (
        survey.invitations.filter(unfinished).exclude(person=None).exclude(person__phone="").exclude(channel=WIDGET)
        .select_related("person", "response").order_by("id")
    )  # fmt: skip
    calls, never = last_calls(survey), refusers(survey.workspace)
    found: dict[object, ToCall] = {}
    for invitation in invited:
        last = calls.get(invitation.person_id) if invitation.person_id else None
        over = last is not None and last.outcome in ("refused", "wrong_number", "answered")
        over = over or (begun_of(invitation) is not None and (last is None or last.outcome != "call_back"))
        expired = invitation.expires_at is not None and invitation.expires_at <= now
        if not (over or expired or invitation.person_id in never):
            found.setdefault(invitation.person_id, ToCall(invitation, last))
    ready = [one for one in found.values() if one.waits_until is None or one.waits_until <= now]
    waiting = [one for one in found.values() if one not in ready]
    return sorted(ready, key=_turn), sorted(waiting, key=lambda one: one.waits_until or now)


def under_way(survey: Survey, person: UUID) -> ToCall | None:
    """A call in which something was answered, and of which nobody has said yet how it ended."""
    begun = survey.invitations.filter(person=person, response__channel=PHONE, response__completed_at=None)
    invitation = begun.select_related("person", "response").order_by("id").first()
    last = last_calls(survey).get(person)
    if invitation is None or person in refusers(survey.workspace):
        return None
    return ToCall(invitation, last) if last is None or last.at < invitation.response.changed_at else None


def begun_of(invitation: Invitation) -> Response | None:
    """What the person has answered so far."""
    return getattr(invitation, "response", None)


def _turn(one: ToCall) -> tuple[int, str]:
    if one.last and one.last.again_at:
        return 0, one.last.again_at.isoformat()
    return (2, one.last.at.isoformat()) if one.last else (1, "")


@transaction.atomic
def end_call(
    survey: Survey,
    invitation: Invitation,
    outcome: str,
    actor: str,
    *,
    again_at: datetime | None = None,
    said: Submission | None = None,
) -> None:
    """Note how a call ended, and store what was said in it; both or neither. outcome "": it goes on."""
    person = invitation.person
    if person is None or person.pk in refusers(survey.workspace):
        raise Refusal("person_refused", "This person does not want to be called.", field="person")
    if outcome == "answered" and said is None:
        raise Refusal("nothing_sent", "Nothing was answered.", field="score")
    if said is not None:
        Invitation.objects.filter(pk=invitation.pk, response=None).update(channel=PHONE)
        take_in(said)
    if outcome:
        note_call(survey, person, outcome, actor, again_at)
