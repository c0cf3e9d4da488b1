"""The page on which a promoter takes a link of their own: derived from the person, never stored."""

from typing import Final

from django.conf import settings

from likely.ask.derived_token import DerivedToken
from likely.people.person import Person

TOKEN: Final = DerivedToken("likely.ask.promoter")


def promoter_page(person: Person) -> str:
    return f"{settings.BASE_URL}/p/{TOKEN.of(person.pk)}"
