"""Personal links for a pasted list: one line a person, a mail address or an id of the company's own."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from likely.ask.arm import arms_of, assignments
from likely.ask.contact_clock import stamp
from likely.ask.invitation import Invitation
from likely.ask.survey import Survey
from likely.base.journal import record
from likely.lib.refusal import Refusal
from likely.people.pasted import person_of_line

MOST_LINES: Final = 5000


def address_of(invitation: Invitation) -> str:
    return f"{settings.BASE_URL}/r/{invitation.token}"


def end_of_link(survey: Survey, made_at: datetime) -> datetime | None:
    """When a personal link made now can no longer be answered; None: as long as the survey is open."""
    days = survey.live.read().link_days if survey.live else None
    return None if days is None else made_at + timedelta(days=days)


@transaction.atomic
def make_links(survey: Survey, text: str, actor: str) -> list[Invitation]:
    """One invitation for each line of `text`, in its order; a person twice gets one. All of them or none."""
    lines = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    if not lines:
        raise Refusal("nobody", "The list is empty.", cure="Write one address or id a line.", field="people")
    if len(lines) > MOST_LINES:
        raise Refusal(
            "too_many", f"The list has {len(lines)} lines; the most at once is {MOST_LINES}.", field="people"
        )
    people = {person.pk: person for person in (person_of_line(survey.workspace, line) for line in lines)}
    now = timezone.now()
    expires_at, drawn = end_of_link(survey, now), assignments((survey.pk,), now)
    made = [
        Invitation(
            workspace=survey.workspace,
            survey=survey,
            person=person,
            language=person.language,
            expires_at=expires_at,
            properties=arms_of(drawn, survey.pk, person.pk),
        )
        for person in people.values()
    ]
    Invitation.objects.bulk_create(made, batch_size=500)
    stamp(survey.workspace, list(people), survey.kind, now)
    record(survey.workspace, actor, "survey.links_made", f"survey:{survey.pk}", n=len(made))
    return made
