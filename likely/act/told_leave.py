"""The link in a mail about a problem, on which one press ends such mails: derived, not stored (RFC 8058)."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction

from likely.ask.derived_token import DerivedToken
from likely.base.journal import record
from likely.people.consent import ConsentPurpose, withdraw
from likely.people.person import Person
from likely.people.suppression import SuppressionReason, suppress

TOKEN: Final = DerivedToken("likely.act.told_leave")


def told_leave_link(person: Person) -> str:
    return f"{settings.BASE_URL}/m/{TOKEN.of(person.pk)}"


def person_leaving(token: str) -> Person | None:
    """Whom a genuine token names; None for anything else, and for whoever was erased."""
    named = TOKEN.named_by(token)
    return Person.objects.select_related("workspace").filter(pk=named).first() if named else None


def has_left(person: Person) -> bool:
    said = person.consents.filter(purpose=ConsentPurpose.FOLLOW_UP).order_by("-at", "-id").first()
    return said is not None and not said.given


@transaction.atomic
def leave_told(person: Person, now: datetime) -> None:
    """No contact about answers any more, and nothing to the mail address. Twice is the same as once."""
    if has_left(person):
        return
    source = f"person:{person.pk}"
    if person.email:
        reason = SuppressionReason.UNSUBSCRIBED
        suppress(person.workspace, "mail", person.email, "", reason, source, now)
    withdraw(person.workspace, [person.pk], ConsentPurpose.FOLLOW_UP, "", "unsubscribe", now)
    record(person.workspace, "respondent", "person.unsubscribed", source, scope="told")
