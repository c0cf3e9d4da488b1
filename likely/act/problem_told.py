"""Everybody affected by a problem is told what became of it: each once, and only who permitted contact."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Count, QuerySet

from likely.act.may_tell import MAY, why_not_tell
from likely.act.posted_mail import PostedMail
from likely.act.problem import SETTLED, Problem
from likely.act.problem_size import parts
from likely.act.told_leave import told_leave_link
from likely.ask.merge import check, fill
from likely.ask.sender import sender_of
from likely.ask.wording import nearest, wording
from likely.base.journal import record
from likely.collect.response import Response
from likely.lib.plain_text import clean_text, one_line
from likely.lib.refusal import Refusal
from likely.people.person import Person

LONGEST: Final = {"subject": 150, "text": 4000}  # characters
FIELDS: Final = ("name", "sender", "problem")  # that are filled in
AT_ONCE: Final = 500  # people


@dataclass(frozen=True, slots=True)
class Reach:
    """Who can be told. people: who may be written to. why_not: {reason: people}. already: who was told."""

    people: Sequence[Person]
    why_not: Mapping[str, int]
    already: int


def reach_of(problem: Problem, ids: frozenset[UUID], now: datetime) -> Reach:
    """ids: of the answers affected. Answers of nobody known count as `nobody`."""
    named, nobody = _people(ids)
    told = set(_told(problem).values_list("person", flat=True))
    reasons: Counter[str] = Counter({"nobody": nobody} if nobody else {})
    people: list[Person] = []
    for some in parts(sorted(named - told)):
        found = list(Person.objects.of(problem.workspace_id).filter(pk__in=some).order_by("pk"))
        why = why_not_tell(problem.workspace, found, now)
        people += [one for one in found if why[one.pk] == MAY]
        reasons.update(reason for reason in why.values() if reason != MAY)
    return Reach(people, dict(reasons), len(named & told))


@transaction.atomic
def tell_affected(
    problem: Problem, ids: frozenset[UUID], words: tuple[str, str], actor: str, now: datetime
) -> int:
    """Queue one mail for each who may be told and was not yet; how many. words: subject and text."""
    if problem.status not in SETTLED:
        raise Refusal("not_settled", "Tell them once it is released or declined.", field="status")
    subject, text = _words(*words)
    sender = sender_of(problem.workspace).shown_name
    mails = []
    for person in reach_of(problem, ids, now).people:
        leave = told_leave_link(person)
        values = {"name": person.name, "sender": sender, "problem": problem.name}
        mails.append(
            PostedMail(
                workspace=problem.workspace,
                once=f"problem:{problem.pk}:{person.pk}",
                person=person,
                subject=fill(subject, values)[:200],
                text=f"{fill(text, values).rstrip()}\n\n{_leaving(person)}: {leave}",
                leave=leave,
                due_at=now,
            )
        )
    PostedMail.objects.bulk_create(mails, batch_size=AT_ONCE, ignore_conflicts=True)
    problem.told_at = now
    problem.save(update_fields=["told_at"])
    record(problem.workspace, actor, "problem.told", problem.subject, n=len(mails))
    return len(mails)


def _leaving(person: Person) -> str:
    return wording(nearest(person.language or "en")).mail.unsubscribe


def told_states(problem: Problem) -> dict[str, int]:
    """{state of the mail: how many}."""
    return dict(_told(problem).order_by().values_list("state").annotate(n=Count("pk")))


def _told(problem: Problem) -> QuerySet[PostedMail]:
    return PostedMail.objects.of(problem.workspace_id).filter(once__startswith=f"problem:{problem.pk}:")


def _people(ids: frozenset[UUID]) -> tuple[set[UUID], int]:
    named, nobody = set[UUID](), 0
    for some in parts(sorted(ids)):
        for person in Response.objects.filter(pk__in=some).values_list("person", flat=True):
            nobody += person is None
            named |= {person} if person else set()
    return named, nobody


def _words(subject: str, text: str) -> tuple[str, str]:
    told = {"subject": subject, "text": text}
    cleaned = {name: clean_text(value, name, LONGEST[name]) for name, value in told.items()}
    for name, value in cleaned.items():
        if not value:
            raise Refusal("words_missing", f"{name} is empty.", field=name)
        check(value, name, FIELDS)
    return " ".join(one_line("subject", cleaned["subject"]).split()), cleaned["text"]
