"""A note in a case: what colleagues tell each other, and whom they call by @."""

import re
from datetime import datetime
from typing import Final

from django.db import models, transaction

from likely.act.case import Case, may_own
from likely.act.case_notice import MENTIONED, words_of
from likely.act.case_work import note_reply
from likely.act.posted_mail import post_to_colleague
from likely.base.member import User
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal

LONGEST_NOTE: Final = 4000  # characters
CONTACTS: Final = ("", "call", "mail", "meeting", "message")  # "": a note, else how the customer was reached
CALLED: Final = re.compile(r"(?<![\w@.])@([\w.+-]+(?:@[\w.-]+\w)?)")


class CaseNote(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="notes")
    author = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    contact = models.CharField(max_length=8, blank=True)  # one of CONTACTS
    text = models.TextField()
    mentioned = models.ManyToManyField(User, related_name="mentioned_in")
    at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()


@transaction.atomic
def add_note(
    case: Case, author: User | None, text: object, now: datetime, contact: str = "", actor: str = ""
) -> CaseNote:
    """@name and @name@firm.org call colleagues who may work on cases. A contact stops the reply's clock.

    actor: who says so where it is no user.
    """
    said = clean_text(text, "text", LONGEST_NOTE)
    if not said:
        raise Refusal("no_note", "The note says nothing.", cure="Write something.", field="text")
    if contact not in CONTACTS:
        raise Refusal("contact_unknown", f"It must be one of {', '.join(CONTACTS[1:])}.", field="contact")
    note = CaseNote.objects.create(
        workspace=case.workspace, case=case, author=author, contact=contact, text=said, at=now
    )
    called = mentioned_in(said, list(may_own(case.workspace).values()))
    note.mentioned.set(called)
    for user in called:
        if user != author:
            post_to_colleague(case, user, f"{MENTIONED}:{note.pk}", words_of(case, MENTIONED, user), now)
    if contact:
        note_reply(case, f"user:{author.email}" if author else actor, now)
    return note


def mentioned_in(text: str, colleagues: list[User]) -> list[User]:
    """Who is called: by the whole mail address, or by its part before the @ where only one has it."""
    words = _called(text)
    return [one for one in colleagues if words & _names(one, colleagues)]


def unheard_in(note: CaseNote) -> list[str]:
    """What stands behind an @ in it and calls nobody, sorted."""
    colleagues = list(may_own(note.workspace).values())
    heard = {name for one in colleagues for name in _names(one, colleagues)}
    return sorted(_called(note.text) - heard)


def _called(text: str) -> set[str]:
    return {word.lower().rstrip(".") for word in CALLED.findall(text)}


def _names(one: User, colleagues: list[User]) -> set[str]:
    name = one.email.partition("@")[0]
    alone = sum(other.email.partition("@")[0] == name for other in colleagues) == 1
    return {one.email, name} if alone else {one.email}
