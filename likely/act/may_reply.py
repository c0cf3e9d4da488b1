"""Whether the customer of a case may be written to, and why not: permission first, then the address."""

from datetime import datetime
from typing import Final

from django.db.models import Q

from likely.act.case import Case
from likely.lib.refusal import Refusal
from likely.people.consent import Consent, ConsentPurpose
from likely.people.suppression import barred

MAIL: Final = "mail"
# Why not -> for whoever reads the refusal in English
REASONS: Final = {
    "nobody": "Nobody knows who gave this answer.",
    "no_address": "There is no mail address of the customer.",
    "not_asked": "The customer was not asked whether we may write.",
    "not_permitted": "The customer does not want to be contacted about the answer.",
    "suppressed": "Nothing is sent to the customer's address: it was taken off, bounced or complained.",
}


def why_not(case: Case, now: datetime) -> str:
    """One of REASONS, or "" where the customer may be written to."""
    person = case.person
    if person is None:
        return "nobody"
    if not (permitted := permission(case)):
        return "not_asked" if permitted is None else "not_permitted"
    if not person.email:
        return "no_address"
    return "suppressed" if barred(case.workspace, MAIL, [person.email], "", now) else ""


def check_may_reply(case: Case, now: datetime) -> None:
    if reason := why_not(case, now):
        raise Refusal(f"reply_{reason}", REASONS[reason], field="body")


def permission(case: Case) -> bool | None:
    """What the customer said last: in the ledger, or in the answer, which comes into it a moment later.

    None: they were never asked.
    """
    answer, source = case.response, f"response:{case.response_id}"
    rows = Consent.objects.of(case.workspace_id).filter(
        Q(channel="") | Q(channel=MAIL), person=case.person_id, purpose=ConsentPurpose.FOLLOW_UP
    )
    said = list(rows.order_by("-at", "-id").values_list("given", "at", "source"))
    noted = any(given == answer.permission and told == source for given, _at, told in said)
    if answer.permission is not None and not noted:
        later_no = any(not given and at > answer.at for given, at, _source in said)
        return answer.permission and not later_no
    return said[0][0] if said else None
