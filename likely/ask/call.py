"""A call to somebody who is asked by phone: how it ended. It stands in the journal, which nobody changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from likely.ask.arm import arms_of, assignments
from likely.ask.invitation import Invitation
from likely.ask.personal_link import MOST_LINES
from likely.ask.survey import Survey
from likely.base.journal import JournalEntry, record
from likely.base.workspace import Workspace
from likely.lib.refusal import Refusal
from likely.people.pasted import person_of_line
from likely.people.person import Person

PHONE: Final = "phone"  # the channel
OUTCOMES: Final = ("answered", "no_answer", "busy", "call_back", "refused", "wrong_number")
PREFIX: Final = "call."


@dataclass(frozen=True, slots=True)
class Call:
    """The last one to a person. again_at: when they asked to be called back."""

    outcome: str
    at: datetime
    again_at: datetime | None = None


@transaction.atomic
def note_call(
    survey: Survey, person: Person, outcome: str, actor: str, again_at: datetime | None = None
) -> None:
    if outcome not in OUTCOMES:
        raise Refusal("outcome_unknown", f"A call can't end as {outcome!r}.", field="outcome")
    if (outcome == "call_back") != (again_at is not None):
        raise Refusal("again_at_missing", "Say when to call back, and only then.", field="again_at")
    told = {"survey": str(survey.pk)} | ({"again_at": again_at.isoformat()} if again_at else {})
    record(survey.workspace, actor, PREFIX + outcome, f"person:{person.pk}", **told)


def last_calls(survey: Survey) -> dict[UUID, Call]:
    """{person: their last call about this survey}."""
    entries = JournalEntry.objects.of(survey.workspace).filter(
        verb__startswith=PREFIX, detail__survey=str(survey.pk)
    )
    return {_person(entry): _call(entry) for entry in entries.order_by("id")}


def refusers(workspace: Workspace) -> set[UUID]:
    """Who refused a call about any survey: nobody calls them again."""
    entries = JournalEntry.objects.of(workspace).filter(verb=PREFIX + "refused")
    return {_person(entry) for entry in entries}


@transaction.atomic
def add_to_call(survey: Survey, text: str, actor: str) -> int:
    """Ask the people of a pasted list by phone, one a line; how many are new. Who is invited stays so."""
    lines = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    if not lines:
        raise Refusal("nobody", "The list is empty.", field="people")
    if len(lines) > MOST_LINES:
        raise Refusal("too_many", f"The most at once is {MOST_LINES} lines.", field="people")
    found = {person.pk: person for person in (person_of_line(survey.workspace, line) for line in lines)}
    new = _not_invited(survey, found.values())
    drawn = assignments((survey.pk,), timezone.now())
    Invitation.objects.bulk_create(
        Invitation(
            workspace=survey.workspace,
            survey=survey,
            person=one,
            channel=PHONE,
            language=one.language,
            properties=arms_of(drawn, survey.pk, one.pk),
        )
        for one in new
    )
    record(survey.workspace, actor, "survey.calls_added", f"survey:{survey.pk}", n=len(new))
    return len(new)


def _not_invited(survey: Survey, people: Iterable[Person]) -> list[Person]:
    known = set(survey.invitations.exclude(person=None).values_list("person_id", flat=True))
    return [person for person in people if person.pk not in known]


def _person(entry: JournalEntry) -> UUID:
    return UUID(entry.subject.partition(":")[2])


def _call(entry: JournalEntry) -> Call:
    again_at = entry.detail.get("again_at")
    return Call(entry.verb.removeprefix(PREFIX), entry.at, parse_datetime(again_at) if again_at else None)
