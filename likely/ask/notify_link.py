"""The link on which somebody lets their browser be notified: derived from the person, never stored."""

from typing import Final
from uuid import UUID

from django.conf import settings

from likely.ask.derived_token import DerivedToken
from likely.people.person import Person

TOKEN: Final = DerivedToken("likely.ask.notify")


def notify_token(person: Person) -> str:
    return TOKEN.of(person.pk)


def notify_link(person: Person) -> str:
    return f"{settings.BASE_URL}/n/{notify_token(person)}"


def person_of(token: str) -> UUID | None:
    """The person whom a genuine token names; None for anything else."""
    return TOKEN.named_by(token)
