"""Whether somebody may be written to about an answer of theirs that no case holds: permission first."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from likely.base.workspace import Workspace
from likely.collect.response import Response, ResponseState
from likely.people.consent import ConsentPurpose, holds
from likely.people.person import Person
from likely.people.suppression import barred

MAIL: Final = "mail"
MAY: Final = ""


def why_not_tell(workspace: Workspace, people: Iterable[Person], now: datetime) -> dict[UUID, str]:
    """{person: no_address, not_asked, not_permitted or suppressed}; MAY where nothing is against it."""
    asked = {one.pk: one for one in people}
    said = holds(workspace, asked, ConsentPurpose.FOLLOW_UP, MAIL)
    open_yes = _said_yes(workspace, [one for one in asked if one not in said])
    told = {pk: _reason(one, said.get(pk), pk in open_yes) for pk, one in asked.items()}
    left = {one.email for pk, one in asked.items() if told[pk] == MAY}
    refused = barred(workspace, MAIL, left, "", now) if left else {}
    return {
        pk: "suppressed" if told[pk] == MAY and asked[pk].email in refused else why
        for pk, why in told.items()
    }


def _reason(person: Person, permitted: bool | None, open_yes: bool) -> str:
    if permitted is False:
        return "not_permitted"
    if not (permitted or open_yes):
        return "not_asked"
    return MAY if person.email else "no_address"


def _said_yes(workspace: Workspace, people: list[UUID]) -> set[UUID]:
    """A yes comes into the ledger a moment after the answer."""
    rows = Response.objects.of(workspace).filter(
        person__in=people, state=ResponseState.COUNTED, permission=True
    )
    return {one for one in rows.values_list("person", flat=True) if one}
